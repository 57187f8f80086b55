"""What is read of a 2013 server: everything, what has changed, the ids alone, single records.

Nothing tells deletions here, and the one mark of changes is ``modifiedon``.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from ctidesk.adapters.crm.ahead import pages_ahead
from ctidesk.adapters.crm.crm2013.service import OrganizationService
from ctidesk.adapters.crm.crm2013.values import Reader
from ctidesk.adapters.crm.crm2013.ways import ByOData, BySoap, Way
from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.odata import earlier
from ctidesk.adapters.crm.schema import OVERLAP
from ctidesk.adapters.crm.wire import Wire
from ctidesk.domain.errors import CrmRefused, Problem, ProblemId
from ctidesk.domain.records import Row
from ctidesk.ports import Page, Watermark

log = logging.getLogger(__name__)


class Reading:
    """``bulk``: ``auto`` takes SOAP where it answers."""

    def __init__(self, wire: Wire, service: OrganizationService, page_size: int, bulk: str) -> None:
        self._service = service
        self._bulk = bulk
        self._odata = ByOData(wire)
        self._soap = BySoap(wire, service, page_size)

    async def pull(
        self, deployment: Deployment, table: Table, since: Watermark | None, cursor: str | None
    ) -> AsyncGenerator[Page, None]:
        """An entity whose rows carry no stamp is pulled whole every time."""
        stamp = since.stamp if since and "modified" in table.fields else None
        reader = Reader(deployment, table)
        earliest = earlier(stamp, OVERLAP) if stamp else ""
        way, first = await (self._going_on(table, reader, cursor) if cursor else self._begin(table, reader, earliest))
        async with aclosing(pages_ahead(first, partial(way.page, table, reader))) as pages:
            async for page in pages:
                yield page

    async def ids(self, deployment: Deployment, table: Table) -> AsyncGenerator[Sequence[str], None]:
        reader = bare(deployment, table)
        way, first = await self._begin(table, reader, "")
        async with aclosing(pages_ahead(first, partial(way.page, table, reader))) as pages:
            async for page in pages:
                yield [str(row["id"]) for row in page.rows]

    async def records(self, deployment: Deployment, table: Table, ids: Sequence[str]) -> list[Row]:
        way, reader, found = await self._way(), Reader(deployment, table), list[Row]()
        for start in range(0, len(ids), way.keys_at_once):
            found += (await way.those(table, reader, ids[start : start + way.keys_at_once])).rows
        return found

    async def answers(self, deployment: Deployment, table: Table, target: str) -> Sequence[Row]:
        """The one page of a question of ours, put in OData; ``target`` is relative to the service's root."""
        return (await self._odata.page(table, Reader(deployment, table), target)).rows

    async def _way(self) -> Way:
        return self._soap if self._bulk == "auto" and await self._service.is_open() else self._odata

    async def _begin(self, table: Table, reader: Reader, since: str) -> tuple[Way, Page]:
        """What FetchXML refuses OData may give: an attribute by another name, an entity that is not queried so."""
        way = await self._way()
        try:
            return way, await way.page(table, reader, way.first(table, reader, since))
        except CrmRefused as error:
            if way is self._odata:
                raise
            log.warning("%s comes by OData, since SOAP refused it: %s", table.entity, error)
        return self._odata, await self._odata.page(table, reader, self._odata.first(table, reader, since))

    async def _going_on(self, table: Table, reader: Reader, cursor: str) -> tuple[Way, Page]:
        """A pull goes on as it began, whatever is open by now."""
        ways: tuple[Way, ...] = (self._odata, self._soap)
        way = next((each for each in ways if each.knows(cursor)), None)
        if not way:
            raise CrmRefused(Problem.of(ProblemId.CRM_FAULT, "not a cursor"))
        return way, await way.page(table, reader, cursor)


def bare(deployment: Deployment, table: Table) -> Reader:
    """Of keys alone."""
    return Reader(deployment, replace(table, fields={}, lacks=frozenset()))
