"""The sign-in to the CRM comes to its end in the middle of the day: asked once, calls go on, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.peers import browser
from tests.peers.certificates import Authority
from tests.peers.demo_crm import PASSWORD, DemoCrm, demo_crm
from tests.peers.desk import Desk, Refusal, desk
from tests.peers.kamailio import Kamailio
from tests.peers.keyboard import focus_window, type_text
from tests.peers.oauth_authority import OauthAuthority, oauth_authority
from tests.peers.secret_service import keep, secret_service
from tests.peers.sipp import Caller, Sipp
from tests.peers.x_desktop import XDesktop

TOMORROW = "the pass word of tomorrow"
CLIENTS = 300


@pytest.fixture(scope="module", params=["basic", "ntlm"])
def guarded(request: pytest.FixtureRequest) -> Iterator[DemoCrm]:
    with demo_crm(CLIENTS, auth=request.param) as running:
        yield running


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[dict[str, str]]:
    (tmp_path / "keyring").mkdir()
    with secret_service(tmp_path / "keyring") as environ:
        yield environ


@pytest.fixture
def profile(tmp_path: Path, sip: dict[str, str], guarded: DemoCrm) -> Path:
    """A desk that is signed in by name and password; the password is in no file."""
    guarded.clear()
    guarded.change_secret(PASSWORD)
    profile = tmp_path / "profile"
    profile.mkdir()
    text = f'[crm]\nkind = "webapi"\nurl = "{guarded.url}"\nauth = "{guarded.auth}"\nusername = "anna"\n'
    (profile / "config.toml").write_text(text, encoding="utf-8")
    return profile


def call(running: Desk, pbx: Kamailio, number: str) -> str:
    """One whole call; its id."""
    with Sipp("hung_up", pbx.server, "1001", Caller(number)) as caller:
        call_id: str = running.wait("connection=incoming")["calls"][0]["id"]
        running.ctl("accept")
        running.wait("connection=busy")
        assert running.ctl("lookup", number)["matches"], "clients are known whatever the CRM says"
        running.ctl("end")
        caller.wait()
    running.wait("connection=wrap_up")
    running.ctl("set-status", "available")
    return call_id


def calls_in(crm: DemoCrm) -> set[str]:
    return {row["activityid"] for row in crm.get("phonecalls?$select=activityid")["value"]}


def test_a_password_that_changes_in_the_middle_of_the_day(
    profile: Path, keyring: dict[str, str], sip: dict[str, str], pbx: Kamailio, guarded: DemoCrm, known: str
) -> None:
    keep(keyring, profile, "crm", PASSWORD)
    with desk(profile, {**sip, **keyring}) as running:
        running.wait("connection=active")
        running.wait("crm.sync=idle")
        guarded.change_secret(TOMORROW)
        first = call(running, pbx, known)
        asked = running.wait("crm.sync=error")
        assert asked["crm"]["error"] and asked["registration"] == "registered"
        refused = guarded.sign_ins()["refused"]
        second = call(running, pbx, known)
        for _ in range(3):
            running.ctl("sync")
        assert running.wait("crm.sync=error")["outbox"] >= 2
        assert guarded.sign_ins()["refused"] == refused <= 4, "the account is left alone"
        assert not any(write["state"] == "parked" for write in running.ctl("outbox")["writes"])
        with pytest.raises(Refusal) as still:
            running.ctl("sign-in")
        assert "ctidesk password crm" in still.value.answer["error"]
        assert guarded.sign_ins()["refused"] == refused + 1
        keep(keyring, profile, "crm", TOMORROW)
        running.ctl("sign-in")
        running.wait("crm.sync=idle")
        running.wait("outbox=0")
        assert {first, second} <= calls_in(guarded)
        told = running.log() + running.said() + str(running.ctl("status"))
        assert PASSWORD not in told and TOMORROW not in told


# --- by hand ------------------------------------------------------------------------------------------------------


def type_password(x: XDesktop, running: Desk, password: str, expected: str) -> None:
    focus_window(x, "Вход в CRM")
    x.run("xdotool", "key", "--clearmodifiers", "ctrl+a")
    type_text(x, password)
    x.run("xdotool", "key", "Return")
    running.wait(expected)


@pytest.mark.parametrize("guarded", ["basic"], indirect=True)
def test_a_desk_without_a_password_asks_in_a_window_and_keeps_the_right_one(
    profile: Path, keyring: dict[str, str], sip: dict[str, str], guarded: DemoCrm, x: XDesktop
) -> None:
    environ = {**sip, **keyring, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb"}
    with desk(profile, environ) as running:
        running.wait("connection=active")
        missing = running.wait("crm.sync=error")
        assert missing["crm"]["error"] and missing["windows"] == ["panel"], "nothing opens by itself"
        x.click(1580, 60)
        assert running.wait("windows.1=sign_in")["crm"]["sign_in"]["account"] == "anna"
        type_password(x, running, "wrong", "crm.sign_in.trying=false")
        wrong = running.ctl("status")["crm"]["sign_in"]["error"]
        assert wrong
        type_password(x, running, PASSWORD, "crm.sync=idle")
        assert running.ctl("status")["windows"] == ["panel"]
        assert PASSWORD not in running.log() + running.said()
    with desk(profile, {**sip, **keyring}) as tomorrow:
        tomorrow.wait("crm.sync=idle")


# --- in the browser -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cloud:
    """A CRM, the authority whose tokens it takes, and a desk's settings for both."""

    crm: DemoCrm
    authority: OauthAuthority
    environ: dict[str, str]


@pytest.fixture
def cloud(tmp_path: Path, sip: dict[str, str], keyring: dict[str, str]) -> Iterator[Cloud]:
    ca = Authority(tmp_path)
    with demo_crm(CLIENTS, auth="bearer") as crm, oauth_authority(ca.issue("127.0.0.1")) as authority:
        authority.on_token = crm.change_secret
        settings = {
            "CTIDESK_CRM_KIND": "webapi",
            "CTIDESK_CRM_URL": crm.url,
            "CTIDESK_CRM_AUTH": "oauth",
            "CTIDESK_CRM_AUTHORITY": authority.url,
            "SSL_CERT_FILE": str(ca.ca_file),
            "BROWSER": browser.command(),
            "DISPLAY": "",
        }
        yield Cloud(crm, authority, {**sip, **keyring, **settings})


def test_signing_in_by_the_browser_lasts_for_days(tmp_path: Path, cloud: Cloud, pbx: Kamailio, known: str) -> None:
    crm, authority = cloud.crm, cloud.authority
    with desk(tmp_path, cloud.environ) as running:
        running.wait("connection=active")
        assert running.wait("crm.sync=error")["crm"]["error"]
        running.ctl("sign-in")
        running.wait("crm.sync=idle")
        told = running.log() + running.said() + str(running.ctl("status"))
    with desk(tmp_path, cloud.environ) as running:
        running.wait("crm.sync=idle")
        assert authority.granted.count("authorization_code") == 1, "the keyring has the tokens"
        authority.revoke()
        crm.change_secret("nobody's")
        kept = call(running, pbx, known)
        running.wait("crm.sync=error")
        asked = len(authority.granted)
        running.ctl("sync")
        running.wait("crm.sync=error")
        assert len(authority.granted) == asked, "the authority is left alone as well"
        running.ctl("sign-in")
        running.wait("crm.sync=idle")
        running.wait("outbox=0")
        assert kept in calls_in(crm)
        told += running.log() + running.said() + str(running.ctl("status"))
    files = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert not any(secret in told or secret.encode() in content for secret in authority.given for content in files)


def test_where_no_browser_opens_the_message_tells_a_code(tmp_path: Path, cloud: Cloud) -> None:
    with desk(tmp_path, {**cloud.environ, "BROWSER": "false"}) as running:
        running.wait("crm.sync=error")
        running.ctl("sign-in")
        running.wait("crm.sign_in.device.code=ABCD-1234")
        cloud.authority.enter_device_code()
        running.wait("crm.sync=idle")
        assert running.ctl("status")["crm"]["sign_in"] is None


def test_a_desk_that_is_closed_does_not_wait_for_the_browser(tmp_path: Path, cloud: Cloud) -> None:
    with desk(tmp_path, {**cloud.environ, "BROWSER": "true"}) as running:
        running.wait("crm.sync=error")
        running.ctl("sign-in")
        assert running.wait("crm.sign_in.way=browser")["crm"]["sign_in"]["trying"]
        running.ctl("quit")
        assert running.process is not None and running.process.wait(5) == 0
