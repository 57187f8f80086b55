"""What is shipped is locked, listed and licensed."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import audit
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.package.conftest import BUILD, DIST, ROOT

LOCKS = sorted((ROOT / "packaging").glob("requirements-*.txt"))
FOLDERS = {"linux": BUILD / "linux" / "ctidesk", "windows": BUILD / "windows" / "ctidesk"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_everything_is_locked_with_hashes(lock: Path) -> None:
    entries = [entry for entry in re.split(r"\n(?=\S)", lock.read_text()) if not entry.startswith("#")]
    assert entries and all("==" in entry and "--hash=sha256:" in entry for entry in entries)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    wanted = set(re.findall(r'^    "([A-Za-z0-9-]+)[\[=<>~].*",$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE))
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "packaging/requirements-test.txt").read_text(), re.MULTILINE))
    assert {name.lower() for name in wanted} - {"ctidesk"} <= locked


@pytest.fixture(params=FOLDERS)
def system(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bill(system: str) -> dict[str, Any]:
    (found,) = DIST.glob(f"*-{system}.cdx.json")
    read: dict[str, Any] = json.loads(found.read_text())
    return read


def test_the_bill_of_materials_is_well_formed(bill: dict[str, Any]) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is None


def test_every_part_has_a_version_and_a_licence(bill: dict[str, Any]) -> None:
    names = {part["name"].lower() for part in bill["components"]}
    assert {"python", "pyinstaller", "pyside6_essentials", "pjsua2-python", "cryptography", "sqlcipher3"} <= names
    assert not [part["name"] for part in bill["components"] if not part.get("licenses") or not part["version"]]


def test_every_native_file_is_listed(bill: dict[str, Any], system: str) -> None:
    listed = {
        file["name"]: file["hashes"][0]["content"] for part in bill["components"] for file in part.get("components", ())
    }
    folder = FOLDERS[system]
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    native = [path for path in files if re.search(r"\.(so|dll|pyd|exe)(\.[\d.]+)?$", path.name)]
    assert native
    for path in native:
        assert listed[path.relative_to(folder).as_posix()] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_part_brings_its_licence(bill: dict[str, Any], system: str) -> None:
    texts = {re.sub(r"[-_.]+", "-", folder.name).lower(): folder for folder in (FOLDERS[system] / "licences").iterdir()}
    for part in bill["components"]:
        folder = texts[re.sub(r"[-_.]+", "-", f"{part['name']}-{part['version']}").lower()]
        assert any(file.stat().st_size > 200 for file in folder.iterdir()), folder


def test_the_sums_are_right() -> None:
    lines = (DIST / "SHA256SUMS").read_text().splitlines()
    assert len(lines) == len(list(DIST.iterdir())) - 1 >= 4
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((DIST / name).read_bytes()).hexdigest() == digest


KNOWN = {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
WELL = {"name": "b", "version": "1", "vulns": []}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([WELL], 0, "1 packages checked, 0 known"),
        ([WELL, UNKNOWN], 0, "not known to the service: c"),
        ([KNOWN, WELL], 1, "a 1: CVE-1, mended in: 2"),
        ([UNKNOWN], 0, "NOTHING WAS CHECKED"),
    ],
)
def test_advisories(packages: list[dict[str, Any]], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.judge(packages) == status
    assert said in capsys.readouterr().out
