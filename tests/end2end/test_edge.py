"""The docked panel under a window manager, and the floating one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.peers.desk import desk
from tests.peers.x_desktop import XDesktop, typewriter

ALONE = {"CTIDESK_SIP_SERVER": "127.0.0.1:9", "CTIDESK_SIP_USERNAME": "1001", "CTIDESK_SIP_PASSWORD": "secret"}


def until(holds: Callable[[], bool]) -> bool:
    """A window manager tells nobody when it is done."""
    deadline = time.monotonic() + 10
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


@pytest.mark.parametrize("scale", [1, 2])
def test_maximised_windows_stay_below_the_docked_panel(tmp_path: Path, x: XDesktop, scale: int) -> None:
    environ = {**ALONE, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": str(scale)}
    with desk(tmp_path, environ):
        assert until(lambda: x.window("ctidesk") != "")
        panel = x.window("ctidesk")
        left, top, width, height = x.geometry(panel)
        assert (left, top, width) == (0, 0, 1600) and height >= 44 * scale
        with typewriter(x, maximized=True):
            other = x.window("typewriter")
            assert until(lambda: x.geometry(other)[1] >= 44 * scale)
            there = x.geometry(other)
            assert there[2] == 1600 and there[1] + there[3] <= 900
    assert x.window("ctidesk") == ""


def test_the_edge_is_free_again_when_the_desk_has_gone(tmp_path: Path, x: XDesktop) -> None:
    with typewriter(x, maximized=True):
        other = x.window("typewriter")
        assert until(lambda: x.geometry(other)[2] == 1600)
        before = x.geometry(other)
        with desk(tmp_path, {**ALONE, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb"}) as running:
            assert until(lambda: x.geometry(other)[1] > before[1])
            running.kill()
        assert until(lambda: x.geometry(other) == before)


def test_a_click_into_the_docked_number_field_brings_the_focus(tmp_path: Path, x: XDesktop) -> None:
    with (
        desk(tmp_path, {**ALONE, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb"}),
        typewriter(x),
    ):
        assert x.focused == x.window("typewriter")
        x.click(1440, 22)
        assert until(lambda: x.focused == x.window("ctidesk"))


def test_the_floating_panel_comes_back_where_it_was(tmp_path: Path, x: XDesktop) -> None:
    environ = {**ALONE, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb", "CTIDESK_UI_DOCK": "floating"}
    with desk(tmp_path, environ):
        assert until(lambda: x.window("ctidesk") != "")
        panel = x.window("ctidesk")
        x.run("xdotool", "windowmove", "--sync", panel, "200", "300", "windowsize", "--sync", panel, "1000", "76")
        assert until(lambda: x.geometry(panel)[2] == 1000)
        place = x.geometry(panel)[:3]
    with desk(tmp_path, environ):
        assert until(lambda: x.window("ctidesk") != "" and x.geometry(x.window("ctidesk"))[:3] == place)
