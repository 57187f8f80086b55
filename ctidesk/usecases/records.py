"""New clients, organizations and cases, and changed fields: into the outbox, and found here at once (M14, M15)."""

from __future__ import annotations

from collections.abc import Callable

from ctidesk.domain.desk import CrmState
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import CreateRecord, UpdateRecord
from ctidesk.domain.outbox import Write
from ctidesk.domain.record_fields import edited_record, new_record
from ctidesk.domain.records import Entity
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.beside import beside
from ctidesk.usecases.session import Session


def refuse_unless_taken(crm: CrmState, entity: Entity) -> None:
    """What this deployment does without is refused before it is taken, not by the CRM an hour later."""
    if crm.sync is SyncState.OFF:
        raise Refused(Problem(ProblemId.CRM_OFF))
    if not crm.takes(entity):
        raise Refused(Problem.of(ProblemId.CRM_HAS_NONE, entity=entity))


class Records:
    """The methods return when the change is on disk; what no CRM would take is :class:`Refused`."""

    def __init__(self, session: Session, cache: Cache, clock: Clock, to_crm: Callable[[], None]) -> None:
        self._session = session
        self._cache = cache
        self._to_crm = to_crm
        session.on(CreateRecord, lambda intent: beside(session, clock, self.create(intent)))
        session.on(UpdateRecord, lambda intent: beside(session, clock, self.update(intent)))

    async def create(self, intent: CreateRecord) -> None:
        await self._keep(new_record(intent.ref, intent.values))

    async def update(self, intent: UpdateRecord) -> None:
        base = await self._cache.values(intent.ref) if intent.base is None else intent.base
        if base is None:
            raise Refused(Problem(ProblemId.NO_SUCH_RECORD))
        await self._keep(edited_record(intent.ref, intent.values, base))

    async def _keep(self, write: Write) -> None:
        for entity in (write.entity, *(ref.entity for ref in write.refers_to)):
            refuse_unless_taken(self._session.desk.crm, entity)
        await self._cache.enqueue((write,))
        self._to_crm()
