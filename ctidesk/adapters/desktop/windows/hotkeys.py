"""Keys that hold in the whole system (learn.microsoft.com: RegisterHotKey, WM_HOTKEY).

A key registered for no window sends its message to the thread that registered it, so that everything happens in one
thread of its own.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Mapping, Sequence
from ctypes import Structure, c_int32, c_size_t, c_ssize_t, c_uint32, c_void_p
from typing import Any

from ctidesk.domain.hotkeys import Key

WM_QUIT, WM_HOTKEY = 0x0012, 0x0312
_NO_REPEAT = 0x4000
_MODIFIERS = {"Alt": 0x0001, "Ctrl": 0x0002, "Shift": 0x0004, "Meta": 0x0008}
_NAMED = {
    "Pause": 0x13,
    "Space": 0x20,
    "PageUp": 0x21,
    "PageDown": 0x22,
    "End": 0x23,
    "Home": 0x24,
    "Insert": 0x2D,
    "Delete": 0x2E,
}
"""Virtual-key codes."""


class Message(Structure):
    """MSG of winuser.h."""

    _fields_ = (
        ("window", c_void_p),
        ("message", c_uint32),
        ("wparam", c_size_t),
        ("lparam", c_ssize_t),
        ("time", c_uint32),
        ("x", c_int32),
        ("y", c_int32),
        ("private", c_uint32),
    )


def virtual_key(name: str) -> int:
    if name in _NAMED:
        return _NAMED[name]
    return ord(name) if len(name) == 1 else 0x70 + int(name[1:]) - 1


def modifiers(key: Key) -> int:
    return _NO_REPEAT | sum(_MODIFIERS[name] for name in key.modifiers)


class Hotkeys:
    """``user32`` is that library. All methods belong to one thread."""

    def __init__(self, user32: Any, keys: Mapping[str, Key]) -> None:
        self._user32 = user32
        self._keys = keys
        self._names: dict[int, str] = {}

    def take(self) -> Sequence[str]:
        """Register them all; the names of those that another program has."""
        lacking = []
        for number, (name, key) in enumerate(self._keys.items(), 1):
            if self._user32.RegisterHotKey(None, number, modifiers(key), virtual_key(key.name)):
                self._names[number] = name
            else:
                lacking.append(name)
        return lacking

    def serve(self, pressed: Callable[[str], None]) -> None:
        """Until WM_QUIT comes, which ``PostThreadMessageW`` sends."""
        message = Message()
        while self._user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == WM_HOTKEY and message.wparam in self._names:
                pressed(self._names[message.wparam])

    def give_back(self) -> None:
        for number in self._names:
            self._user32.UnregisterHotKey(None, number)


class KeyThread:
    """The thread that the keys belong to. ``before`` it another one had some: they are given back first."""

    def __init__(self, user32: Any, kernel32: Any, before: KeyThread | None = None) -> None:
        self._user32, self._kernel32, self._before = user32, kernel32, before
        self._id = 0
        self._started = threading.Event()

    def start(self, hotkeys: Hotkeys, pressed: Callable[[str], None], refused: Callable[[Sequence[str]], None]) -> None:
        self._thread = threading.Thread(target=self._run, args=(hotkeys, pressed, refused), name="hotkeys", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Returns when the keys are free again."""
        self._started.wait()
        self._user32.PostThreadMessageW(self._id, WM_QUIT, 0, 0)
        self._thread.join()

    def _run(self, hotkeys: Hotkeys, pressed: Callable[[str], None], refused: Callable[[Sequence[str]], None]) -> None:
        if self._before:
            self._before.end()
        self._before = None
        self._id = self._kernel32.GetCurrentThreadId()
        refused(hotkeys.take())
        self._started.set()
        hotkeys.serve(pressed)
        hotkeys.give_back()
