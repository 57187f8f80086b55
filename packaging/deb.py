"""The Debian package (Debian Policy): /usr/lib/ctidesk, a link in /usr/bin, and what desktops look for.

No maintainer scripts: caches of menus, icons and MIME types are renewed by their own packages' triggers. Starting with
the session is the operator's choice, made in the program.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from places import BUILD, DEB, ICONS, LINUX, PACKAGING, ROOT, VERSION

_SOURCE = PACKAGING / "debian"
_TREE = BUILD / "deb"
_SHARE = _TREE / "usr" / "share"


def build() -> None:
    """Make :data:`places.DEB`."""
    shutil.rmtree(_TREE, ignore_errors=True)
    shutil.copytree(LINUX, _TREE / "usr/lib/ctidesk", symlinks=True)
    (_TREE / "DEBIAN").mkdir()
    (_TREE / "usr/bin").mkdir()
    (_TREE / "usr/bin/ctidesk").symlink_to("../lib/ctidesk/ctidesk")
    _place_documents()
    _place_for_the_desktop()
    _write("DEBIAN/control", _filled((_SOURCE / "control").read_text(encoding="utf-8")))
    _plain_modes()
    command = ["dpkg-deb", "--build", "--root-owner-group", "-Zxz", _TREE, DEB]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _write(place: str, text: str) -> None:
    file = _TREE / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _place_documents() -> None:
    documents = _SHARE / "doc/ctidesk"
    documents.mkdir(parents=True)
    inside = _TREE / "usr/lib/ctidesk"
    for name in ("licences", "bill-of-materials.cdx.json"):
        shutil.move(inside / name, documents / name)
    shutil.copy(_SOURCE / "copyright", documents)
    shutil.copy(ROOT / "CHANGELOG.md", documents)


def _place_for_the_desktop() -> None:
    icons = _SHARE / "icons/hicolor"
    for picture in ICONS.glob("*.png"):
        _copy(picture, icons / f"{picture.stem}x{picture.stem}" / "apps/ctidesk.png")
    _copy(ROOT / "resources/icons/ctidesk.svg", icons / "scalable/apps/ctidesk.svg")
    rules = PACKAGING / "linux" / "70-ctidesk-headsets.rules"
    _copy(rules, _TREE / "usr/lib/udev/rules.d" / rules.name)
    _copy(_SOURCE / "ctidesk.desktop", _SHARE / "applications/ctidesk.desktop")
    metadata = (_SOURCE / "ctidesk.metainfo.xml").read_text(encoding="utf-8")
    _write("usr/share/metainfo/ctidesk.metainfo.xml", _dated(metadata))


def _copy(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, to)


def _dated(text: str) -> str:
    """The release's day: of the newest commit, so that the same sources make the same file."""
    told = os.environ.get("SOURCE_DATE_EPOCH") or _output("git", "-C", ROOT, "log", "-1", "--format=%ct")
    day = datetime.fromtimestamp(int(told), UTC).date().isoformat()
    return text.replace("@VERSION@", VERSION).replace("@DATE@", day)


def _filled(control: str) -> str:
    size = sum(file.stat().st_size for file in _TREE.rglob("*") if file.is_file() and not file.is_symlink())
    return (
        control.replace("@VERSION@", VERSION)
        .replace("@SIZE@", str(size // 1024))
        .replace("@DEPENDS@", ", ".join(_depends()))
    )


def _depends() -> list[str]:
    """What the libraries name (dpkg-shlibdeps), and what is only loaded by name while the program runs."""
    native = [file for file in (_TREE / "usr/lib/ctidesk").rglob("*") if _is_native(file)]
    own = {f"-l{file.parent}" for file in native}
    (_TREE.parent / "debian").mkdir(exist_ok=True)
    (_TREE.parent / "debian/control").write_text("Source: ctidesk\n\nPackage: ctidesk\nArchitecture: amd64\n")
    told = _output(
        "dpkg-shlibdeps",
        "-O",
        "--warnings=0",
        "--ignore-missing-info",
        *sorted(own),
        *(f"-e{file}" for file in native),
        cwd=_TREE.parent,
    )
    linked = told.strip().removeprefix("shlibs:Depends=").split(", ")
    names = {entry.split()[0] for entry in linked}
    return sorted([*linked, *(name for name in _run_packages() if name not in names)])


def _is_native(file: Path) -> bool:
    return file.is_file() and not file.is_symlink() and re.search(r"\.so(\.|$)|^ctidesk$", file.name) is not None


def _run_packages() -> Iterable[str]:
    lines = (PACKAGING / "debian-run.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _plain_modes() -> None:
    for path in _TREE.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.name == "ctidesk" else 0o644)


def _output(*command: object, cwd: Path = ROOT) -> str:
    done = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True, cwd=cwd)
    return done.stdout
