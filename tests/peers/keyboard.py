"""Keys into the windows of a desk."""

from __future__ import annotations

import time
from typing import Any

from tests.peers.desk import Desk
from tests.peers.x_desktop import XDesktop


def focus_panel(desk: Desk) -> None:
    desk.ctl("activate")
    time.sleep(0.3)


def focus_window(x: XDesktop, title: str) -> None:
    """The newest window of that title."""
    found = x.run("xdotool", "search", "--sync", "--onlyvisible", "--name", title).split()[-1]
    x.run("xdotool", "windowactivate", "--sync", found)


def type_text(x: XDesktop, text: str) -> None:
    x.run("xdotool", "type", "--delay", "20", text)


def press(x: XDesktop, desk: Desk, key: str, expected: str) -> dict[str, Any]:
    """Press a key; once more where the window manager was still handing the focus over."""
    for _ in range(5):
        x.run("xdotool", "key", "--clearmodifiers", key)
        status, answer = desk.ask("wait", expected, "--timeout", "2")
        if status == 0:
            return answer
    raise AssertionError(f"{key} did not lead to {expected}: {answer}")
