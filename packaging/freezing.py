"""The frozen folder for Linux."""

from __future__ import annotations

import subprocess
from pathlib import Path

from inventory import Frozen
from places import LINUX, PACKAGING, SHIPPED, tools

_WITH_SYMBOLS = (
    "libpython3*",
    "python3*/lib-dynload/*.so",
    "sqlcipher3/*.so",
    "cryptography/hazmat/bindings/*.so",
    "_miniaudio*.so",
)


def freeze() -> None:
    """Make :data:`places.LINUX` from the spec."""
    out = LINUX.parent
    command = [SHIPPED / "bin/python", "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    where = ["--distpath", out, "--workpath", out / "work", PACKAGING / "ctidesk.spec"]
    subprocess.run([*command, *where], check=True, env=tools(), stdin=subprocess.DEVNULL)
    _strip(LINUX / "_internal")


def _strip(folder: Path) -> None:
    """Of symbols that only a debugger asks for, 35 MB. Not of files that a wheel's builder has repaired (auditwheel):
    those do not always survive it."""
    files = [file for pattern in _WITH_SYMBOLS for file in folder.glob(pattern)]
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)


def frozen() -> Frozen:
    said = _ask("import platform, sysconfig; print(platform.python_version(), sysconfig.get_path('stdlib'))")
    version, library = said.split(maxsplit=1)
    (packages,) = (SHIPPED / "lib").glob("python3*/site-packages")
    return Frozen(LINUX, SHIPPED, packages, version, _licence(Path(library)))


def _licence(library: Path) -> Path:
    """Python's own, or what Debian keeps in its place."""
    debian = Path("/usr/share/doc") / library.name / "copyright"
    return next(file for file in (library / "LICENSE.txt", debian) if file.is_file())


def _ask(program: str) -> str:
    done = subprocess.run([SHIPPED / "bin/python", "-c", program], check=True, capture_output=True, text=True)
    return done.stdout.strip()
