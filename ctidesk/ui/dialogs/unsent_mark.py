"""How a waiting write's state is drawn: icon and colour."""

from __future__ import annotations

from ctidesk.domain.outbox import WriteState
from ctidesk.ui.tokens import Colour, Palette


def unsent_mark(palette: Palette, state: WriteState) -> tuple[str, Colour]:
    return {
        WriteState.WAITING: ("clock", palette.quiet),
        WriteState.SENDING: ("sync", palette.blue),
        WriteState.PARKED: ("warning", palette.red),
        WriteState.CONFLICT: ("conflict", palette.amber),
        WriteState.BLOCKED: ("pause", palette.quiet),
    }[state]
