"""What goes wrong is one plain sentence; the desk keeps running and comes back by itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.peers.desk import CTIDESK, Desk, Refusal, desk
from tests.peers.kamailio import Kamailio


def test_a_refused_password(tmp_path: Path, sip: dict[str, str]) -> None:
    with desk(tmp_path, {**sip, "CTIDESK_SIP_PASSWORD": "wrong-s3cret"}) as running:
        refused = running.wait("registration=failed")
        assert refused["registration_error"] and refused["connection"] == "inactive"
        assert "wrong-s3cret" not in running.log() + running.said() + str(refused)


def test_an_unreachable_pbx_and_its_return(tmp_path: Path, sip: dict[str, str]) -> None:
    with Kamailio({"1001": sip["CTIDESK_SIP_PASSWORD"]}) as pbx:
        pbx.stop()
        with desk(tmp_path, {**sip, "CTIDESK_SIP_SERVER": pbx.server}) as running:
            assert running.wait("registration=failed", 40)["registration_error"]
            pbx.start()
            running.wait("connection=active", 40)


def test_an_unreachable_crm_leaves_telephony_alone(tmp_path: Path, environ: dict[str, str]) -> None:
    with desk(tmp_path, {**environ, "CTIDESK_CRM_URL": "http://127.0.0.1:9/api/data/v9.2/"}) as running:
        running.wait("connection=active")
        offline = running.wait("crm.sync=offline")
        assert offline["crm"]["error"] and offline["operator"]["allowed"] == "unchecked"


def test_a_sign_in_by_password_without_a_name_is_told(tmp_path: Path, environ: dict[str, str]) -> None:
    more = {"CTIDESK_CRM_AUTH": "ntlm", "CTIDESK_CRM_PASSWORD": "x"}
    with desk(tmp_path, {**environ, **more}) as running:
        assert "crm.username" in running.wait("crm.sync=error")["crm"]["error"]
        running.wait("connection=active")


def test_names_that_the_crm_lacks_are_told_and_the_rest_works(tmp_path: Path, environ: dict[str, str]) -> None:
    with desk(tmp_path, {**environ, "CTIDESK_CRM_PREFIX": "nwe"}) as running:
        told = running.wait("crm.sync=idle")
        assert "nwe_ignorednumbers" in told["notice"] and told["crm"]["records"] > 0


def test_a_wrong_configuration_is_told_and_taken_up_when_mended(tmp_path: Path, sip: dict[str, str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[sip]\ntransport = "pigeon"\n', encoding="utf-8")
    with desk(tmp_path, sip) as running:
        said = running.ctl("status")["settings_error"]
        assert "config.toml" in said and "2" in said and "udp, tcp, tls" in said
        config.write_text('[sip]\ntransport = "udp"\n', encoding="utf-8")
        deadline_s = 20
        for _ in range(deadline_s * 4):
            status, answer = running.ask("wait", "connection=active", "--timeout", "1")
            if status == 0:
                break
        assert answer["connection"] == "active"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["accept"], 1),
        (["end"], 1),
        (["dial", "звонок"], 1),
        (["set-status", "busy"], 2),
        (["nonsense"], 2),
        (["select", "contact"], 2),
        (["wait", "connection"], 2),
        (["wait", "connection=busy", "--timeout", "0.1"], 1),
        (["show", "contact", "00000000-0000-0000-0000-000000000000"], 1),
    ],
)
def test_bad_words_get_one_sentence(alone: Desk, words: list[str], status: int) -> None:
    with pytest.raises(Refusal) as refused:
        alone.ctl(*words)
    assert refused.value.status == status
    assert len(refused.value.answer["error"]) > 10


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, pbx: Kamailio) -> object:
    environ = {
        "CTIDESK_SIP_SERVER": pbx.server,
        "CTIDESK_SIP_USERNAME": "1001",
        "CTIDESK_SIP_PASSWORD": pbx.passwords["1001"],
    }
    with desk(tmp_path_factory.mktemp("alone"), environ) as running:
        running.wait("connection=active")
        yield running


def test_a_second_start_shows_the_first_and_ends(alone: Desk) -> None:
    again = subprocess.run([*CTIDESK, "--profile", str(alone.profile)], env=alone.environ, timeout=20, check=False)
    assert again.returncode == 0
    assert alone.ctl("status")["connection"] == "active"


def test_the_socket_is_the_users_own(alone: Desk) -> None:
    assert (alone.profile / "control.sock").stat().st_mode & 0o777 == 0o600
    files = list(alone.profile.glob("cache*.sqlite*"))
    assert files and all(file.stat().st_mode & 0o777 == 0o600 for file in files)


def test_no_desktop_in_this_profile(tmp_path: Path) -> None:
    status, answer = Desk(tmp_path, {}).ask("status")
    assert status == 3 and answer["error"]


def test_a_desk_that_was_killed_leaves_a_socket_that_is_replaced(tmp_path: Path, sip: dict[str, str]) -> None:
    first = Desk(tmp_path, sip)
    first.start()
    first.kill()
    assert (tmp_path / "control.sock").exists()
    with desk(tmp_path, sip) as second:
        second.wait("connection=active")
