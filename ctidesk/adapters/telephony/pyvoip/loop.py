"""The engine's one loop: sockets, timers, and what other threads hand over."""

from __future__ import annotations

import contextlib
import queue
import selectors
import socket
import sys
import traceback
from collections.abc import Callable

from ctidesk.adapters.telephony.timers import Timers

Action = Callable[[], None]


class Loop:
    """:meth:`later` and :meth:`wake` may be called from any thread, the rest from the loop's own."""

    def __init__(self) -> None:
        self.timers = Timers()
        self._inbox: queue.SimpleQueue[Action] = queue.SimpleQueue()
        self._selector = selectors.DefaultSelector()
        self._bell, self._ear = socket.socketpair()
        for end in (self._bell, self._ear):
            end.setblocking(False)
        self.watch(self._ear, self._drain)

    def watch(self, one: socket.socket, readable: Action) -> None:
        self._selector.register(one, selectors.EVENT_READ, readable)

    def unwatch(self, one: socket.socket) -> None:
        self._selector.unregister(one)

    def later(self, action: Action) -> None:
        self._inbox.put(action)
        self.wake()

    def wake(self) -> None:
        with contextlib.suppress(OSError):  # full: the loop wakes up anyway
            self._bell.send(b"!")

    def turn(self, longest_s: float) -> None:
        """Wait for work at most ``longest_s``, and do it."""
        for key, _ in self._selector.select(self.timers.wait_s(longest_s)):
            safely(key.data)
        while not self._inbox.empty():
            safely(self._inbox.get())
        safely(self.timers.run_due)

    def _drain(self) -> None:
        with contextlib.suppress(OSError):
            while self._ear.recv(4096):
                pass


def safely(action: Action) -> None:
    """No packet and no timer ends the engine. The traceback names lines; what was said on them stays out."""
    try:
        action()
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        print(f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}", file=sys.stderr)
