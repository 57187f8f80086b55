"""A tray as desktops have it: trayer at the bottom of an X11 desktop, and clicks on the icon of ours in it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.peers.component import program
from tests.peers.x_desktop import XDesktop

_HEIGHT = 24
RIGHT = "3"


class TrayHost:
    def __init__(self, desktop: XDesktop) -> None:
        self._desktop = desktop
        place = ["--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", str(_HEIGHT)]
        command = [program("trayer", "trayer"), *place]
        self.process = subprocess.Popen(
            command, env=desktop.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def icon(self) -> tuple[int, int]:
        """Its middle, as soon as it is there."""
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            for window in self._desktop.run("xdotool", "search", "--onlyvisible", "--class", "ctidesk").split():
                left, top, width, height = self._desktop.geometry(window)
                if width == height <= _HEIGHT:
                    return left + width // 2, top + height // 2
            time.sleep(0.05)
        raise AssertionError("the tray has no icon of ours")

    def click(self) -> None:
        self._desktop.click(*self.icon())

    def choose(self, *keys: str) -> None:
        """Open the icon's menu and go through it by these keys."""
        left, top = self.icon()
        self._desktop.run("xdotool", "mousemove", str(left), str(top), "click", RIGHT)
        self._desktop.run("xdotool", "search", "--sync", "--onlyvisible", "--class", "ctidesk")
        time.sleep(0.3)  # the menu takes the keyboard a moment after it is seen
        self._desktop.keys(*keys)


@contextmanager
def tray_host(desktop: XDesktop) -> Iterator[TrayHost]:
    host = TrayHost(desktop)
    with host.process:
        try:
            yield host
        finally:
            host.process.terminate()
