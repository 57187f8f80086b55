"""The copy of the CRM: connect, pull everything once, then what has changed, for as long as the desk runs."""

from __future__ import annotations

import asyncio
import logging

from ctidesk.domain.errors import (
    CrmError,
    CrmForbidden,
    CrmRefused,
    CrmUnavailable,
    DeskError,
    Problem,
    ProblemId,
    Refused,
)
from ctidesk.domain.events import (
    EntitiesKnown,
    OperatorKnown,
    ProblemArose,
    RecordsCounted,
    SyncChanged,
    SyncCompleted,
    SyncState,
)
from ctidesk.domain.intents import CancelSync, Synchronise
from ctidesk.domain.records import CLIENTS, PULL_ORDER, Entity
from ctidesk.ports import Cache, Clock, Crm, CrmIdentity
from ctidesk.usecases.backoff import wait_s
from ctidesk.usecases.census import Census
from ctidesk.usecases.pulling import Pulling, Stopped
from ctidesk.usecases.session import Session
from ctidesk.usecases.sign_in import only_a_person_helps

log = logging.getLogger(__name__)

AFTER_ERROR_S = 60.0
"""Between tries where only a person can mend things (an unknown name, a missing password)."""


AFTER_STOP_S = 900.0
"""A synchronisation that was stopped goes on by itself after this time: nobody works with an old copy for a day."""


class Sync:
    """Runs beside the desk; ``connected`` tells the outbox that the CRM may be written to."""

    def __init__(
        self, session: Session, crm: Crm, cache: Cache, clock: Clock, *, interval_s: float, wrap_up_s: int
    ) -> None:
        self._session = session
        self._crm = crm
        self._cache = cache
        self._clock = clock
        self._interval_s = interval_s
        self._wrap_up_s = wrap_up_s
        self._asked = asyncio.Event()
        self._full = False
        self._pulling = Pulling(session, crm, cache, clock)
        self._census = Census(crm, cache, clock, self._asked.is_set)
        self._stopped_short: dict[Entity, CrmError] = {}
        self.connected = asyncio.Event()
        session.on(Synchronise, self.synchronise)
        session.on(CancelSync, self.cancel)

    def synchronise(self, intent: Synchronise) -> None:
        if self._session.desk.crm.sync is SyncState.OFF:
            raise Refused(Problem(ProblemId.CRM_OFF))
        self._full = self._full or intent.full
        # Said at once, so that whoever waits for "idle" waits for this synchronisation and not for the last one.
        if self._session.desk.crm.sync is SyncState.IDLE:
            self._session.post(SyncChanged(SyncState.PULLING))
        self._pulling.stopping = False
        self._asked.set()

    def cancel(self, intent: CancelSync) -> None:
        """What is asked for is taken back too: it would begin what has just been stopped."""
        crm = self._session.desk.crm
        if not crm.syncing:
            raise Refused(Problem(ProblemId.CRM_OFF if crm.sync is SyncState.OFF else ProblemId.SYNC_NOT_RUNNING))
        self._asked.clear()
        self._full = False
        self._pulling.stopping = True

    async def recall(self) -> None:
        """What is known of the operator from last time: it holds while the CRM is away, a "no" included (M1)."""
        remembered = await self._cache.identity()
        if remembered:
            await self._tell_operator(remembered)
        await self._count()

    async def run(self) -> None:
        """Synchronise for ever; every failure is told and tried again."""
        tries = 0
        pause_s: float | None
        while True:
            self._asked.clear()
            try:
                await self._once()
                tries, pause_s = 0, self._interval_s
            except Stopped:
                pause_s = await self._stopped()
            except DeskError as error:
                pause_s = self._failed(error, tries)
                tries += 1
            await self._pause(pause_s)

    async def _pause(self, seconds: float | None) -> None:
        try:
            await asyncio.wait_for(self._asked.wait(), seconds)
        except TimeoutError:
            return

    def _failed(self, error: DeskError, tries: int) -> float | None:
        """Tell what happened; the seconds until the next try, ``None``: only when asked (a refused sign-in)."""
        away = isinstance(error, CrmUnavailable)
        self._pulling.stopping = False
        pause_s: float | None = AFTER_ERROR_S
        if isinstance(error, CrmUnavailable):
            pause_s = wait_s(tries, error.retry_after_s)
        elif only_a_person_helps(error):
            pause_s = None
        if not isinstance(error, CrmRefused):
            self.connected.clear()
        state = SyncState.OFFLINE if away else SyncState.ERROR
        self._session.post(SyncChanged(state, error.problem, round(pause_s or 0)))
        log.warning("synchronisation failed: %s; next try in %s s", error, pause_s)
        return pause_s

    async def _stopped(self) -> float:
        """A copy that is complete is as good as it was; one that is not says how it goes on."""
        self._pulling.stopping = False
        log.info("synchronisation was stopped")
        await self._count()
        if await self._is_complete():
            self._session.post(SyncChanged(SyncState.IDLE))
        else:
            problem = Problem(ProblemId.SYNC_STOPPED)
            self._session.post(SyncChanged(SyncState.OFFLINE, problem, round(AFTER_STOP_S)))
        return AFTER_STOP_S

    async def _is_complete(self) -> bool:
        """Whether every entity has been pulled once in this profile, those left aside that are refused."""
        wanted = [entity for entity in self._crm.entities() if entity not in self._stopped_short]
        return bool(wanted) and all([(await self._cache.pulled(entity)).ever for entity in wanted])

    async def _once(self) -> None:
        if not self.connected.is_set():
            self._session.post(SyncChanged(SyncState.CONNECTING))
            self._identity = await self._connect()
        if self._session.desk.crm.sync is not SyncState.IDLE:
            self._session.post(SyncChanged(SyncState.PULLING))
        await self._pull_all()
        if not self._asked.is_set():
            await self._completed()
            await self._take_census()

    async def _count(self) -> None:
        self._session.post(RecordsCounted(await self._cache.record_count()))

    async def _completed(self) -> None:
        records = await self._cache.record_count()
        self._pulling.stopping = False  # too late: it is done
        if not self._asked.is_set():
            self._session.post(SyncCompleted(self._clock.now(), records))

    async def _connect(self) -> CrmIdentity:
        identity = await self._crm.connect()
        if self._crm.unknown_names:
            self._session.post(ProblemArose(self._crm.unknown_names, self._clock.now()))
        self._session.post(EntitiesKnown(frozenset(PULL_ORDER).difference(self._crm.entities())))
        await self._cache.belongs_to(identity)
        await self._tell_operator(identity)
        self.connected.set()
        return identity

    async def _pull_all(self) -> None:
        full, self._full = self._full, False
        if full:
            for entity in self._crm.entities():
                await self._cache.restart_pull(entity)
        for entity in self._crm.entities():
            if entity in CLIENTS:
                await self._tell_operator(self._identity)
            await self._bring(entity)
        await self._tell_operator(self._identity)
        refused = [self._stopped_short.get(entity) for entity in self._crm.entities()]
        if refused and refused[0] and all(refused):
            raise refused[0]

    async def _bring(self, entity: Entity) -> None:
        """One entity; where we have no right to it, or the CRM refuses it, say so once and go on with the others."""
        try:
            await self._pulling.bring(entity)
            self._stopped_short.pop(entity, None)
        except (CrmForbidden, CrmRefused) as error:
            told = self._stopped_short.get(entity)
            self._stopped_short[entity] = error
            log.warning("%s is not synchronised: %s", entity, error)
            if told is None or told.problem.id is not error.problem.id:
                self._session.post(ProblemArose(error.problem, self._clock.now()))

    async def _take_census(self) -> None:
        """Everything that is due, unless somebody asks for a synchronisation meanwhile."""
        if await self._census.take() and not self._asked.is_set():
            await self._completed()

    async def _tell_operator(self, identity: CrmIdentity) -> None:
        """What the cache knows of us, as soon as it does: our name, wrap-up time and right to be here."""
        record = await self._cache.operator(identity.user_id)
        if record is None:
            return
        wrap_up_s = self._wrap_up_s if record.wrap_up_s is None else record.wrap_up_s
        allowed = True if record.allowed is None else record.allowed
        known = OperatorKnown(record.user_id, record.name, wrap_up_s, allowed)
        desk = self._session.desk.operator
        if (known.user_id, known.name, known.wrap_up_s, known.allowed) != (
            desk.user_id,
            desk.name,
            desk.wrap_up_s,
            desk.allowed,
        ):
            self._session.post(known)
