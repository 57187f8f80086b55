"""The main job with real keys in real windows: Xvfb, a window manager, xdotool."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.keyboard import focus_panel, focus_window, managed_screen, press, xdotool
from tests.peers.sipp import Caller, Sipp


@pytest.fixture
def display() -> Iterator[str]:
    with managed_screen() as name:
        yield name


@pytest.fixture
def on_screen(tmp_path: Path, environ: dict[str, str], display: str) -> Iterator[Desk]:
    with desk(tmp_path, {**environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}) as running:
        running.wait("registration=registered")
        running.wait("crm.sync=idle")
        yield running


@pytest.mark.manual("M5.2", "M5.3", "M12")
def test_f2_enter_f4(on_screen: Desk, pbx: Kamailio, known: str) -> None:
    client = on_screen.ctl("lookup", known)["matches"][0]
    with Sipp("hung_up", pbx.server, "1001", Caller(known)) as caller:
        on_screen.wait("connection=incoming")
        focus_panel(on_screen)
        press(on_screen, "F2", "connection=busy")
        assert "client_search" in on_screen.ctl("status")["windows"]
        focus_window(on_screen, "Поиск клиента")
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
