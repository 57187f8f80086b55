"""Ids of the copy held against the CRM's, where it tracks no changes: deletions show in no other way.

At low priority: after a synchronisation, once in :data:`EVERY`, and whoever asks for a synchronisation goes first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from ctidesk.domain.errors import CrmForbidden, CrmRefused
from ctidesk.domain.records import Entity
from ctidesk.ports import Cache, Clock, Crm

log = logging.getLogger(__name__)

EVERY = timedelta(hours=20)
"""Nightly, for a desk that is switched on every day."""
MOST_READ_SINGLY = 2000
"""Records come twenty at a time here and thousands at a time in a pull: a copy that lacks more is pulled anew."""


class Census:
    def __init__(self, crm: Crm, cache: Cache, clock: Clock, interrupted: Callable[[], bool]) -> None:
        self._crm = crm
        self._cache = cache
        self._clock = clock
        self._interrupted = interrupted
        self._refused: set[Entity] = set()

    async def take(self) -> int:
        """Compare what is due; the number of records that came or went. One interrupted begins anew next time."""
        changed = 0
        for entity in self._crm.entities():
            if await self._is_due(entity) and not self._interrupted():
                changed += await self._guarded(entity)
        return changed

    async def _is_due(self, entity: Entity) -> bool:
        """An entity without any mark is pulled whole every time, and what it no longer has is gone then."""
        mark = await self._cache.watermark(entity)
        if mark is None or mark.delta or entity in self._refused:
            return False
        last = await self._cache.compared(entity)
        return last is None or self._clock.now() - last >= EVERY

    async def _guarded(self, entity: Entity) -> int:
        try:
            return await self._compare(entity)
        except (CrmForbidden, CrmRefused) as error:
            self._refused.add(entity)
            log.warning("the ids of %s cannot be compared: %s", entity, error)
            return 0

    async def _compare(self, entity: Entity) -> int:
        await self._cache.begin_comparison(entity)
        came = 0
        async for ids in self._crm.ids(entity):
            missing = await self._cache.compare(entity, ids)
            if came + len(missing) > MOST_READ_SINGLY:
                log.info("the copy lacks many of %s: it is pulled anew", entity)
                await self._cache.restart_pull(entity)
                return came
            came += await self._fetch(entity, missing)
            if self._interrupted():
                return came
        gone = await self._cache.end_comparison(entity)
        log.info("%s compared: %d came, %d went", entity, came, gone)
        return came + gone

    async def _fetch(self, entity: Entity, missing: Sequence[str]) -> int:
        if not missing:
            return 0
        rows = await self._crm.records(entity, missing)
        await self._cache.store_records(entity, rows)
        return len(rows)
