"""The desk outside its windows: in a real tray, told by a real notification service, and ended from there."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ctidesk.demo.people import callers
from ctidesk.domain.phone_number import parse
from ctidesk.ui.number_text import pretty
from tests.end2end.conftest import CLIENTS, PASSWORD
from tests.peers.desk import CTIDESK, Desk, desk
from tests.peers.dunst import Dunst, dunst
from tests.peers.kamailio import Kamailio
from tests.peers.session_bus import session_bus
from tests.peers.sipp import Caller, Sipp
from tests.peers.tray_host import TrayHost, tray_host
from tests.peers.x_desktop import XDesktop

KNOWN = next(caller.number for caller in callers(CLIENTS) if caller.kind == "known")
CLIENT = str(parse(KNOWN))
ALONE = {"CTIDESK_SIP_SERVER": "127.0.0.1:9", "CTIDESK_SIP_USERNAME": "1001", "CTIDESK_SIP_PASSWORD": "secret"}


@pytest.fixture(scope="module")
def pbx() -> Iterator[Kamailio]:
    """The client has a telephone of his own, so that he can be called back."""
    with Kamailio({"1001": PASSWORD, CLIENT: PASSWORD}) as running:
        yield running


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "bus"
    folder.mkdir()
    with session_bus(folder) as address:
        yield address


@pytest.fixture
def service(tmp_path: Path, x: XDesktop, bus: str) -> Iterator[Dunst]:
    with dunst(tmp_path / "bus", x.display, bus) as started:
        yield started


@pytest.fixture
def tray(x: XDesktop) -> Iterator[TrayHost]:
    with tray_host(x) as host:
        yield host


@pytest.fixture
def session(x: XDesktop, bus: str) -> dict[str, str]:
    return {"DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb", "DBUS_SESSION_BUS_ADDRESS": bus}


@pytest.fixture
def hidden(tmp_path: Path, environ: dict[str, str], session: dict[str, str], tray: TrayHost) -> Iterator[Desk]:
    """A desk that was started into the tray."""
    with desk(tmp_path, {**environ, **session}, "--minimized") as started:
        started.wait("registration=registered")
        started.wait("crm.sync=idle")
        assert started.ctl("status")["windows"] == []
        tray.icon()
        yield started


def until(holds: Callable[[], bool]) -> bool:
    """A window manager tells nobody when it is done."""
    deadline = time.monotonic() + 10
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def windows(operator: Desk) -> list[str]:
    return list(operator.ctl("status")["windows"])


def hide(operator: Desk, tray: TrayHost) -> None:
    """By the last entry but one of the icon's menu."""
    tray.choose("Up", "Up", "Return")
    assert until(lambda: "panel" not in windows(operator))


def close(x: XDesktop, operator: Desk) -> None:
    """By the window manager's key."""
    operator.ctl("activate")
    assert until(lambda: x.focused == x.window("ctidesk"))
    x.keys("alt+F4")


@pytest.mark.manual("M9", "M10", "D14")
def test_calls_are_rejected_accepted_and_called_back_from_notifications(
    service: Dunst, hidden: Desk, tray: TrayHost, pbx: Kamailio, tmp_path: Path, sip: dict[str, str]
) -> None:
    with Sipp("refused_603", pbx.server, "1001") as caller:
        service.until(1, "Входящий звонок")
        service.choose("Отклонить звонок")
        caller.wait()
    service.until(0)
    assert hidden.wait("connection=active")["windows"] == []
    with Sipp("hung_up", pbx.server, "1001", Caller(KNOWN)) as caller:
        service.until(1, "Входящий звонок", pretty(CLIENT))
        assert windows(hidden) == [], "nobody sees the same thing twice"
        service.choose("Принять звонок")
        assert hidden.wait("connection=busy")["windows"][:2] == ["panel", "client_search"]
        service.until(0)
        hidden.ctl("end")
        caller.wait()
    hidden.ctl("set-status", "available")
    folder = tmp_path / "client"
    folder.mkdir()
    alone = {**sip, "CTIDESK_SIP_USERNAME": CLIENT, "CTIDESK_CALLS_WRAP_UP_S": "0", "CTIDESK_CRM_KIND": "none"}
    with desk(folder, alone) as client:
        client.wait("registration=registered")
        hide(hidden, tray)
        client.ctl("dial", "1001")
        service.until(1, "Входящий звонок", pretty(CLIENT))
        client.ctl("end")
        service.until(1, "Пропущенный звонок")
        service.choose("Перезвонить")
        assert "panel" in hidden.wait("connection=outgoing")["windows"]
        client.wait("call.state=ringing")
        service.until(0)
        client.ctl("accept")
        hidden.wait("connection=busy")
        hidden.ctl("end")
        client.wait("connection=active")


@pytest.mark.manual("M5.1")
def test_the_tray_shows_hides_sets_the_status_and_asks_before_it_quits_in_a_call(
    hidden: Desk, tray: TrayHost, pbx: Kamailio
) -> None:
    tray.click()
    assert until(lambda: windows(hidden) == ["panel"])
    hide(hidden, tray)
    tray.choose("Down", "Down", "Return")
    assert hidden.wait("operator.requested=inactive")["windows"] == []
    tray.choose("Down", "Return")
    hidden.wait("registration=registered")
    with Sipp("hung_up", pbx.server, "1001", Caller(KNOWN)) as caller:
        hidden.wait("windows.0=incoming_notice")
        tray.choose("Down", "Down", "Down", "Down", "Return")
        hidden.wait("connection=busy")
        hide(hidden, tray)
        tray.choose("Up", "Return")
        assert until(lambda: "panel" in windows(hidden)), "the question stands on the panel"
        assert hidden.ctl("status")["connection"] == "busy"
        assert hidden.process is not None
        hidden.process.send_signal(signal.SIGTERM)
        caller.wait()
        assert hidden.process.wait(15) == 0, "whoever ends the session is not asked"


def test_a_second_start_brings_the_panel_and_one_into_the_tray_does_not(
    tmp_path: Path, session: dict[str, str], tray: TrayHost
) -> None:
    own = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "CTIDESK_UI_AUTOSTART": "true"}
    with desk(tmp_path, {**ALONE, **session, **own}, "--minimized") as running:
        tray.icon()
        for words, shown in ((["--minimized"], []), ([], ["panel"])):
            again = [*CTIDESK, "--profile", str(tmp_path), *words]
            subprocess.run(again, env=running.environ, check=True, timeout=60)
            assert windows(running) == shown
    (entry,) = (tmp_path / "config" / "autostart").iterdir()
    assert f"--minimized --profile {tmp_path}\n" in entry.read_text()


def test_a_tray_that_comes_is_used_and_without_one_closing_quits(
    tmp_path: Path, session: dict[str, str], x: XDesktop
) -> None:
    with desk(tmp_path, {**ALONE, **session, "CTIDESK_UI_DOCK": "floating"}) as running:
        with tray_host(x) as late:
            late.icon()
            close(x, running)
            assert until(lambda: windows(running) == [])
        assert until(lambda: windows(running) == ["panel"]), "nothing else would bring it back"
        close(x, running)
        assert running.process is not None and running.process.wait(15) == 0
