"""What the desktop tells on our behalf, outside our windows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Notifies(StrEnum):
    """What the desktop can tell for us: nothing, a text, or a text with buttons."""

    NOTHING = "nothing"
    TEXT = "text"
    BUTTONS = "buttons"


@dataclass(frozen=True, slots=True)
class Notification:
    """Plain text throughout. One takes the place of another of the same ``key``.

    ``actions``: names and what their buttons say; the action named ``default`` is a click on the text and has no
    button. ``urgent``: it stays until it is withdrawn. ``category`` is one of the freedesktop specification's.
    """

    key: str
    title: str
    body: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    urgent: bool = False
    category: str = ""
