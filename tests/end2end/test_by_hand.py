"""The main job with real keys in real windows: Xvfb, a window manager, xdotool."""

from __future__ import annotations

import time

import pytest

from tests.peers.desk import Desk
from tests.peers.kamailio import Kamailio
from tests.peers.keyboard import focus_panel, focus_window, press
from tests.peers.sipp import Caller, Sipp
from tests.peers.x_desktop import XDesktop


@pytest.mark.manual("M5.2", "M5.3", "M12")
def test_f2_enter_f4(x: XDesktop, on_screen: Desk, pbx: Kamailio, known: str) -> None:
    client = on_screen.ctl("lookup", known)["matches"][0]
    with Sipp("hung_up", pbx.server, "1001", Caller(known)) as caller:
        on_screen.wait("connection=incoming")
        focus_panel(on_screen)
        press(x, on_screen, "F2", "connection=busy")
        assert "client_search" in on_screen.ctl("status")["windows"]
        focus_window(x, "Поиск клиента")
        press(x, on_screen, "Return", f"call.client.id={client['id']}")
        focus_panel(on_screen)
        press(x, on_screen, "F4", "connection=wrap_up")
        caller.wait()


def test_an_incoming_call_does_not_take_the_focus(x: XDesktop, on_screen: Desk, pbx: Kamailio, known: str) -> None:
    before = x.focused
    with Sipp("cancelled", pbx.server, "1001", Caller(known), talk_s=1.5) as caller:
        on_screen.wait("windows.1=incoming_notice")
        time.sleep(0.5)
        assert x.focused == before
        caller.wait()
    assert on_screen.wait("connection=active")["windows"] == ["panel"], "the notice stays as long as it rings"
