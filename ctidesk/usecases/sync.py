"""The copy of the CRM: connect, pull everything once, then what has changed, for as long as the desk runs."""

from __future__ import annotations

import asyncio
import logging

from ctidesk.domain.errors import (
    CrmForbidden,
    CrmRefused,
    CrmUnavailable,
    DeskError,
    Problem,
    ProblemId,
    Refused,
)
from ctidesk.domain.events import OperatorKnown, ProblemArose, SyncChanged, SyncCompleted, SyncProgressed, SyncState
from ctidesk.domain.intents import Synchronise
from ctidesk.domain.records import CLIENTS, Entity
from ctidesk.ports import Cache, Clock, Crm, CrmIdentity
from ctidesk.usecases.backoff import wait_s
from ctidesk.usecases.session import Session
from ctidesk.usecases.sign_in import only_a_person_helps

log = logging.getLogger(__name__)

AFTER_ERROR_S = 60.0
"""Between tries where only a person can mend things (an unknown name, a missing password)."""


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
        self.connected = asyncio.Event()
        session.on(Synchronise, self.synchronise)

    def synchronise(self, intent: Synchronise) -> None:
        if self._session.desk.crm.sync is SyncState.OFF:
            raise Refused(Problem(ProblemId.CRM_OFF))
        self._full = self._full or intent.full
        # Said at once, so that whoever waits for "idle" waits for this synchronisation and not for the last one.
        if self._session.desk.crm.sync is SyncState.IDLE:
            self._session.post(SyncChanged(SyncState.PULLING))
        self._asked.set()

    async def recall(self) -> None:
        """What is known of the operator from last time: it holds while the CRM is away, a "no" included (M1)."""
        remembered = await self._cache.identity()
        if remembered:
            await self._tell_operator(remembered)

    async def run(self) -> None:
        """Synchronise for ever; every failure is told and tried again."""
        tries = 0
        pause_s: float | None
        while True:
            self._asked.clear()
            try:
                await self._once()
                tries, pause_s = 0, self._interval_s
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

    async def _once(self) -> None:
        if not self.connected.is_set():
            self._session.post(SyncChanged(SyncState.CONNECTING))
            self._identity = await self._connect()
        if self._session.desk.crm.sync is not SyncState.IDLE:
            self._session.post(SyncChanged(SyncState.PULLING))
        await self._pull_all()
        records = await self._cache.record_count()
        if not self._asked.is_set():
            self._session.post(SyncCompleted(self._clock.now(), records))

    async def _connect(self) -> CrmIdentity:
        identity = await self._crm.connect()
        if self._crm.unknown_names:
            self._session.post(ProblemArose(self._crm.unknown_names, self._clock.now()))
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
            await self._pull_entity(entity)
        await self._tell_operator(self._identity)

    async def _pull_entity(self, entity: Entity) -> None:
        """Pull one entity; where we have no right to it, say so and go on with the others."""
        try:
            await self._pull(entity)
        except CrmForbidden as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
        except CrmRefused:
            if await self._cache.pull_cursor(entity) is None:
                raise
            await self._cache.restart_pull(entity)
            await self._pull(entity)

    async def _pull(self, entity: Entity) -> None:
        since = await self._cache.watermark(entity)
        cursor = await self._cache.pull_cursor(entity)
        done = 0
        async for page in self._crm.pull(entity, since, cursor):
            await self._cache.store_page(entity, page)
            done += len(page.rows)
            if since is None:
                self._session.post(SyncProgressed(entity, done, page.total))
        await self._cache.pull_completed(entity)

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
