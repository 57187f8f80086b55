"""What the operator has done reaches the CRM: in order per record, once, and never forgotten."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import CrmUnauthorized, CrmUnavailable, DeskError, Problem
from ctidesk.domain.events import Event, OutboxChanged, SyncCompleted
from ctidesk.domain.outbox import Waiting
from ctidesk.ports import Cache, Crm
from ctidesk.usecases.backoff import wait_s
from ctidesk.usecases.session import Session

log = logging.getLogger(__name__)


class Outbox:
    """Carries the outbox to the CRM whenever it is connected and there is something to carry."""

    def __init__(self, session: Session, crm: Crm, cache: Cache, connected: asyncio.Event) -> None:
        self._session = session
        self._crm = crm
        self._cache = cache
        self._connected = connected
        self._work = asyncio.Event()
        session.react(self._react)

    def wake(self) -> None:
        """Something new lies in the outbox."""
        self._work.set()
        self._session.spawn(self._tell(self._session.desk.crm.outbox_problem))

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, SyncCompleted):
            self.wake()

    async def run(self) -> None:
        tries = 0
        while True:
            self._work.clear()
            try:
                problem = await self._carry()
                tries = 0
                await self._tell(problem)
                await self._work.wait()
            except DeskError as error:
                log.warning("a write waits: %s", error)
                await self._tell(error.problem)
                retry_after_s = error.retry_after_s if isinstance(error, CrmUnavailable) else None
                await self._pause(wait_s(tries, retry_after_s))
                tries += 1

    async def _carry(self) -> Problem | None:
        """Carry what can be carried; the problem of the oldest write that is parked."""
        await self._tell(None)
        await self._connected.wait()
        problem: Problem | None = None
        while item := next_due(await self._cache.outbox()):
            problem = await self._carry_one(item) or problem
            await self._tell(problem)
        return problem

    async def _carry_one(self, item: Waiting) -> Problem | None:
        try:
            await self._crm.write(item.write)
        except (CrmUnavailable, CrmUnauthorized) as error:
            await self._cache.write_failed(item.seq, str(error), parked=False)
            if isinstance(error, CrmUnauthorized):
                # Signing in is the synchronisation's work, at its pace: an account must not be locked by us.
                self._connected.clear()
            raise
        except DeskError as error:
            # The CRM will not take it by itself: it stays, with its reason, for a person to decide.
            await self._cache.write_failed(item.seq, str(error), parked=True)
            log.warning("the CRM refused a write: %s", error)
            return error.problem
        await self._cache.write_done(item.seq)
        return None

    async def _tell(self, problem: Problem | None) -> None:
        waiting = len(await self._cache.outbox())
        crm = self._session.desk.crm
        if (crm.outbox, crm.outbox_problem) != (waiting, problem):
            self._session.post(OutboxChanged(waiting, problem))

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._work.wait(), seconds)
        except TimeoutError:
            return


def next_due(items: Sequence[Waiting]) -> Waiting | None:
    """The oldest write that no parked write of the same record stands before."""
    blocked = {item.write.record_id for item in items if item.parked}
    return next((item for item in items if item.write.record_id not in blocked), None)
