"""What the server has, learnt once by whoever needs it first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from ctidesk.adapters.crm.deployment import Deployment
from ctidesk.adapters.crm.faults import not_a_crm
from ctidesk.adapters.crm.metadata import MetadataUnreadable
from ctidesk.adapters.crm.wire import Wire
from ctidesk.domain.errors import CrmRefused, Problem
from ctidesk.domain.records import PULL_ORDER, Entity

log = logging.getLogger(__name__)

# The address leads somewhere else: what comes is no metadata.
ELSEWHERE = (400, 404, 405, 410)


class Learning:
    """``compared`` holds the configured names against a ``$metadata`` document; it runs in a thread."""

    def __init__(self, wire: Wire, compared: Callable[[bytes], Deployment]) -> None:
        self._wire = wire
        self._compared = compared
        self._lock = asyncio.Lock()
        self._known: Deployment | None = None

    @property
    def problem(self) -> Problem | None:
        return self._known.problem if self._known else None

    def entities(self) -> Sequence[Entity]:
        tables = self._known.tables if self._known else {}
        return tuple(entity for entity in PULL_ORDER if entity in tables)

    async def deployment(self) -> Deployment:
        """Raises :class:`CrmRefused` where none of the configured names is known."""
        async with self._lock:
            if not self._known:
                self._known = await self._read()
        return self._known

    async def _read(self) -> Deployment:
        answer = await self._wire.send("GET", "$metadata", {"Accept": "application/xml"}, also=ELSEWHERE)
        try:
            return usable(await asyncio.to_thread(self._compared, answer.content))
        except MetadataUnreadable as error:
            raise not_a_crm(self._wire.host, f"$metadata: HTTP {answer.status_code}, {error}") from None


def usable(deployment: Deployment) -> Deployment:
    if deployment.problem:
        log.warning("the CRM does not know these configured names: %s", ", ".join(deployment.unknown))
    if deployment.problem and not deployment.tables:
        raise CrmRefused(deployment.problem)
    return deployment
