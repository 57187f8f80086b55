"""What the operator has done reaches the CRM: in order per record, once, and never forgotten."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import (
    CrmConflict,
    CrmForbidden,
    CrmUnauthorized,
    CrmUnavailable,
    DeskError,
    Problem,
    ProblemId,
)
from ctidesk.domain.events import Event, OutboxChanged, SyncChanged, SyncCompleted, SyncState
from ctidesk.domain.outbox import Waiting, next_due
from ctidesk.ports import Cache, Crm
from ctidesk.usecases.backoff import wait_s
from ctidesk.usecases.session import Session

log = logging.getLogger(__name__)

SERVER_IS_AWAY = 2
"""So many records in a row that get no answer: it is the server, and no record is tried until some time has passed."""


class Outbox:
    """Carries the outbox to the CRM whenever it is connected and there is something to carry.

    ``deciding`` is held while the next write is chosen, and by whoever takes one out: what is on its way is decided
    once.
    """

    def __init__(self, session: Session, cache: Cache) -> None:
        self._session = session
        self._cache = cache
        self._work = asyncio.Event()
        self._later: dict[int, float] = {}
        self._was_away = False
        self.deciding = asyncio.Lock()
        session.react(self._react)

    def wake(self) -> None:
        """Something new lies in the outbox."""
        self._work.set()
        self._session.spawn(self.tell())

    def hurry(self) -> None:
        """Try everything again now."""
        self._later.clear()
        self.wake()

    async def tell(self) -> None:
        """Have the desk know what waits."""
        self._say(await self._cache.outbox(), self._session.desk.crm.sending)

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, SyncChanged) and event.state is SyncState.OFFLINE:
            self._was_away = True
        if isinstance(event, SyncCompleted):
            self.hurry() if self._was_away else self.wake()
            self._was_away = False

    # --- carrying ------------------------------------------------------------------------------------------------

    async def run(self, crm: Crm, connected: asyncio.Event) -> None:
        tries = 0
        while True:
            self._work.clear()
            try:
                await self.tell()
                await connected.wait()
                await self.carry(crm)
                tries = 0
                await self._pause(self._soonest_s())
            except DeskError as error:
                log.warning("the outbox waits: %s", error)
                if isinstance(error, CrmUnauthorized):
                    # Signing in is the synchronisation's work, at its pace: an account must not be locked by us.
                    connected.clear()
                await self._wait_after(error, tries)
                tries += 1

    async def carry(self, crm: Crm) -> None:
        """Carry what can be carried now; raises :class:`CrmUnavailable` where the server wants to be left alone."""
        unanswered = 0
        while item := await self._choose():
            try:
                await self._send(crm, item)
                unanswered = 0
            except CrmUnavailable as error:
                unanswered += 1
                self._later[item.seq] = _now() + wait_s(item.tries, error.retry_after_s)
                if error.retry_after_s is not None or unanswered == SERVER_IS_AWAY:
                    raise

    async def _choose(self) -> Waiting | None:
        async with self.deciding:
            items = await self._cache.outbox()
            item = next_due(items, [seq for seq, until in self._later.items() if until > _now()])
            self._say(items, item.seq if item else None)
            return item

    async def _send(self, crm: Crm, item: Waiting) -> None:
        try:
            await crm.write(item.write)
        except (CrmUnavailable, CrmUnauthorized) as error:
            await self._cache.write_failed(item.seq, error.problem, parked=False)
            raise
        except Exception as error:
            # The CRM will not take it by itself: it stays, with its reason, for a person to decide. A mistake of
            # ours parks one record too: the others must not wait for the next version.
            log.warning("a write is parked: %s", error, exc_info=not isinstance(error, DeskError))
            theirs = error.theirs if isinstance(error, CrmConflict) else None
            await self._cache.write_failed(item.seq, _reason(error), parked=True, theirs=theirs)
        else:
            await self._cache.write_done(item.seq)
        self._later.pop(item.seq, None)

    # --- waiting -------------------------------------------------------------------------------------------------

    async def _wait_after(self, error: DeskError, tries: int) -> None:
        self._say(await self._cache.outbox())
        if isinstance(error, CrmUnavailable) and error.retry_after_s is not None:
            await asyncio.sleep(wait_s(tries, error.retry_after_s))  # the server's word: nothing cuts it short
        else:
            await self._pause(wait_s(tries))

    def _soonest_s(self) -> float | None:
        """Seconds until the next write may be tried again; ``None``: none waits for that."""
        return max(0.0, min(self._later.values()) - _now()) if self._later else None

    async def _pause(self, seconds: float | None) -> None:
        try:
            await asyncio.wait_for(self._work.wait(), seconds)
        except TimeoutError:
            return

    def _say(self, items: Sequence[Waiting], sending: int | None = None) -> None:
        parked = [item for item in items if item.parked]
        told = next((item.problem for item in (*parked, *items) if item.problem), None)
        self._session.post(OutboxChanged(len(items), told, len(parked), sending))


def _reason(error: Exception) -> Problem:
    """Why a write is parked, in a sentence about writing."""
    if not isinstance(error, DeskError):
        return Problem.of(ProblemId.CRM_WRITE_REFUSED, f"{type(error).__name__}: {error}")
    if isinstance(error, CrmForbidden):
        return Problem(ProblemId.CRM_WRITE_FORBIDDEN, error.problem.args, error.problem.detail)
    if error.problem.id is ProblemId.CRM_FAULT:
        return Problem(ProblemId.CRM_WRITE_REFUSED, (), error.problem.detail)
    return error.problem


def _now() -> float:
    return asyncio.get_running_loop().time()
