"""Cards: opened and kept up to date; a call linked to a worksheet or a case from them (D3)."""

from __future__ import annotations

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.events import CardOpened, CardRead, Event, ProblemArose, RegardingLinked, SyncCompleted
from ctidesk.domain.intents import LinkRegarding, ShowCard
from ctidesk.domain.records import Card, Entity, RecordRef
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.session import Session

REGARDABLE = (Entity.CASE, Entity.WORKSHEET)


class Cards:
    def __init__(self, session: Session, cache: Cache, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        session.react(self._react)
        session.on(ShowCard, lambda intent: self.show(intent.ref))
        session.on(LinkRegarding, self.link)

    def show(self, ref: RecordRef) -> None:
        self._session.spawn(self._show(ref))

    def link(self, intent: LinkRegarding) -> None:
        """The call in hand is about this worksheet or case."""
        leg = self._session.desk.call_to_link
        if leg is None:
            raise Refused(Problem(ProblemId.NO_CALL_TO_LINK))
        if intent.ref.entity not in REGARDABLE:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        self._session.spawn(self._link(leg.id, intent.ref))

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        """What the CRM has changed shows on the cards that are open."""
        if isinstance(event, SyncCompleted):
            for card in after.cards:
                self._session.spawn(self._reread(card.ref))

    async def _show(self, ref: RecordRef) -> None:
        card = await self._read(ref)
        if card:
            self._session.post(CardOpened(card))

    async def _link(self, leg_id: str, ref: RecordRef) -> None:
        card = await self._read(ref)
        if card:
            self._session.post(RegardingLinked(leg_id, ref, card.client.name, card.customer))

    async def _reread(self, ref: RecordRef) -> None:
        try:
            card = await self._cache.card(ref)
        except DeskError:
            return  # whoever asked for the card was told of it; here nobody did
        if card:
            self._session.post(CardRead(card))

    async def _read(self, ref: RecordRef) -> Card | None:
        """``None``, and said, where there is no such record."""
        try:
            card = await self._cache.card(ref)
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
            return None
        if card is None:
            self._session.post(ProblemArose(Problem(ProblemId.NO_SUCH_RECORD), self._clock.now()))
        return card
