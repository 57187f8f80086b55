"""The Debian package is installed in a clean Debian root, does the main job there, and goes without a trace."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.peers.component import program
from tests.peers.demo import Demo, main_job

BUILD = Path(__file__).parents[2] / "build" / "package"
OPERATOR = "1000:1000"
SCHEMES = ("tel", "sip", "callto", "ctidesk")


class Root:
    """A Debian system in a folder: the same release as this machine's, and nothing beyond the essential packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        environ = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"}
        command = ["chroot", str(self.folder), *words]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=600, check=False)
        assert not check or done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done

    def files(self) -> set[str]:
        """All paths outside of what runs and what apt remembers."""
        kept = ("/proc", "/sys", "/dev", "/tmp", "/run", "/var/cache", "/var/log", "/var/lib/dpkg", "/var/lib/apt")
        found = self.run("find", "/", "-xdev").stdout.splitlines()
        return {path for path in found if not path.startswith(kept)}


@pytest.fixture(scope="module")
def root() -> Iterator[Root]:
    assert os.geteuid() == 0, "a clean root is made by root: sudo make test-package"
    release = subprocess.run(
        ["sh", "-c", ". /etc/os-release; echo $VERSION_CODENAME"], capture_output=True, text=True, check=True
    )
    folder = BUILD / "root"
    _unmount(folder)
    subprocess.run(["rm", "-rf", "--one-file-system", folder], check=True)
    command = [program("mmdebstrap", "mmdebstrap"), "--quiet", "--variant=minbase", "--include=desktop-file-utils"]
    subprocess.run([*command, release.stdout.strip(), folder], check=True, timeout=600)
    for file in ("etc/resolv.conf", "etc/hosts"):
        (folder / file).write_bytes((Path("/") / file).read_bytes())
    with _mounted(folder):
        yield Root(folder)


@contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    with ExitStack() as stack:
        for kind, place in (("proc", "proc"), ("tmpfs", "dev/shm")):
            (folder / place).mkdir(exist_ok=True)
            subprocess.run(["mount", "-t", kind, kind, folder / place], check=True)
            stack.callback(_unmount, folder)
        yield


def _unmount(folder: Path) -> None:
    mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    for place in [mount for mount in mounts if mount.startswith(f"{folder}/")]:
        subprocess.run(["umount", place], check=True)


@pytest.fixture(scope="module")
def before(root: Root) -> set[str]:
    return root.files()


@pytest.fixture(scope="module")
def installed(root: Root, before: set[str], deb: Path) -> Root:
    (root.folder / "tmp" / deb.name).write_bytes(deb.read_bytes())
    root.run("apt-get", "update", "-qq")
    root.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", f"/tmp/{deb.name}")
    return root


def test_it_runs_with_what_it_depends_on(installed: Root) -> None:
    assert installed.run("ctidesk", "--version").stdout.startswith("ctidesk ")
    assert installed.run("ctidesk", "ctl", "status", check=False).returncode == 3
    libraries = "find /usr/lib/ctidesk -type f -name '*.so*' | LD_LIBRARY_PATH=/usr/lib/ctidesk/_internal xargs ldd"
    told = installed.run("sh", "-c", libraries, check=False).stdout
    missing = {line.split()[0] for line in told.splitlines() if "not found" in line}
    inside = {path.name for path in (installed.folder / "usr/lib/ctidesk").rglob("*.so*")}
    assert missing <= inside


def test_an_operator_does_the_main_job(installed: Root) -> None:
    profile = installed.folder / "tmp" / "profile"
    profile.mkdir()
    os.chown(profile, 1000, 1000)
    environ = {"HOME": "/tmp/profile", "PULSE_SERVER": "unix:/none", "PATH": "/usr/bin:/bin"}
    command = ["/usr/sbin/chroot", f"--userspec={OPERATOR}", str(installed.folder), "/usr/bin/ctidesk"]
    demo = Demo(profile, environ, command, place="/tmp/profile")
    demo.start()
    try:
        main_job(demo)
    finally:
        demo.stop()
    assert " ERROR " not in demo.log()


def test_its_links_are_known_to_the_desktop(installed: Root) -> None:
    handlers = (installed.folder / "usr/share/applications/mimeinfo.cache").read_text()
    assert all(f"x-scheme-handler/{scheme}=ctidesk.desktop" in handlers for scheme in SCHEMES)


def test_its_papers_are_in_order(installed: Root) -> None:
    share = installed.folder / "usr/share"
    desktop, metadata = share / "applications/ctidesk.desktop", share / "metainfo/ctidesk.metainfo.xml"
    subprocess.run([program("desktop-file-validate", "desktop-file-utils"), desktop], check=True)
    command = [program("appstreamcli", "appstream"), "validate", "--no-net", "--pedantic", metadata]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    icons = share / "icons/hicolor"
    assert (icons / "scalable/apps/ctidesk.svg").exists() and (icons / "48x48/apps/ctidesk.png").exists()
    assert (installed.folder / "usr/lib/udev/rules.d/70-ctidesk-headsets.rules").exists()
    assert not list((installed.folder / "etc/xdg").glob("autostart/ctidesk*")), (
        "the operator's choice, not the package's"
    )


def test_it_goes_without_a_trace_and_leaves_the_operators_own(installed: Root, before: set[str]) -> None:
    kept = installed.folder / "home" / "config.toml"
    kept.write_text("[ui]\n")
    installed.run("apt-get", "purge", "-y", "-qq", "ctidesk")
    installed.run("apt-get", "autoremove", "--purge", "-y", "-qq")
    left = {path for path in installed.files() - before if "ctidesk" in path}
    assert not left and kept.exists()
