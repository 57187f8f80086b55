"""Real keys into real windows: a screen that nobody sees, a window manager, xdotool."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.peers.component import program
from tests.peers.desk import Desk
from tests.peers.xvfb import screen


@contextmanager
def managed_screen() -> Iterator[str]:
    """The display's name; windows on it have a manager."""
    with screen() as name:
        environ = {**os.environ, "DISPLAY": name}
        none = subprocess.DEVNULL
        manager = subprocess.Popen([program("openbox", "openbox")], env=environ, stdout=none, stderr=none)
        try:
            yield name
        finally:
            manager.terminate()
            manager.wait(10)


def xdotool(desk: Desk, *words: str) -> str:
    command = [program("xdotool", "xdotool"), *words]
    done = subprocess.run(command, env=desk.environ, capture_output=True, text=True, timeout=20, check=False)
    return done.stdout.strip()


def focus_panel(desk: Desk) -> None:
    desk.ctl("activate")
    time.sleep(0.3)


def focus_window(desk: Desk, title: str) -> None:
    """The newest window of that title."""
    found = xdotool(desk, "search", "--sync", "--onlyvisible", "--name", title).split()[-1]
    xdotool(desk, "windowactivate", "--sync", found)


def press(desk: Desk, key: str, expected: str) -> dict[str, Any]:
    """Press a key; once more where the window manager was still handing the focus over."""
    for _ in range(5):
        xdotool(desk, "key", "--clearmodifiers", key)
        status, answer = desk.ask("wait", expected, "--timeout", "2")
        if status == 0:
            return answer
    raise AssertionError(f"{key} did not lead to {expected}: {answer}")
