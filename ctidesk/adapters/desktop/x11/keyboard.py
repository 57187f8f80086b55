"""Where a key is on the keyboard, whatever letters are on it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xcffib
from xcffib.xproto import ModMask

from ctidesk.domain.hotkeys import Key

_NUM_LOCK, _SCROLL_LOCK = 0xFF7F, 0xFF14
_NAMED = {
    "Space": 0x20,
    "Pause": 0xFF13,
    "Home": 0xFF50,
    "PageUp": 0xFF55,
    "PageDown": 0xFF56,
    "End": 0xFF57,
    "Insert": 0xFF63,
    "Delete": 0xFFFF,
}
"""Keysyms of X11/keysymdef.h."""

_ROWS = ((24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
_PLACES = {letter: first + place for first, row in _ROWS for place, letter in enumerate(row)}
"""Keycodes of the Latin letters (xkeyboard-config, evdev) for a keyboard that has no Latin layout at all."""

MODIFIERS: Mapping[str, int] = {
    "Ctrl": ModMask.Control,
    "Alt": ModMask._1,
    "Shift": ModMask.Shift,
    "Meta": ModMask._4,
}
_EVERY = sum(MODIFIERS.values())


def keysym(name: str) -> int:
    """Letters in lower case, as an unshifted key has them."""
    if name in _NAMED:
        return _NAMED[name]
    return ord(name.lower()) if len(name) == 1 else 0xFFBE + int(name[1:]) - 1


class Keyboard:
    """The server's mapping as it is now: every layout at once, so that the chosen one does not matter."""

    def __init__(self, connection: xcffib.Connection) -> None:
        setup = connection.get_setup()
        self._first = setup.min_keycode
        count = setup.max_keycode - setup.min_keycode + 1
        mapping = connection.core.GetKeyboardMapping(self._first, count).reply()
        self._width = mapping.keysyms_per_keycode
        self._keysyms = list(mapping.keysyms)
        self._locks = self._lock_masks(connection)

    def keycodes(self, key: Key) -> tuple[int, ...]:
        """The keys that are called so in any layout, else the place where a Latin keyboard has it; maybe none."""
        wanted = keysym(key.name)
        found = sorted({place // self._width + self._first for place, it in enumerate(self._keysyms) if it == wanted})
        place = _PLACES.get(key.name)
        return tuple(found) or ((place,) if place else ())

    def states(self, key: Key) -> Iterator[int]:
        """The key's modifiers with every combination of locks: NumLock and CapsLock must not matter."""
        wanted = modifiers(key)
        for chosen in range(2 ** len(self._locks)):
            yield wanted | sum(mask for place, mask in enumerate(self._locks) if chosen >> place & 1)

    def _lock_masks(self, connection: xcffib.Connection) -> tuple[int, ...]:
        """CapsLock, and whichever modifiers NumLock and ScrollLock are here."""
        mapping = connection.core.GetModifierMapping().reply()
        each, codes = mapping.keycodes_per_modifier, list(mapping.keycodes)
        held = {1 << place // each: None for place, code in enumerate(codes) if code and self._is_lock(code)}
        return tuple({ModMask.Lock: None, **held})

    def _is_lock(self, code: int) -> bool:
        start = (code - self._first) * self._width
        return bool({_NUM_LOCK, _SCROLL_LOCK} & set(self._keysyms[start : start + self._width]))


def modifiers(key: Key) -> int:
    return sum(MODIFIERS[name] for name in key.modifiers)


def without_locks(state: int) -> int:
    """The modifiers of an event that matter."""
    return state & _EVERY
