"""An X11 desktop with a window manager, keys and a pointer; and another program that somebody types into."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import xcffib
import xcffib.xproto

from tests.peers.component import program
from tests.peers.xvfb import screen


class XDesktop:
    """``display`` is its name, such as ``:7``."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.environ = {**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8"}

    def run(self, *words: str) -> str:
        """What an X program printed; it may fail, as a window that is not there yet makes it do."""
        command = [program(words[0], words[0]), *words[1:]]
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, timeout=20, check=False)
        return done.stdout.strip()

    def keys(self, *keys: str) -> None:
        """As pressed on the keyboard; numbers are places on it."""
        self.run("xdotool", "key", *keys)

    def set_monitors(self, *widths: int) -> None:
        """Divide the screen, which must be as wide as all of them, into monitors of its height, left to right."""
        _, _, _, height = self.geometry(self.root)
        left = 0
        for place, width in enumerate(widths):
            output = "screen" if place == 0 else "none"  # the only output there is
            self.run("xrandr", "--setmonitor", f"m{place}", f"{width}/300x{height}/200+{left}+0", output)
            left += width

    def unplug(self, place: int) -> None:
        self.run("xrandr", "--delmonitor", f"m{place}")

    @property
    def root(self) -> str:
        connection = xcffib.connect(display=self.display)
        try:
            return str(connection.get_setup().roots[0].root)
        finally:
            connection.disconnect()

    def click(self, left: int, top: int, times: int = 1) -> None:
        self.run("xdotool", "mousemove", str(left), str(top), "click", "--repeat", str(times), "--delay", "60", "1")

    @property
    def focused(self) -> str:
        return self.run("xdotool", "getactivewindow")

    @property
    def front(self) -> str:
        """The title of the window that has the keyboard."""
        return self.run("xdotool", "getactivewindow", "getwindowname")

    def window(self, title: str) -> str:
        """The window whose title begins so; empty where there is none."""
        found = self.run("xdotool", "search", "--name", f"^{title}").split()
        return found[-1] if found else ""

    def geometry(self, window: str) -> tuple[int, int, int, int]:
        """Left, top, width and height of what a program draws in, without the frame."""
        connection = xcffib.connect(display=self.display)
        try:
            size = connection.core.GetGeometry(int(window)).reply()
            corner = connection.core.TranslateCoordinates(int(window), size.root, 0, 0).reply()
            return corner.dst_x, corner.dst_y, size.width, size.height
        finally:
            connection.disconnect()

    def picture(self, left: int, top: int, width: int, height: int) -> bytes:
        """What is on that part of the screen."""
        connection = xcffib.connect(display=self.display)
        try:
            root = connection.get_setup().roots[0].root
            whole, every_bit = xcffib.xproto.ImageFormat.ZPixmap, 0xFFFFFFFF
            image = connection.core.GetImage(whole, root, left, top, width, height, every_bit).reply()
            return bytes(image.data.raw)
        finally:
            connection.disconnect()


@contextmanager
def x_desktop(size: str = "1600x900x24") -> Iterator[XDesktop]:
    with screen(size) as display:
        desktop = XDesktop(display)
        manager = subprocess.Popen(
            [program("openbox", "openbox")],
            env=desktop.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield desktop
        finally:
            manager.terminate()
            manager.wait(10)


_TYPEWRITER = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication([])
paper = QLineEdit()
paper.setWindowTitle("typewriter")
paper.textChanged.connect(lambda text: print(text, flush=True))
app.clipboard().setText(sys.argv[1])
paper.showMaximized() if sys.argv[2] == "maximized" else paper.show()
paper.activateWindow()
print("", flush=True)
app.exec()
"""


class Typewriter:
    """Another program with the focus; it prints what is typed, and has put a text on the clipboard."""

    def __init__(self, desktop: XDesktop, copied: str, *, maximized: bool) -> None:
        command = [sys.executable, "-c", _TYPEWRITER, copied, "maximized" if maximized else "normal"]
        environ = {**desktop.environ, "QT_QPA_PLATFORM": "xcb"}
        self.process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
        self.line()
        desktop.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^typewriter", "windowactivate", "--sync")

    def line(self) -> str:
        """The next text on the paper."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")


@contextmanager
def typewriter(desktop: XDesktop, copied: str = "", *, maximized: bool = False) -> Iterator[Typewriter]:
    started = Typewriter(desktop, copied, maximized=maximized)
    with started.process:
        try:
            yield started
        finally:
            started.process.terminate()
