"""The build for Windows under Wine: commands, engine, cache, CRM, keyring, and the desk without a screen.

What only a real Windows can show is a list in docs/release.md.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

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
    """In the Credential Manager, by the command that an administrator uses."""
    environ.pop("CTIDESK_SIP_PASSWORD")

    def doctor() -> str:
        return windows.run(program, "doctor", "--profile", r"C:\keys", "--json", environ=environ, check=False).stdout

    assert '"sip_password_missing"' in doctor()
    windows.run(program, "password", "--profile", r"C:\keys", "sip", environ=environ, said=f"{PASSWORD}\n")
    assert "missing" not in doctor() and "1001@" in doctor()


class WindowsDemo(Demo):
    """With streams that are pipes, as Python under Wine wants them."""

    def start(self, *words: str) -> None:
        command = [*self.command, "demo", "--profile", self.place, *self.hurry, *words]
        self.process = subprocess.Popen(
            command, env=self.environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self._keeper = threading.Thread(target=self._keep, args=(self.process.stdout,))
        self._keeper.start()
        # Whoever comes first starts Wine's own services and lends them his streams: a `ctl` would never see their end.
        deadline = time.monotonic() + 120
        while not (self.profile / "logs").is_dir() and self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        self._await_socket()

    def _keep(self, stream: IO[bytes]) -> None:
        with stream:
            (self.profile / "stderr.txt").write_bytes(stream.read())

    def stop(self) -> None:
        super().stop()
        self._keeper.join(30)


def test_the_main_job_without_a_screen(windows: wine.Wine, tmp_path: Path) -> None:
    silent = {f"CTIDESK_AUDIO_{name}": "null" for name in ("INPUT", "OUTPUT", "RING")}
    command = ["wine", str(FOLDER / "ctidesk.exe")]
    demo = WindowsDemo(tmp_path, {**windows.environ, **silent}, command, wine.path(tmp_path))
    demo.start()
    try:
        main_job(demo)
    finally:
        demo.stop()
    assert " ERROR " not in demo.log()
