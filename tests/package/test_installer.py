"""The installer for Windows under Wine, without questions: there, upgraded, and away again."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import wine

from tests.package.conftest import BUILD, DIST

MODES = {"CurrentUser": "HKCU", "AllUsers": "HKLM"}
SCHEMES = ("tel", "sip", "callto", "ctidesk")
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\ctidesk"
WITHIN_S = 120


class Computer:
    """A Windows on which one way of installing is tried."""

    def __init__(self, windows: wine.Wine, mode: str) -> None:
        self.windows = windows
        self.mode = mode

    @property
    def folder(self) -> Path:
        place = "Program Files" if self.mode == "AllUsers" else f"{self._local}/Programs"
        return self.windows.drive / place / "ctidesk"

    @property
    def _local(self) -> str:
        (user,) = (path.name for path in (self.windows.drive / "users").iterdir() if path.name != "Public")
        return f"users/{user}/AppData/Local"

    @property
    def own(self) -> Path:
        """What is the operator's: configuration and cache."""
        return self.windows.drive / self._local / "ctidesk"

    def install(self) -> int:
        """The exit status. Without pipes: Wine's own servers would inherit them, and live as long as any program."""
        (setup,) = DIST.glob("*-setup-x64.exe")
        none = subprocess.DEVNULL
        command = ["wine", setup, "/S", f"/{self.mode}"]
        done = subprocess.run(command, env=self.windows.environ, stdin=none, stdout=none, stderr=none, timeout=300)
        return done.returncode

    def uninstall(self) -> None:
        """As Windows' settings do it; the uninstaller goes on in a copy of itself when the command has ended."""
        words = self.value(UNINSTALL, "QuietUninstallString").split('"')
        self.windows.run(words[1], *words[2].split())
        deadline = time.monotonic() + WITHIN_S
        while self.folder.exists():
            assert time.monotonic() < deadline, sorted(self.folder.rglob("*"))[:20]
            time.sleep(0.2)

    def value(self, key: str, name: str = "") -> str:
        """Of the registry; empty where there is none."""
        which = ["/v", name] if name else ["/ve"]
        done = self.windows.run("reg", "query", rf"{MODES[self.mode]}\{key}", *which, check=False)
        return done.stdout.rsplit("REG_SZ", 1)[1].strip() if "REG_SZ" in done.stdout else ""


@pytest.fixture(scope="module", params=MODES)
def computer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    with wine.Wine(tmp_path_factory.mktemp("installer")) as windows:
        yield Computer(windows, request.param)


@pytest.fixture(scope="module")
def installed(computer: Computer) -> Computer:
    assert computer.install() == 0
    return computer


def test_everything_is_there_and_starts(installed: Computer) -> None:
    source = BUILD / "windows" / "ctidesk"
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    there = {path.relative_to(installed.folder) for path in installed.folder.rglob("*") if path.is_file()}
    assert there == wanted | {Path("uninstall.exe")}
    done = installed.windows.run(installed.folder / "ctidesk.exe", "--version")
    assert done.stdout.split()[1] == installed.value(UNINSTALL, "DisplayVersion")


def test_links_come_to_it(installed: Computer) -> None:
    for scheme in SCHEMES:
        assert installed.value(r"Software\ctidesk\Capabilities\URLAssociations", scheme) == "ctidesk.link"
        command = installed.value(rf"Software\Classes\{scheme}\shell\open\command")
        assert command.endswith('ctideskw.exe" -- "%1"'), scheme
    assert installed.value(r"Software\RegisteredApplications", "ctidesk") == r"Software\ctidesk\Capabilities"


def test_an_upgrade_leaves_what_is_the_operators(installed: Computer) -> None:
    installed.own.mkdir(parents=True, exist_ok=True)
    (installed.own / "config.toml").write_text('[sip]\nserver = "pbx"\n')
    (installed.own / "cache.sqlite").write_text("a copy")
    (installed.folder / "_internal" / "of_an_older_version.dll").write_text("")
    assert installed.install() == 0
    assert not (installed.folder / "_internal" / "of_an_older_version.dll").exists()
    assert (installed.own / "config.toml").exists() and (installed.own / "cache.sqlite").exists()


def test_nobody_is_cut_off_by_an_upgrade(installed: Computer) -> None:
    command = ["wine", installed.folder / "ctidesk.exe", "engine-host"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=installed.windows.environ, stdin=pipe, stdout=pipe, stderr=pipe) as running:
        assert running.stdout is not None and b"EngineStarted" in running.stdout.readline()
        assert installed.install() != 0
        assert running.poll() is None
        running.communicate(timeout=60)
    assert (installed.folder / "ctideskw.exe").exists()


def test_it_goes_without_a_trace(installed: Computer) -> None:
    installed.uninstall()
    assert not list(installed.windows.drive.rglob("ctidesk.lnk"))
    assert not installed.value(UNINSTALL, "DisplayName") and not installed.value(
        r"Software\RegisteredApplications", "ctidesk"
    )
    assert not [scheme for scheme in SCHEMES if installed.value(rf"Software\Classes\{scheme}\shell\open\command")]
    assert (installed.own / "config.toml").exists(), "the operator's"
