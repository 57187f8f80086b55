"""Keys taken from the X server: they come here whichever window has the focus (XGrabKey)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import xcffib
from xcffib.xproto import (
    AccessError,
    Grab,
    GrabMode,
    KeyPressEvent,
    KeyReleaseEvent,
    MappingNotifyEvent,
)
from xcffib.xproto import (
    Mapping as Mapped,
)

from ctidesk.adapters.desktop.x11.keyboard import Keyboard, modifiers, without_locks
from ctidesk.domain.hotkeys import Key


class Grabs:
    """The server takes them back by itself when the connection ends, however the desk ended."""

    def __init__(
        self, connection: xcffib.Connection, root: int, keys: Mapping[str, Key], pressed: Callable[[str], None]
    ) -> None:
        self._connection = connection
        self._root = root
        self._keys = keys
        self._pressed = pressed
        self._names: dict[tuple[int, int], str] = {}
        self._released: tuple[int, int] | None = None

    def take(self) -> Sequence[str]:
        """Grab them all; the names of those that another program has, or that this keyboard lacks."""
        keyboard = Keyboard(self._connection)
        self._names = {}
        return [name for name, key in self._keys.items() if not self._grab(keyboard, name, key)]

    def give_back(self) -> None:
        self._connection.core.UngrabKey(Grab.Any, self._root, _ANY_MODIFIER)

    def handle(self, event: xcffib.Event) -> None:
        if isinstance(event, KeyPressEvent):
            self._went_down(event)
        elif isinstance(event, KeyReleaseEvent):
            self._released = (event.detail, event.time)
        elif isinstance(event, MappingNotifyEvent) and event.request != Mapped.Pointer:
            self.give_back()
            self.take()

    def _went_down(self, event: KeyPressEvent) -> None:
        """A key that is held repeats: each time it is let go and pressed at one and the same moment."""
        if self._released == (event.detail, event.time):
            return
        name = self._names.get((event.detail, without_locks(event.state)))
        if name:
            self._pressed(name)

    def _grab(self, keyboard: Keyboard, name: str, key: Key) -> bool:
        codes = keyboard.keycodes(key)
        asked = [
            self._connection.core.GrabKeyChecked(False, self._root, state, code, GrabMode.Async, GrabMode.Async)
            for code in codes
            for state in keyboard.states(key)
        ]
        given = [_given(request) for request in asked]
        self._names |= {(code, modifiers(key)): name for code in codes}
        return bool(given) and all(given)


_ANY_MODIFIER = 1 << 15


def _given(request: xcffib.VoidCookie) -> bool:
    try:
        request.check()
    except AccessError:
        return False
    return True
