"""How a colleague's presence looks: icon and colour; the word is in :class:`~ctidesk.ui.texts.Texts`."""

from __future__ import annotations

from ctidesk.domain.presence import Presence
from ctidesk.ui.tokens import Palette

_DRAWINGS = {
    Presence.AVAILABLE: "check-circle",
    Presence.BUSY: "handset",
    Presence.WRAP_UP: "clock",
    Presence.INACTIVE: "handset-crossed",
    Presence.UNKNOWN: "question",
}


def presence_mark(palette: Palette, presence: Presence) -> tuple[str, str]:
    """The drawing and its colour."""
    colour = {
        Presence.AVAILABLE: palette.green,
        Presence.BUSY: palette.red,
        Presence.WRAP_UP: palette.violet,
        Presence.INACTIVE: palette.quiet,
        Presence.UNKNOWN: palette.quiet,
    }[presence]
    return _DRAWINGS[presence], colour
