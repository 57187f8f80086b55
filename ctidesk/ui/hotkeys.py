"""Which key does what: the settings' keys, and the defaults of those that the settings do not name."""

from __future__ import annotations

from collections.abc import Mapping

DEFAULTS: Mapping[str, str] = {
    "accept": "F2",
    "search": "F3",
    "end": "F4",
    "transfer": "F5",
    "hold": "F6",
    "mute": "F7",
    "keypad": "F8",
    "status": "F9",
    "note": "F10",
    "history": "Ctrl+H",
}


def keys_of(chosen: Mapping[str, str]) -> dict[str, str]:
    """A default gives way to a key that was chosen for something else; a key of two names would do nothing."""
    ours = {name: key for name, key in chosen.items() if name in DEFAULTS}
    taken = {key.lower() for key in ours.values()}
    free = {name: "" if key.lower() in taken else key for name, key in DEFAULTS.items()}
    return {**free, **ours}
