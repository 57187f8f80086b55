"""What the desk uses of Windows: hot keys that send messages to the thread that registered them, and app bars."""

from __future__ import annotations

import queue
import threading
from typing import Any

from ctidesk.adapters.desktop.windows.app_bar import ABE_TOP, ABM_NEW, ABM_QUERYPOS, ABM_REMOVE, ABM_SETPOS
from ctidesk.adapters.desktop.windows.hotkeys import WM_HOTKEY, WM_QUIT

Combination = tuple[int, int]


class FakeShell:
    """Plays ``user32``, ``shell32`` and ``kernel32``. ``taken`` by other programs; ``taskbar`` pixels at the top."""

    def __init__(self, taskbar: int = 0) -> None:
        self.taken: set[Combination] = set()
        self.registered: dict[Combination, tuple[int, int]] = {}
        self.bars: dict[int, tuple[int, int, int, int] | None] = {}
        self.moved: list[tuple[int, ...]] = []
        self._taskbar = taskbar
        self._inboxes: dict[int, queue.SimpleQueue[tuple[int, int]]] = {}

    def press(self, combination: Combination) -> None:
        """The key goes down."""
        if combination in self.registered:
            thread, number = self.registered[combination]
            self._inboxes[thread].put((WM_HOTKEY, number))

    # --- user32 and kernel32 -----------------------------------------------------------------------------------------

    def GetCurrentThreadId(self) -> int:
        return threading.get_ident()

    def RegisterHotKey(self, window: None, number: int, modifiers: int, key: int) -> int:
        combination = (modifiers, key)
        if combination in self.taken or combination in self.registered:
            return 0
        self.registered[combination] = (threading.get_ident(), number)
        self._inboxes.setdefault(threading.get_ident(), queue.SimpleQueue())
        return 1

    def UnregisterHotKey(self, window: None, number: int) -> int:
        owner = (threading.get_ident(), number)
        self.registered = {key: value for key, value in self.registered.items() if value != owner}
        return 1

    def GetMessageW(self, message: Any, window: None, first: int, last: int) -> int:
        inbox = self._inboxes.setdefault(threading.get_ident(), queue.SimpleQueue())
        message._obj.message, message._obj.wparam = inbox.get()
        return int(message._obj.message != WM_QUIT)

    def PostThreadMessageW(self, thread: int, message: int, wparam: int, lparam: int) -> int:
        self._inboxes.setdefault(thread, queue.SimpleQueue()).put((message, wparam))
        return 1

    def MoveWindow(self, window: Any, *place: int) -> int:
        self.moved.append((window.value, *place))
        return 1

    # --- shell32 -----------------------------------------------------------------------------------------------------

    def SHAppBarMessage(self, message: int, data: Any) -> int:
        bar = data._obj
        if message == ABM_NEW:
            self.bars[bar.window] = None
        elif message == ABM_REMOVE:
            del self.bars[bar.window]
        elif message == ABM_QUERYPOS:
            assert bar.edge == ABE_TOP
            bar.rect.top = max(bar.rect.top, self._taskbar)
        elif message == ABM_SETPOS:
            self.bars[bar.window] = (bar.rect.left, bar.rect.top, bar.rect.right, bar.rect.bottom)
        return 1
