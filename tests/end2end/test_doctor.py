"""``ctidesk doctor`` on the real PBX and CRM: what is well, what is not, and what to do; never a second desk."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import CTIDESK, Desk, desk


def doctor(profile: Path, environ: Mapping[str, str]) -> tuple[int, dict[str, dict[str, Any]]]:
    """Exit status, and the findings by what was checked."""
    command = [*CTIDESK, "doctor", "--profile", str(profile), "--json"]
    whole = {**os.environ, "LANG": "C.UTF-8", "CTIDESK_UI_LANGUAGE": "en", "CTIDESK_AUDIO_INPUT": "null", **environ}
    done = subprocess.run(command, env=whole, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {line["check"]: line for line in lines}


def test_all_is_well(tmp_path: Path, environ: dict[str, str]) -> None:
    status, found = doctor(tmp_path, environ | {"CTIDESK_AUDIO_OUTPUT": "null", "CTIDESK_AUDIO_RING": "null"})
    assert [line["ok"] for line in found.values()] == [True] * len(found), found
    assert (status, list(found)) == (0, ["settings", "keyring", "network", "pbx", "audio", "crm", "cache"])
    assert found["pbx"]["text"].startswith("1001@")


def test_unknown_names_are_told_together_with_near_ones(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "config.toml").write_text('[crm.schema]\ncontact = { jobtitle = "jobtitel", lastname = "lastnam" }\n')
    status, found = doctor(tmp_path, environ)
    assert status == 1 and found["crm"]["problem"] == "crm_unknown_names"
    for name in ("jobtitel", "jobtitle", "lastnam", "lastname"):
        assert name in found["crm"]["text"]


def test_every_part_that_fails_has_its_line(tmp_path: Path, environ: dict[str, str], crm: DemoCrm) -> None:
    crm.fault(status=403, times=9)
    status, found = doctor(tmp_path, environ | {"CTIDESK_SIP_PASSWORD": "wrong"})
    assert status == 1
    assert (found["pbx"]["problem"], found["crm"]["problem"]) == ("pbx_password_refused", "crm_no_permission")
    assert found["cache"]["ok"]


def test_settings_that_cannot_be_read_come_first_and_alone(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "config.toml").write_text("[sip]\nserwer = 1\n")
    status, found = doctor(tmp_path, environ)
    assert (status, list(found)) == (1, ["settings"])
    assert "serwer" in found["settings"]["text"]


def test_no_account_is_no_reason_to_leave_the_sound_out(tmp_path: Path, environ: dict[str, str]) -> None:
    nobody = environ | {"CTIDESK_SIP_USERNAME": "", "CTIDESK_AUDIO_OUTPUT": "null", "CTIDESK_AUDIO_RING": "null"}
    _, found = doctor(tmp_path, nobody)
    assert (found["pbx"]["problem"], found["audio"]["ok"]) == ("sip_not_configured", True)


@pytest.mark.manual("M1")
def test_a_running_desk_is_asked_and_stays_registered(running: Desk) -> None:
    status, found = doctor(running.profile, running.environ)
    assert found["pbx"]["text"] == "registered" and found["crm"]["text"].startswith("user ")
    assert found["desk"]["ok"] and found["cache"]["text"].endswith("in the outbox"), status
    assert running.ctl("status")["registration"] == "registered"


def test_what_waits_for_another_account_is_not_forgotten(tmp_path: Path, environ: dict[str, str]) -> None:
    away = environ | {"CTIDESK_CRM_URL": "http://localhost:9/api/data/v9.2/"}
    with desk(tmp_path, away) as running:
        running.ctl("create", "contact", "lastname=Ёлкин")
        assert running.wait("outbox=1")["notice"] is None
    with desk(tmp_path, environ) as running:
        assert "ждут отправки" in running.wait("crm.sync=idle")["notice"]
    status, found = doctor(tmp_path, environ)
    assert (status, found["outbox"]["problem"]) == (1, "unsent_elsewhere")
