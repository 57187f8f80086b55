"""The cards that are open, and what a call is about."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.after import drafts
from ctidesk.domain.desk import Desk
from ctidesk.domain.records import Card, RecordRef, Regarding


def card_opened(desk: Desk, event: ev.CardOpened) -> Desk:
    """The card in front is the last one."""
    return replace(desk, cards=(*_without(desk, event.card.ref), event.card))


def card_read(desk: Desk, event: ev.CardRead) -> Desk:
    fresh = event.card
    return replace(desk, cards=tuple(fresh if card.ref == fresh.ref else card for card in desk.cards))


def card_closed(desk: Desk, event: ev.CardClosed) -> Desk:
    return replace(desk, cards=_without(desk, event.ref), drafts=drafts.without(desk, event.ref))


def regarding_linked(desk: Desk, event: ev.RegardingLinked) -> Desk:
    """A call about somebody's case is that client's call."""
    leg = desk.find_leg(event.leg_id)
    return desk.with_leg(leg.about(Regarding(event.ref, event.name, event.customer))) if leg else desk


def _without(desk: Desk, ref: RecordRef) -> tuple[Card, ...]:
    return tuple(card for card in desk.cards if card.ref != ref)
