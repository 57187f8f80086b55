"""The diagnostic bundle of a running desk: made by the doctor, and from the panel; no planted secret is in it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from ctidesk.adapters.desktop.profile import Profile
from ctidesk.bundling import save_bundle
from tests.end2end.conftest import PASSWORD
from tests.peers.desk import CTIDESK, Desk
from tests.peers.kamailio import Kamailio
from tests.peers.sipp import Caller, Sipp

PLANTED = "hunter2zz"


def contents(bundle: Path) -> dict[str, str]:
    with zipfile.ZipFile(bundle) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def one_call(running: Desk, pbx: Kamailio, number: str) -> str:
    """Accepted and ended; the client's name where there is one."""
    with Sipp("hung_up", pbx.server, "1001", Caller(number)) as caller:
        running.wait("connection=incoming")
        running.ctl("accept")
        name = str(running.wait("connection=busy")["calls"][0]["name"])
        running.ctl("end")
        caller.wait()
    return name


def plant(running: Desk) -> None:
    """What a careless version, or a person, might have written down."""
    log = running.profile / "logs" / "ctidesk.log.1"
    log.write_text(f"2026-11-25 10:00:00,000 INFO x: Cookie: {PLANTED}\n2026-11-25 10:00:01,000 INFO x: {PASSWORD}\n")
    (running.profile / "config.toml").write_text(f'# password: {PLANTED}\n[sip]\ndisplay_name = "Anna {PLANTED}"\n')


def test_by_the_doctor(running: Desk, pbx: Kamailio, known: str) -> None:
    name = one_call(running, pbx, known)
    plant(running)
    bundle = running.profile / "bundle.zip"
    command = [*CTIDESK, "doctor", "--profile", str(running.profile), "--bundle", str(bundle), "--json"]
    environ = running.environ | {"CTIDESK_UI_LANGUAGE": "en"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "check": "bundle",
        "ok": True,
        "text": str(bundle),
        "problem": "",
    }
    made = contents(bundle)
    whole = "\n".join(made.values())
    for gone in (PLANTED, PASSWORD, known[-10:], *name.split(), "sip:1001@", "response="):
        assert gone not in whole, gone
    assert "INVITE sip:<number-" in made["sip.txt"] and "m=audio " in made["sip.txt"]
    assert "LegAnswered leg_id=" in made["logs/ctidesk.log"]
    assert json.loads(made["status.json"])["crm"]["sync"] == "idle"
    assert [call["result"] for call in json.loads(made["calls.json"])] == ["answered"]
    assert stat.S_IMODE(bundle.stat().st_mode) == 0o600


async def test_from_the_panel(running: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in running.environ.items():
        monkeypatch.setitem(os.environ, name, value)
    made = contents(Path(await save_bundle(Profile.at(running.profile))))
    assert json.loads(made["status.json"])["registration"] == "registered"
    assert "REGISTER sip:" in made["sip.txt"]


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    bundle = tmp_path / "nowhere" / "bundle.zip"
    command = [*CTIDESK, "doctor", "--profile", str(tmp_path), "--bundle", str(bundle)]
    environ = os.environ | {"CTIDESK_UI_LANGUAGE": "en", "CTIDESK_AUDIO_INPUT": "null"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "could not be saved to" in done.stdout.splitlines()[-1]
