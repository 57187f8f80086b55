"""Keys by name: how a key is written, which key does what, and what becomes of a key that two names want."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
"""In the order in which they are written."""

_NAMED = ("Space", "Insert", "Delete", "Home", "End", "PageUp", "PageDown", "Pause")
_FUNCTION = tuple(f"F{number}" for number in range(1, 25))
_WRITING = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_WRITTEN = {name.lower(): name for name in (*MODIFIERS, *_NAMED, *_FUNCTION, *_WRITING)}

ACCEPTED = "F1 … F24, Ctrl+Alt+A"
"""For the error about a key that is none."""

GLOBAL = "global."

DEFAULTS: Mapping[str, str] = {
    "guide": "F1",
    "accept": "F2",
    "search": "F3",
    "end": "F4",
    "keypad": "F5",
    "hold": "F6",
    "mute": "F7",
    "transfer": "F8",
    "status": "F9",
    "note": "F10",
    "history": "Ctrl+H",
    "global.accept": "Ctrl+Alt+A",
    "global.end": "Ctrl+Alt+E",
    "global.mute": "Ctrl+Alt+M",
    "global.transfer": "Ctrl+Alt+T",
    "global.dial": "Ctrl+Alt+D",
}
"""Names with ``global.`` hold in the whole system, the others in the desk's own windows."""

OF_WINDOWS: Mapping[str, str] = {
    "Ctrl+S": "save",
    "Ctrl+E": "edit",
    "Ctrl+F": "find",
    "Ctrl+R": "again",
    "Ctrl+D": "star",
    "Ctrl+N": "new_client",
    "Ctrl+Shift+N": "new_organization",
}
"""What windows do themselves with a key: no action of the desk may have it. Ctrl+Enter is no :class:`Key`."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its modifiers; ``str`` writes it as ``Ctrl+Alt+A``."""

    name: str
    modifiers: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Key:
        """A key from the settings, in any case of letters; ValueError where it is none, or one that writes text."""
        words = [_WRITTEN.get(word.strip().lower(), "") for word in text.split("+")]
        name, before = words[-1], words[:-1]
        if not name or name in MODIFIERS or not all(word in MODIFIERS for word in before):
            raise ValueError(text)
        if name not in _FUNCTION and name != "Pause" and not set(before) & {"Ctrl", "Alt", "Meta"}:
            raise ValueError(text)
        return cls(name, tuple(word for word in MODIFIERS if word in before))

    def __str__(self) -> str:
        return "+".join((*self.modifiers, self.name))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two names want ``key``: it does what ``holder`` says, and ``idle`` has none."""

    key: str
    holder: str
    idle: str


@dataclass(frozen=True, slots=True)
class Hotkeys:
    """The key of each name, empty where it has none."""

    keys: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def system_wide(self) -> Mapping[str, Key]:
        """The keys that hold in the whole system, by what they do."""
        return {action(name): Key.parse(key) for name, key in self.keys.items() if name.startswith(GLOBAL) and key}


def action(name: str) -> str:
    """What a name does, wherever it holds: ``accept`` for ``global.accept``."""
    return name.removeprefix(GLOBAL)


def hotkeys(chosen: Mapping[str, str]) -> Hotkeys:
    """``chosen`` keys, and defaults for the rest. A key that two names want goes to one that was chosen, else to the
    first; an action may have the same key here and in the whole system."""
    keys = dict.fromkeys(DEFAULTS, "")
    holders: dict[str, str] = {}
    conflicts = []
    for name in sorted(DEFAULTS, key=lambda name: name not in chosen):
        key = chosen.get(name, DEFAULTS[name])
        holder = holders.setdefault(key, name) if key else name
        if action(holder) == action(name):
            keys[name] = key
        else:
            conflicts.append(Conflict(key, holder, name))
    return Hotkeys(keys, tuple(conflicts))
