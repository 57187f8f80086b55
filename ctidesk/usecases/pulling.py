"""One entity of the copy brought up to date: pages in, marks kept, what has expired read again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from ctidesk.domain.errors import CrmMarkExpired, CrmRefused
from ctidesk.domain.events import SyncProgressed
from ctidesk.domain.records import Entity
from ctidesk.ports import Cache, Clock, Crm, Page
from ctidesk.usecases.session import Session

log = logging.getLogger(__name__)

RESTARTS = 2
"""A cursor is refused, then the mark it came from has expired: more than that is no accident."""


class Stopped(Exception):
    """The operator has stopped the synchronisation."""


@dataclass
class Pace:
    """``done`` rows are in; ``began`` and ``had`` are of when this desk took the pull up."""

    entity: Entity
    began: datetime
    had: int
    total: int | None = None
    done: int = 0

    def after(self, page: Page, now: datetime) -> SyncProgressed:
        self.done += len(page.rows)
        self.total = page.total or self.total
        in_cache, seconds = self.had + self.done, (now - self.began).total_seconds()
        total = self.total if self.total and self.total >= in_cache else None  # it may be of yesterday
        return SyncProgressed(self.entity, in_cache, total, self.done / seconds if seconds >= 1 else None)


class Pulling:
    """``stopping`` is asked after every page."""

    def __init__(self, session: Session, crm: Crm, cache: Cache, clock: Clock) -> None:
        self._session = session
        self._crm = crm
        self._cache = cache
        self._clock = clock
        self.stopping = False

    async def bring(self, entity: Entity) -> None:
        """Everything once, then what has changed; raises :class:`Stopped`, and the ``Crm…`` errors of the port."""
        for _ in range(RESTARTS):
            try:
                return await self._pull(entity)
            except CrmRefused as error:
                if not await self._forget(entity, error):
                    raise
        return await self._pull(entity)

    async def _forget(self, entity: Entity, error: CrmRefused) -> bool:
        """What the CRM no longer knows, a mark or a cursor; whether there was anything to forget."""
        since, cursor = await self._cache.watermark(entity), await self._cache.pull_cursor(entity)
        expired = isinstance(error, CrmMarkExpired) and since is not None
        if not expired and cursor is None:
            return False
        await self._cache.restart_pull(entity, everything=expired or since is None)
        log.info("%s is pulled anew: %s", entity, error)
        return True

    async def _pull(self, entity: Entity) -> None:
        self.stop_if_asked()
        stands = await self._cache.pulled(entity)
        if not stands.to_the_end:
            await self._read(entity, stands.records)
        await self._cache.pull_completed(entity)

    async def _read(self, entity: Entity, had: int) -> None:
        since, cursor = await self._cache.watermark(entity), await self._cache.pull_cursor(entity)
        pace = Pace(entity, self._clock.now(), had)
        async for page in self._crm.pull(entity, since, cursor):
            await self._cache.store_page(entity, page)
            progress = pace.after(page, self._clock.now())
            if since is None or page.cursor:
                self._session.post(progress)
            if page.cursor:
                self.stop_if_asked()

    def stop_if_asked(self) -> None:
        if self.stopping:
            raise Stopped
