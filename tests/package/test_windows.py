"""The build for Windows under Wine: commands, engine, cache, CRM, keyring, and the desk without a screen.

What only a real Windows can show is a list in docs/release.md.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import wine

from tests.package.conftest import BUILD
from tests.peers.demo import Demo, main_job
from tests.peers.demo_crm import DemoCrm, demo_crm
from tests.peers.kamailio import Kamailio

FOLDER = BUILD / "windows" / "ctidesk"
PASSWORD = "secret of 1001"


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wine.Wine]:
    with wine.Wine(tmp_path_factory.mktemp("wine")) as running:
        yield running


@pytest.fixture(scope="module")
def program() -> str:
    return wine.path(FOLDER / "ctidesk.exe")


@pytest.fixture(scope="module")
def pbx() -> Iterator[Kamailio]:
    with Kamailio({"1001": PASSWORD}) as running:
        yield running


@pytest.fixture(scope="module")
def crm() -> Iterator[DemoCrm]:
    with demo_crm(60) as running:
        yield running


@pytest.fixture
def environ(pbx: Kamailio, crm: DemoCrm) -> dict[str, str]:
    return {
        "CTIDESK_SIP_SERVER": pbx.server,
        "CTIDESK_SIP_USERNAME": "1001",
        "CTIDESK_SIP_PASSWORD": PASSWORD,
        "CTIDESK_CRM_KIND": "webapi",
        "CTIDESK_CRM_URL": crm.url,
        "CTIDESK_CRM_AUTH": "none",
        "CTIDESK_AUDIO_INPUT": "null",
        "CTIDESK_AUDIO_OUTPUT": "null",
        "CTIDESK_AUDIO_RING": "null",
        "CTIDESK_UI_LANGUAGE": "en",
    }


def test_what_is_inside() -> None:
    names = {path.name.lower() for path in FOLDER.rglob("*")}
    assert {
        "ctidesk.exe",
        "ctideskw.exe",
        "qwindows.dll",
        "ctidesk_ru.qm",
        "qtbase_ru.qm",
        "0001_copy_journal_outbox.sql",
    } <= names
    assert "icuuc.dll" not in names, "Wine's stand-in is not for Windows"
    assert not [name for name in names if "keyrings" in name or "network" in name]


def test_it_says_its_version(windows: wine.Wine, program: str) -> None:
    assert windows.run(program, "--version").stdout.startswith("ctidesk ")


def test_ctl_without_a_desk(windows: wine.Wine, program: str) -> None:
    done = windows.run(program, "ctl", "--profile", r"C:\none", "status", check=False)
    assert done.returncode == 3 and "error" in json.loads(done.stdout)


def test_doctor_finds_all_parts_well(windows: wine.Wine, program: str, environ: dict[str, str]) -> None:
    """Settings, keyring, network, the engine registered at a PBX, the CRM asked, the cache opened."""
    done = windows.run(program, "doctor", "--profile", r"C:\well", "--json", environ=environ, check=False)
    found = {line["check"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert [line["ok"] for line in found.values()] == [True] * 7, found
    assert done.returncode == 0 and "Traceback" not in done.stderr


def test_a_password_is_kept_by_windows(windows: wine.Wine, program: str, environ: dict[str, str]) -> None:
    """In the Credential Manager; the desk's own way, by its keyring library."""
    environ.pop("CTIDESK_SIP_PASSWORD")
    missing = windows.run(program, "doctor", "--profile", r"C:\keys", "--json", environ=environ, check=False)
    assert '"sip_password_missing"' in missing.stdout


class WindowsDemo(Demo):
    """Wine hands neither signals nor a working directory on; everything else is the same."""


def test_the_main_job_without_a_screen(windows: wine.Wine, tmp_path: Path) -> None:
    environ = {
        **windows.environ,
        "CTIDESK_AUDIO_INPUT": "null",
        "CTIDESK_AUDIO_OUTPUT": "null",
        "CTIDESK_AUDIO_RING": "null",
    }
    demo = WindowsDemo(tmp_path, environ, ["wine", str(FOLDER / "ctidesk.exe")], wine.path(tmp_path))
    demo.start()
    try:
        main_job(demo)
    finally:
        demo.stop()
    assert " ERROR " not in demo.log()
