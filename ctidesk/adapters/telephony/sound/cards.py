"""Sound devices as values, and which of them a wish means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NO_SOUND = "null"
SYSTEM = "default"


@dataclass(frozen=True, slots=True)
class Card:
    """One device in one direction. ``key`` is the system's own name for it."""

    name: str
    key: bytes
    default: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    inputs: tuple[Card, ...] = ()
    outputs: tuple[Card, ...] = ()


def candidates(wish: str, cards: Sequence[Card]) -> list[Card]:
    """The cards to try, best first: the named one, the system's choice, any other. None for ``null``."""
    if wish == NO_SOUND:
        return []
    return sorted(cards, key=lambda card: (not (wish != SYSTEM and card.name == wish), not card.default))
