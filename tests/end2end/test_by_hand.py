"""The main job with real keys in real windows: Xvfb, a window manager, xdotool."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.sipp import Caller, Sipp
from tests.peers.xvfb import xdotool


@pytest.fixture
def on_screen(tmp_path: Path, environ: dict[str, str], display: str) -> Iterator[Desk]:
    with desk(tmp_path, {**environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}) as running:
        running.wait("registration=registered")
        running.wait("crm.sync=idle")
        yield running


def focus_panel(desk: Desk) -> None:
    desk.ctl("activate")
    time.sleep(0.3)


def press(desk: Desk, key: str, expected: str) -> dict[str, object]:
    """Press a key; once more where the window manager was still handing the focus over."""
    for _ in range(5):
        xdotool(desk.environ, "key", "--clearmodifiers", key)
        status, answer = desk.ask("wait", expected, "--timeout", "2")
        if status == 0:
            return answer
    raise AssertionError(f"{key} did not lead to {expected}: {answer}")


@pytest.mark.manual("M5.2", "M5.3", "M12")
def test_f2_enter_f4(on_screen: Desk, pbx: Kamailio, known: str) -> None:
    client = on_screen.ctl("lookup", known)["matches"][0]
    with Sipp("hung_up", pbx.server, "1001", Caller(known)) as caller:
        on_screen.wait("connection=incoming")
        focus_panel(on_screen)
        press(on_screen, "F2", "connection=busy")
        assert "client_search" in on_screen.ctl("status")["windows"]
        search = xdotool(on_screen.environ, "search", "--name", "Поиск клиента").split()[-1]
        xdotool(on_screen.environ, "windowactivate", "--sync", search)
        press(on_screen, "Return", f"call.client.id={client['id']}")
        focus_panel(on_screen)
        press(on_screen, "F4", "connection=wrap_up")
        caller.wait()


def test_an_incoming_call_does_not_take_the_focus(on_screen: Desk, pbx: Kamailio, known: str) -> None:
    before = xdotool(on_screen.environ, "getactivewindow")
    with Sipp("cancelled", pbx.server, "1001", Caller(known), talk_s=1.5) as caller:
        on_screen.wait("windows.1=incoming_notice")
        time.sleep(0.5)
        assert xdotool(on_screen.environ, "getactivewindow") == before
        caller.wait()
    assert on_screen.wait("connection=active")["windows"] == ["panel"], "the notice stays as long as it rings"
