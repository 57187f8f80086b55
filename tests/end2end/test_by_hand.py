"""The main job with real keys in real windows: Xvfb, a window manager, xdotool."""

from __future__ import annotations

import time

import pytest

from ctidesk.domain.keyboard_layout import other_layout
from tests.end2end.test_outbox import a_number, end_wrap_up, in_crm, until
from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk
from tests.peers.kamailio import Kamailio
from tests.peers.keyboard import focus_panel, focus_window, press, type_text
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


@pytest.mark.manual("M13", "D7")
def test_the_last_call_is_given_to_whom_the_wrong_keyboard_layout_meant(
    x: XDesktop, on_screen: Desk, crm: DemoCrm, pbx: Kamailio, known: str
) -> None:
    """F3 after the call, a name typed as if the layout were Russian, the arrow, Enter."""
    client = on_screen.ctl("lookup", known)["matches"][0]
    with Sipp("hung_up", pbx.server, "1001", Caller(a_number().replace("+7", "8"))) as caller:
        call = on_screen.wait("connection=incoming")["calls"][0]["id"]
        on_screen.ctl("accept")
        on_screen.wait("windows.1=client_search")
        focus_window(x, "Поиск клиента")
        x.keys("Escape")
        until(lambda: on_screen.ctl("status")["windows"] == ["panel"])
        on_screen.ctl("end")
        caller.wait()
    end_wrap_up(on_screen)
    focus_panel(on_screen)
    press(x, on_screen, "F3", "windows.1=client_search")
    focus_window(x, "Поиск клиента")
    type_text(x, other_layout(client["name"].lower()))
    until(lambda: chosen(x, on_screen))
    assert on_screen.ctl("calls")["calls"][0]["client"]["id"] == client["id"]
    until(lambda: [row for row in in_crm(crm, "phonecalls", "activityid", call) if row["_regardingobjectid_value"]])


def chosen(x: XDesktop, desk: Desk) -> bool:
    """Whether the first row could be chosen: what the search has found is nothing that is told outside."""
    x.keys("Down", "Return")
    return desk.ask("wait", "windows.1=contact_card", "--timeout", "1")[0] == 0


def test_an_incoming_call_does_not_take_the_focus(x: XDesktop, on_screen: Desk, pbx: Kamailio, known: str) -> None:
    before = x.focused
    with Sipp("cancelled", pbx.server, "1001", Caller(known), talk_s=1.5) as caller:
        on_screen.wait("windows.1=incoming_notice")
        time.sleep(0.5)
        assert x.focused == before
        caller.wait()
    assert on_screen.wait("connection=active")["windows"] == ["panel"], "the notice stays as long as it rings"
