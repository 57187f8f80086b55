"""Whose the call is: chosen in the client search (M12), by «Перепривязать звонок» (M13, D2), or with what it is about.

What the CRM is told of the call follows from the desk (``call_record.py``): a closed record is reopened, written and
closed again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from ctidesk.domain.call import Leg
from ctidesk.domain.desk import Desk, Rebound
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import CallRebound, ClientLinked, Event, ReboundSettled, RegardingLinked, SyncState
from ctidesk.domain.intents import Rebind, SaveNumber, SelectClient, UndoRebind, UpdateRecord
from ctidesk.domain.outbox import Value
from ctidesk.domain.phone_number import split_field
from ctidesk.domain.records import PHONE_FIELDS, Client, Match, MatchKind, RecordRef
from ctidesk.ports import Cache, Clock, Numbering
from ctidesk.usecases.beside import beside
from ctidesk.usecases.records import Records
from ctidesk.usecases.session import Session

_HAS_THE_NUMBER = (MatchKind.E164, MatchKind.LAST_10)
"""Seven digits are a hint, and the number may still be nobody's."""


class Rebinding:
    """What the operator finds by himself, or takes from somebody else, can be undone, and its number be saved; who has
    the number and was chosen for a call of nobody's is the usual case, of which nothing is told.

    The link is made before the number is saved: a client without a free field is linked all the same.

    ``on_disk`` waits until what follows from the link is there; ``show`` opens the card of a record.
    """

    def __init__(
        self,
        session: Session,
        cache: Cache,
        numbering: Numbering,
        clock: Clock,
        records: Records,
        on_disk: Callable[[], Awaitable[None]],
        show: Callable[[RecordRef], None],
    ) -> None:
        self._session = session
        self._cache = cache
        self._numbering = numbering
        self._clock = clock
        self._records = records
        self._on_disk = on_disk
        self._show = show
        session.on(SelectClient, self.select)
        session.on(Rebind, lambda intent: beside(session, clock, self.rebind(intent)))
        session.on(UndoRebind, lambda _: beside(session, clock, self.undo()))
        session.on(SaveNumber, lambda _: beside(session, clock, self.save_number()))
        session.react(self._react)

    def select(self, intent: SelectClient) -> None:
        """Linked when this returns."""
        match, leg = self._offered(intent.ref)
        self._session.post(ClientLinked(leg.id, match.client))
        self._show(match.client.ref)
        if leg.client or match.kind not in _HAS_THE_NUMBER:
            beside(self._session, self._clock, self._tell(leg, match.client))

    async def rebind(self, intent: Rebind) -> None:
        leg = self._session.desk.call_to_link
        if leg is None:
            raise Refused(Problem(ProblemId.NO_CALL_TO_LINK))
        if self._session.desk.crm.sync is SyncState.OFF:
            raise Refused(Problem(ProblemId.CRM_OFF))
        card = await self._cache.card(intent.ref)
        if card is None:
            raise Refused(Problem(ProblemId.NO_SUCH_RECORD))
        self._session.post(ClientLinked(leg.id, card.client))
        await self._tell(leg, card.client, saved=intent.save_number)
        await self._on_disk()
        if intent.save_number:
            await self._save_number(leg, intent.ref, card.client.name)

    async def undo(self) -> None:
        """To nobody, where it belonged to nobody; about what it was about."""
        rebound = self._rebound()
        self._session.post(ClientLinked(rebound.leg_id, rebound.before))
        if about := rebound.regarding:
            self._session.post(RegardingLinked(rebound.leg_id, about.ref, about.name, about.customer))
        await self._on_disk()

    async def save_number(self) -> None:
        rebound = self._rebound()
        leg = self._session.desk.find_leg(rebound.leg_id)
        if leg is None:
            raise Refused(Problem(ProblemId.NO_NUMBER_TO_SAVE))
        self._session.post(ReboundSettled())
        await self._save_number(leg, rebound.client.ref, rebound.client.name)

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        """A call of somebody's that is linked to another's worksheet or case has changed hands."""
        if not isinstance(event, RegardingLinked):
            return
        old, new = before.find_leg(event.leg_id), after.find_leg(event.leg_id)
        if old and old.client and new and new.client and new.client.ref != old.client.ref:
            self._session.post(CallRebound(new.id, new.client, old.client, regarding=old.regarding))

    def _rebound(self) -> Rebound:
        if self._session.desk.rebound is None:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        return self._session.desk.rebound

    def _offered(self, ref: RecordRef) -> tuple[Match, Leg]:
        """The row of the search, and the call that the search is for."""
        search = self._session.desk.search
        match = next((each for each in search.matches if each.client.ref == ref), None) if search else None
        if search is None or match is None:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        leg = self._session.desk.find_leg(search.leg_id)
        if leg is None:  # two calls have begun since
            raise Refused(Problem(ProblemId.CALL_OUT_OF_REACH))
        return match, leg

    async def _tell(self, leg: Leg, client: Client, *, saved: bool = False) -> None:
        """``leg`` is what it was before; the same client again is no news."""
        if leg.client == client:
            return
        number = "" if saved else await self._unknown(leg)
        self._session.post(CallRebound(leg.id, client, leg.client, number, leg.regarding))

    async def _unknown(self, leg: Leg) -> str:
        """The caller's number where nobody in the copy has it."""
        if not leg.caller_number:
            return ""
        found = await self._cache.lookup(self._numbering.parse(leg.caller_number))
        return "" if any(match.kind is not MatchKind.LAST_7 for match in found) else leg.caller_number

    async def _save_number(self, leg: Leg, ref: RecordRef, name: str) -> None:
        if not leg.caller_number:
            raise Refused(Problem(ProblemId.NO_NUMBER_TO_SAVE))
        values = await self._cache.values(ref) or {}
        if self._has(ref, values, leg.caller_number):
            return
        free = next((field for field in PHONE_FIELDS[ref.entity] if not values.get(field)), None)
        if free is None:
            raise Refused(Problem.of(ProblemId.NO_FREE_PHONE_FIELD, name=name))
        await self._records.update(UpdateRecord(ref, {free: leg.caller_number}, {free: None}))

    def _has(self, ref: RecordRef, values: Mapping[str, Value], number: str) -> bool:
        kept = (part for field in PHONE_FIELDS[ref.entity] for part in split_field(str(values.get(field) or "")))
        return str(self._numbering.parse(number)) in {str(self._numbering.parse(part)) for part in kept}
