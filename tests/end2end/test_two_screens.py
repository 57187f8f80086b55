"""An operator with two screens: where the panel goes and comes back, and where a ringing call is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.test_edge import until
from tests.peers.desk import desk
from tests.peers.kamailio import Kamailio
from tests.peers.sipp import Sipp
from tests.peers.x_desktop import XDesktop, typewriter, x_desktop

WIDTH = 1200


@pytest.fixture
def two_screens() -> Iterator[XDesktop]:
    with x_desktop(f"{2 * WIDTH}x900x24") as desktop:
        desktop.set_monitors(WIDTH, WIDTH)
        yield desktop


def left_of(x: XDesktop, title: str) -> int:
    found = x.window(title)
    return x.geometry(found)[0] if found else -1


def move_to_the_other_screen(x: XDesktop, panel_left: int) -> None:
    """By the panel's menu: below it stand settings, guide, diagnostics and the end."""
    x.click(panel_left + WIDTH - 22, 22)
    time.sleep(0.5)  # the menu grabs the keyboard; no window tells of it
    x.keys(*["Up"] * 5, "Return")


def test_the_panel_moves_and_the_notice_is_where_the_operator_works(
    tmp_path: Path, two_screens: XDesktop, pbx: Kamailio, sip: dict[str, str]
) -> None:
    x = two_screens
    environ = {**sip, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb"}
    with desk(tmp_path, environ) as running, typewriter(x):
        running.wait("registration=registered")
        assert until(lambda: left_of(x, "ctidesk") == 0)
        move_to_the_other_screen(x, 0)
        assert until(lambda: left_of(x, "ctidesk") == WIDTH)
        for screen in (0, 1):
            x.run("xdotool", "mousemove", str(screen * WIDTH + 600), "500")
            with Sipp("cancelled", pbx.server, "1001", talk_s=3):
                running.wait("connection=incoming")
                assert until(lambda screen=screen: left_of(x, "Входящий звонок") // WIDTH == screen)
                running.wait("connection=active")
    with desk(tmp_path, environ):
        assert until(lambda: left_of(x, "ctidesk") == WIDTH), "it comes back where it was"
        x.unplug(1)
        assert until(lambda: left_of(x, "ctidesk") == 0), "a screen that was unplugged leaves it on the other"
        x.set_monitors(WIDTH, WIDTH)
        assert until(lambda: left_of(x, "ctidesk") == WIDTH)
