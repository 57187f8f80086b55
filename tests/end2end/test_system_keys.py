"""Keys while another program has the focus, and on a Russian keyboard."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.keyboard import press
from tests.peers.sipp import Caller, Sipp
from tests.peers.x_desktop import XDesktop, typewriter

A, F4, F7 = "38", "70", "73"
"""Places on the keyboard."""


def called(x: XDesktop, desk: Desk, key: str) -> tuple[str, str]:
    """The direction and number of the call that ``key`` makes; the PBX does not know that number.

    Pressed once more where the window manager was still handing the focus over and had the keyboard for itself.
    """
    for _ in range(5):
        x.keys(key)
        deadline = time.monotonic() + 4
        while time.monotonic() < deadline:
            calls = desk.ctl("calls")["calls"]
            if calls:
                return calls[0]["direction"], calls[0]["number"]
    raise AssertionError(desk.ctl("status"))


@pytest.mark.manual("M9", "M24")
def test_a_call_from_another_program(x: XDesktop, on_screen: Desk, pbx: Kamailio, known: str) -> None:
    with typewriter(x) as paper, Sipp("hung_up", pbx.server, "1001", Caller(known)) as caller:
        there = x.window("typewriter")
        on_screen.wait("connection=incoming")
        x.keys("ctrl+alt+a")
        on_screen.wait("connection=busy")
        x.keys("ctrl+alt+m")
        on_screen.wait("call.muted=true")
        x.keys("ctrl+alt+m")
        on_screen.wait("call.muted=false")
        x.keys("ctrl+alt+t")
        on_screen.wait("windows.2=transfer_form")
        x.keys("h")
        assert (x.focused, paper.line()) == (there, "h"), "the desk took the focus or the key"
        x.keys("ctrl+alt+e")
        on_screen.wait("connection=wrap_up")
        caller.wait()
        assert x.focused == there


def test_on_a_russian_keyboard(x: XDesktop, on_screen: Desk, pbx: Kamailio, known: str) -> None:
    with typewriter(x) as paper, Sipp("hung_up", pbx.server, "1001", Caller(known)) as caller:
        x.run("setxkbmap", "ru,us")
        x.keys(A)
        assert paper.line() == "ф"
        on_screen.wait("connection=incoming")
        x.keys(f"ctrl+alt+{A}")
        on_screen.wait("connection=busy")
        on_screen.ctl("activate")
        search = x.window("Поиск клиента")
        x.run("xdotool", "windowactivate", "--sync", search)
        x.keys(F7)
        on_screen.wait("call.muted=true")
        x.keys(F4)
        on_screen.wait("connection=wrap_up")
        caller.wait()


@pytest.mark.parametrize("how", ["dial", "ask", "fill"])
def test_the_copied_number(tmp_path: Path, x: XDesktop, sip: dict[str, str], how: str) -> None:
    environ = {**sip, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb", "CTIDESK_LINKS_DIAL": how}
    with desk(tmp_path, environ) as running, typewriter(x, "тел. 8 (916) 700-80-90"):
        there = x.window("typewriter")
        running.wait("registration=registered")
        key = "ctrl+alt+d"
        if how != "dial":
            shown = press(x, running, key, "offer=8 (916) 700-80-90")  # the keys are held some time after the start
            assert shown["connection"] == "active"
            assert x.focused == there
            x.click(1440, 22)  # the number field
            key = "Return"
        assert called(x, running, key) == ("outgoing", "+79167008090")


def test_keys_held_by_another_program_are_told(tmp_path: Path, x: XDesktop, sip: dict[str, str]) -> None:
    environ = {**sip, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb"}
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    with desk(tmp_path / "first", environ), desk(tmp_path / "second", environ) as second:
        said = second.wait("offer=none")["notice"]
    assert said.startswith("Клавиши заняты другой программой: Ctrl+Alt+A (Принять), Ctrl+Alt+E (Завершить), ")


def test_two_names_on_one_key_are_told(tmp_path: Path, x: XDesktop, sip: dict[str, str]) -> None:
    environ = {**sip, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb", "CTIDESK_HOTKEYS_ACCEPT": "F4"}
    with desk(tmp_path, environ) as running:
        said = running.ctl("status")["notice"]
    assert said.startswith("Клавиша F4 назначена дважды: «Принять» и «Завершить». Работает «Принять»;")
