"""Finding the client: by the caller's number while it rings, by text in the search window."""

from __future__ import annotations

from ctidesk.domain.call import Leg
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.events import (
    CardOpened,
    ClientLinked,
    DialStarted,
    Event,
    IncomingCall,
    LegAnswered,
    LegIdentified,
    MatchesFound,
    ProblemArose,
    SearchClosed,
    SearchFound,
    SearchOpened,
    SearchTyped,
    SyncState,
)
from ctidesk.domain.intents import CloseSearch, OpenSearch, SearchText
from ctidesk.domain.records import Direction, RecordRef
from ctidesk.ports import Cache, Clock, Numbering
from ctidesk.usecases.session import Session


class ScreenPop:
    """Looks the number up as soon as it is known, and whatever is typed into the search window."""

    def __init__(self, session: Session, cache: Cache, numbering: Numbering, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._numbering = numbering
        self._clock = clock
        session.react(self._react)
        session.on(OpenSearch, self.open_search)
        session.on(SearchText, self.search_text)
        session.on(CloseSearch, lambda _: session.post(SearchClosed()))

    # --- by number -----------------------------------------------------------------------------------------------

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, IncomingCall | DialStarted | LegIdentified | LegAnswered):
            leg = after.live(event.leg_id)
            if leg and leg != before.live(event.leg_id):
                self._about(leg, event)
        if isinstance(event, SearchTyped) and after.search and after.search.text:
            self._session.spawn(self._find(after.search.text))

    def _about(self, leg: Leg, event: Event) -> None:
        """Whom the leg is about has become known, or has changed."""
        if isinstance(event, LegAnswered):
            if leg.referral and leg.referral.client and leg.client is None:
                self._session.spawn(self._take_over(leg.id, leg.referral.client))
        elif not leg.looked_up:
            self._session.spawn(self._look_up(leg))

    async def _take_over(self, leg_id: str, ref: RecordRef) -> None:
        """The client whom a colleague has found already (D12); the search window where he is not in our copy."""
        try:
            card = await self._cache.card(ref)
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
            card = None
        if card:
            self._session.post(ClientLinked(leg_id, card.client))
            self._session.post(CardOpened(card))
        elif self._session.desk.live(leg_id):
            self._session.post(SearchOpened(leg_id))

    async def _look_up(self, leg: Leg) -> None:
        about_caller = leg.referral is not None and leg.caller_number != leg.number
        number = self._numbering.parse(leg.caller_number if about_caller else leg.raw_number)
        try:
            incoming = leg.direction is Direction.INCOMING
            ignored = incoming and await self._cache.is_ignored(number)
            matches = () if ignored else await self._cache.lookup(number)
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
            matches, ignored = (), False
        self._session.post(MatchesFound(leg.id, matches, ignored))

    # --- by text -------------------------------------------------------------------------------------------------

    def open_search(self, intent: OpenSearch) -> None:
        desk = self._session.desk
        if desk.crm.sync is SyncState.OFF:
            raise Refused(Problem(ProblemId.CRM_OFF))
        leg = desk.leg or desk.last
        if leg is None:
            raise Refused(Problem(ProblemId.NO_CALL_TO_LINK))
        self._session.post(SearchOpened(leg.id))

    def search_text(self, intent: SearchText) -> None:
        self._session.post(SearchTyped(intent.text))

    async def _find(self, text: str) -> None:
        try:
            matches = await self._cache.search(text)
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
            matches = ()
        self._session.post(SearchFound(text, matches))
