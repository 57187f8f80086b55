"""«Перепривязать звонок»: the conversation, or the call that ended last, belongs to another client (M13, D2).

What the CRM is told of the call follows from the desk (``call_record.py``): a closed record is reopened, written and
closed again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from ctidesk.domain.call import Leg
from ctidesk.domain.desk import Rebound
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import CallRebound, ClientLinked, ReboundSettled, SyncState
from ctidesk.domain.intents import Rebind, SaveNumber, UndoRebind, UpdateRecord
from ctidesk.domain.outbox import Value
from ctidesk.domain.phone_number import split_field
from ctidesk.domain.records import PHONE_FIELDS, RecordRef
from ctidesk.ports import Cache, Clock, Numbering
from ctidesk.usecases.beside import beside
from ctidesk.usecases.records import Records
from ctidesk.usecases.session import Session


class Rebinding:
    """The link is made before the number is saved: a client without a free field is linked all the same.

    ``on_disk`` waits until what follows from the link is there.
    """

    def __init__(
        self,
        session: Session,
        cache: Cache,
        numbering: Numbering,
        clock: Clock,
        records: Records,
        on_disk: Callable[[], Awaitable[None]],
    ) -> None:
        self._session = session
        self._cache = cache
        self._numbering = numbering
        self._records = records
        self._on_disk = on_disk
        session.on(Rebind, lambda intent: beside(session, clock, self.rebind(intent)))
        session.on(UndoRebind, lambda _: beside(session, clock, self.undo()))
        session.on(SaveNumber, lambda _: beside(session, clock, self.save_number()))

    async def rebind(self, intent: Rebind) -> None:
        leg = self._session.desk.call_to_link
        if leg is None:
            raise Refused(Problem(ProblemId.NO_CALL_TO_LINK))
        if self._session.desk.crm.sync is SyncState.OFF:
            raise Refused(Problem(ProblemId.CRM_OFF))
        card = await self._cache.card(intent.ref)
        if card is None:
            raise Refused(Problem(ProblemId.NO_SUCH_RECORD))
        unknown = await self._unknown(leg)
        self._session.post(ClientLinked(leg.id, card.client))
        if leg.client != card.client:
            number = "" if intent.save_number else unknown
            self._session.post(CallRebound(leg.id, card.client, leg.client, number))
        await self._on_disk()
        if intent.save_number:
            await self._save_number(leg, intent.ref, card.client.name)

    async def undo(self) -> None:
        """To nobody, where it belonged to nobody."""
        rebound = self._rebound()
        self._session.post(ClientLinked(rebound.leg_id, rebound.before))
        await self._on_disk()

    async def save_number(self) -> None:
        rebound = self._rebound()
        leg = self._session.desk.find_leg(rebound.leg_id)
        if leg is None:
            raise Refused(Problem(ProblemId.NO_NUMBER_TO_SAVE))
        self._session.post(ReboundSettled())
        await self._save_number(leg, rebound.client.ref, rebound.client.name)

    def _rebound(self) -> Rebound:
        if self._session.desk.rebound is None:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        return self._session.desk.rebound

    async def _unknown(self, leg: Leg) -> str:
        """The caller's number where nobody in the copy has it."""
        if not leg.caller_number:
            return ""
        found = await self._cache.lookup(self._numbering.parse(leg.caller_number))
        return "" if found else leg.caller_number

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
