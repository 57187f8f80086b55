"""Which card is in front: the one that was opened or looked at last (``manual.md``, D7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from ctidesk.domain.records import Card, Client, Entity, RecordRef

_CLIENTS = (Entity.CONTACT, Entity.ACCOUNT)


class FrontCard:
    """Asked with the cards that are open, in the order in which they were opened."""

    def __init__(self) -> None:
        self._looked_at: RecordRef | None = None
        self._known: frozenset[RecordRef] = frozenset()

    def seen(self, window: QWidget | None, cards: Mapping[RecordRef, QWidget]) -> None:
        """The focus went to ``window``."""
        self._looked_at = next((ref for ref, card in cards.items() if card is window), self._looked_at)

    def client(self, cards: Sequence[Card]) -> Client | None:
        """A card that has just been opened is in front of the others."""
        clients = {card.client.ref: card.client for card in cards if card.client.ref.entity in _CLIENTS}
        opened = [ref for ref in clients if ref not in self._known]
        self._known = frozenset(clients)
        if opened:
            self._looked_at = opened[-1]
        newest = next(reversed(clients.values()), None)
        return clients.get(self._looked_at, newest) if self._looked_at else newest
