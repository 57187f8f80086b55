"""What is shipped inside an installer: a bill of materials (CycloneDX 1.6, JSON) and everybody's licence."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from places import FREEZER, ROOT, VERSION

_NATIVE = re.compile(r"\.(so|dll|pyd|exe)(\.[\d.]+)?$")
_LICENCE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)

_SILENT = {
    "pjsua2-python": "GPL-2.0-or-later",
    "pyside6-essentials": "LGPL-3.0-only",
    "rfcvoip": "GPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "sqlcipher3": "Zlib",
}
"""Wheels whose metadata name no licence, or a choice of several: the one that they are shipped under."""

_TEXTS = {"GPL-2.0-or-later": "GPL-2", "LGPL-3.0-only": "LGPL-3"}
_COMMON = Path("/usr/share/common-licenses")
"""Debian's copies, for wheels that bring no text."""

Component = dict[str, Any]


@dataclass(frozen=True)
class Frozen:
    """A frozen folder and what it was made from."""

    folder: Path
    environment: Path  # holds bin/python, which tells cyclonedx-py where the packages are
    packages: Path
    python: str
    python_licence: Path


def write(frozen: Frozen, bill: Path) -> None:
    """``bill``, the same again inside the folder, and licences beside it."""
    licences = frozen.folder / "licences"
    shutil.rmtree(licences, ignore_errors=True)
    for distribution in _shipped(frozen):
        _copy_texts(distribution, licences / f"{_name(distribution)}-{distribution.version}")
    _copy(frozen.python_licence, licences / f"Python-{frozen.python}")
    _copy(ROOT / "LICENSE", licences / f"ctidesk-{VERSION}")
    text = json.dumps(_bill(frozen), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    bill.write_text(text, encoding="utf-8")
    (frozen.folder / "bill-of-materials.cdx.json").write_text(text, encoding="utf-8")


def _shipped(frozen: Frozen) -> Iterator[Distribution]:
    """The packages, and the freezing tool, of which the programs' first instructions are."""
    yield from distributions(path=[str(frozen.packages)])
    yield from (found for found in distributions(path=[str(FREEZER)]) if _name(found) == "pyinstaller")


def _name(distribution: Distribution) -> str:
    return _plain(distribution.metadata["Name"])


def _plain(name: str) -> str:
    """https://packaging.python.org/en/latest/specifications/name-normalization/"""
    return re.sub(r"[-_.]+", "-", name).lower()


def _copy_texts(distribution: Distribution, to: Path) -> None:
    texts = [file for file in distribution.files or () if ".dist-info" in file.parts[0] and _LICENCE.search(file.name)]
    for file in texts:
        _copy(Path(str(distribution.locate_file(file))), to)
    if not texts:
        _copy(_COMMON / _TEXTS[_SILENT[_name(distribution)]], to)


def _copy(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / file.name)


def _bill(frozen: Frozen) -> Component:
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--of", "JSON"]
    about = ["--pyproject", ROOT / "pyproject.toml", "--mc-type", "application", frozen.environment / "bin" / "python"]
    done = subprocess.run([*command, *about], check=True, capture_output=True, text=True)
    bill: Component = json.loads(done.stdout)
    known = {_plain(component["name"]): component for component in bill["components"]}
    for name, licence in _SILENT.items():
        known[name]["licenses"] = [{"license": {"id": licence}}]
    known |= {extra["name"].lower(): extra for extra in _beside_packages(frozen)}
    for owner, file in _native_files(frozen):
        known[owner].setdefault("components", []).append(file)
    bill["components"] = [known[name] for name in sorted(known)]
    bill["metadata"]["component"]["version"] = VERSION
    return bill


def _beside_packages(frozen: Frozen) -> Iterator[Component]:
    tool = next(found for found in _shipped(frozen) if _name(found) == "pyinstaller")
    yield {
        "bom-ref": "python",
        "type": "platform",
        "name": "Python",
        "version": frozen.python,
        "purl": f"pkg:generic/python@{frozen.python}",
        "licenses": [{"license": {"id": "PSF-2.0"}}],
    }
    yield {
        "bom-ref": "pyinstaller",
        "type": "library",
        "name": "pyinstaller",
        "version": tool.version,
        "purl": f"pkg:pypi/pyinstaller@{tool.version}",
        "licenses": [{"expression": "GPL-2.0-or-later WITH Bootloader-exception"}],
    }


def _native_files(frozen: Frozen) -> Iterator[tuple[str, Component]]:
    """Each with whom it belongs to: those of packages lie where they were installed, the rest is Python's."""
    owners = _owners(frozen)
    files = (path for path in frozen.folder.rglob("*") if path.is_file() and not path.is_symlink())
    for file in sorted(path for path in files if _NATIVE.search(path.name) or path.name == "ctidesk"):
        place = file.relative_to(frozen.folder)
        owner = owners.get(place.as_posix().removeprefix("_internal/"), "python")
        yield ("pyinstaller" if len(place.parts) == 1 else owner), _file(place, file)


def _owners(frozen: Frozen) -> dict[str, str]:
    """The package of each installed file."""
    return {
        file.as_posix(): _name(distribution)
        for distribution in distributions(path=[str(frozen.packages)])
        for file in distribution.files or ()
    }


def _file(place: Path, file: Path) -> Component:
    """A native library as a part of its package: those carry more of other people's work than they say."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {
        "bom-ref": place.as_posix(),
        "type": "file",
        "name": place.as_posix(),
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }
