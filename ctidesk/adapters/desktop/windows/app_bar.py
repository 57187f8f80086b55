"""The top edge of the screen for one window (learn.microsoft.com: SHAppBarMessage)."""

from __future__ import annotations

import ctypes
from ctypes import Structure, c_int32, c_ssize_t, c_uint32, c_void_p
from typing import Any

from ctidesk.domain.screen import NOTHING, Strip

ABM_NEW, ABM_REMOVE, ABM_QUERYPOS, ABM_SETPOS = 0, 1, 2, 3
ABE_TOP = 1


class Rect(Structure):
    _fields_ = (("left", c_int32), ("top", c_int32), ("right", c_int32), ("bottom", c_int32))


class AppBarData(Structure):
    """APPBARDATA of shellapi.h."""

    _fields_ = (
        ("size", c_uint32),
        ("window", c_void_p),
        ("callback", c_uint32),
        ("edge", c_uint32),
        ("rect", Rect),
        ("lparam", c_ssize_t),
    )


class AppBar:
    """``shell32`` and ``user32`` are those libraries."""

    def __init__(self, shell32: Any, user32: Any) -> None:
        self._shell32, self._user32 = shell32, user32
        self._window = 0

    def reserve(self, window: int, strip: Strip) -> None:
        """The shell may move the strip below other bars; the window goes where the shell says."""
        if strip == NOTHING:
            return self.give_back()
        if window != self._window:
            self.give_back()
            self._say(ABM_NEW, window, strip)
            self._window = window
        place = self._say(ABM_QUERYPOS, window, strip)
        height = strip.bottom - strip.top
        settled = self._say(ABM_SETPOS, window, Strip(place.left, place.top, place.right, place.top + height))
        width = settled.right - settled.left
        self._user32.MoveWindow(c_void_p(window), settled.left, settled.top, width, height, True)

    def give_back(self) -> None:
        if self._window:
            self._say(ABM_REMOVE, self._window, Strip(0, 0, 0, 0))
            self._window = 0

    def _say(self, message: int, window: int, strip: Strip) -> Strip:
        rect = Rect(strip.left, strip.top, strip.right, strip.bottom)
        data = AppBarData(ctypes.sizeof(AppBarData), window, 0, ABE_TOP, rect, 0)
        self._shell32.SHAppBarMessage(message, ctypes.byref(data))
        return Strip(data.rect.left, data.rect.top, data.rect.right, data.rect.bottom)
