"""An empty profile becomes a working desk: by real keys, on Kamailio, a demo CRM that asks for a password, and a real
Secret Service."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.end2end.test_outbox import until
from tests.peers.demo_crm import PASSWORD as CRM_PASSWORD
from tests.peers.demo_crm import DemoCrm, demo_crm
from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.keyboard import focus_window, press, type_text
from tests.peers.pulseaudio import PulseAudio
from tests.peers.secret_service import secret_service
from tests.peers.x_desktop import XDesktop

WRONG = "no such secret"


@pytest.fixture(scope="module")
def guarded() -> Iterator[DemoCrm]:
    with demo_crm(50, auth="basic") as running:
        yield running


@pytest.fixture
def environ(tmp_path: Path, x: XDesktop) -> Iterator[dict[str, str]]:
    """Nothing is set up: no file, no variables."""
    (tmp_path / "keyring").mkdir()
    with secret_service(tmp_path / "keyring") as found:
        yield {**found, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb", "PULSE_SERVER": "unix:/nonexistent"}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    (tmp_path / "profile").mkdir()
    return tmp_path / "profile"


def answer(x: XDesktop, *texts: str) -> None:
    """Field by field, from the one that has the focus; nothing to say leaves one as it is."""
    for place, text in enumerate(texts):
        if place:
            x.keys("Tab")
        if text:
            x.keys("ctrl+a")
            type_text(x, text)


def check(x: XDesktop, running: Desk) -> None:
    """Pressed once: a second Enter would go on."""
    x.keys("Return")
    running.wait("first_start.check=good")


def problem(running: Desk) -> str:
    return str(running.wait("first_start.check=bad")["first_start"]["problem"])


def at_pbx(x: XDesktop, running: Desk) -> None:
    running.wait("windows.1=first_start")
    assert until(lambda: x.front.startswith("Первый запуск")), "whoever starts the desk can type at once"
    press(x, running, "Return", "first_start.step=pbx")


def in_english(x: XDesktop) -> None:
    """The second of the two; once more where the window manager was still handing the focus over."""
    for _ in range(4):
        x.keys("Down")
        if x.run("timeout", "6", "xdotool", "search", "--sync", "--onlyvisible", "--name", "^First start"):
            return
    raise AssertionError("the window still speaks Russian")


def everything_written(folder: Path) -> str:
    """Of ours; the keyring has a folder of its own."""
    return "".join(file.read_text("utf-8", "replace") for file in folder.rglob("*") if file.is_file())


def test_from_nothing_to_a_registered_desk_with_its_clients(
    x: XDesktop, environ: dict[str, str], profile: Path, pbx: Kamailio, guarded: DemoCrm
) -> None:
    with PulseAudio() as sound, desk(profile, {**environ, **sound.environ}) as running:
        headset = sound.plug("Jabra")
        at_pbx(x, running)
        answer(x, pbx.server, "", "1001", WRONG)
        x.keys("Return")
        assert problem(running) == "pbx_password_refused"
        answer(x, pbx.passwords["1001"])
        check(x, running)
        press(x, running, "Return", "first_start.step=crm")
        answer(x, urljoin(guarded.url, "/main.aspx?etn=contact"))
        x.keys("Return")
        assert problem(running) == "crm_name_wanted"
        answer(x, "DEMO\\anna", WRONG)
        x.keys("Return")
        until(lambda: problem(running) == "crm_sign_in_refused")
        answer(x, CRM_PASSWORD)
        check(x, running)
        press(x, running, "Return", "first_start.step=sound")
        running.wait("first_start.check=good")
        assert running.ctl("status")["audio"]["input"] == headset.name
        x.keys("Down")  # from the system's choice to this very device
        press(x, running, "Return", "first_start.step=operator")
        assert not (profile / "config.toml").exists(), "nothing is kept before the end"
        x.keys("Return")
        until(lambda: running.ask("wait", "registration=registered", "--timeout", "2")[0] == 0)
        running.wait("crm.sync=idle")
        status = running.ctl("status")
        assert status["first_start"] is None and status["windows"] == ["panel"]
        assert status["operator"]["name"] and status["crm"]["records"] >= 50
    settings = tomllib.loads((profile / "config.toml").read_text("utf-8"))
    assert (settings["sip"]["username"], settings["sip"]["server"]) == ("1001", pbx.server)
    assert (settings["crm"]["kind"], settings["crm"]["auth"], settings["crm"]["url"]) == (
        "webapi",
        "basic",
        guarded.url,
    )
    assert settings["audio"] == {"input": headset.name}
    told = everything_written(profile)
    assert all(secret not in told for secret in (pbx.passwords["1001"], CRM_PASSWORD, WRONG))
    with desk(profile, environ) as again:
        again.wait("registration=registered")
        assert again.ctl("status")["windows"] == ["panel"], "the wizard has done its work"


def test_a_kill_in_the_middle_costs_the_password_only(
    x: XDesktop, environ: dict[str, str], profile: Path, pbx: Kamailio
) -> None:
    running = Desk(profile, environ)
    running.start()
    at_pbx(x, running)
    answer(x, pbx.server, "", "1001", pbx.passwords["1001"])
    check(x, running)
    press(x, running, "Return", "first_start.step=crm")
    until(lambda: '"crm"' in (profile / "first-start.json").read_text("utf-8"))
    running.kill()
    assert pbx.passwords["1001"] not in everything_written(profile)
    with desk(profile, environ) as again:
        again.wait("first_start.step=pbx")
        focus_window(x, "Первый запуск")
        missing = press(x, again, "Return", "first_start.check=bad")["first_start"]["problem"]
        assert missing == "sip_password_missing", "all else is filled in"
        answer(x, pbx.passwords["1001"])
        check(x, again)
        x.keys("Escape")
        until(lambda: again.ctl("status")["windows"] == ["panel"])
        assert again.wait("registration=failed")["registration_error"], "it says how to go on"


def test_everything_put_off_in_another_language_is_a_desk_too(
    x: XDesktop, environ: dict[str, str], profile: Path
) -> None:
    with desk(profile, environ) as running:
        running.wait("windows.1=first_start")
        focus_window(x, "Первый запуск")
        in_english(x)
        press(x, running, "Return", "first_start.step=pbx")
        for tabs, step in ((5, "crm"), (5, "sound"), (4, "operator")):
            if step == "operator":
                assert problem(running) == "audio_no_microphone"
            x.keys(*["Tab"] * tabs)
            press(x, running, "space", "first_start.check=skipped")
            press(x, running, "Return", f"first_start.step={step}")
        x.keys("Return")
        until(lambda: running.ask("wait", "registration=failed", "--timeout", "2")[0] == 0)
        status = running.ctl("status")
        assert status["windows"] == ["panel"], "who has put the telephone off is not asked at once again"
        assert status["registration_error"].startswith("Telephony is not set up.")
    assert tomllib.loads((profile / "config.toml").read_text("utf-8")) == {"ui": {"language": "en"}}
    with desk(profile, environ) as again:
        again.wait("first_start.step=pbx")
