"""The two ways in which rows come: by OData 50 a page, which is fixed there, and by SOAP 5000.

"Query Microsoft Dynamics CRM data using the OData endpoint" (paging), "Page large result sets with FetchXML",
Microsoft Learn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from ctidesk.adapters.crm.crm2013 import fetchxml, soap
from ctidesk.adapters.crm.crm2013.addresses import date_literal, guid_literal, next_cursor
from ctidesk.adapters.crm.crm2013.fetchxml import Place
from ctidesk.adapters.crm.crm2013.metadata import OPTION
from ctidesk.adapters.crm.crm2013.pages import page_of
from ctidesk.adapters.crm.crm2013.service import OrganizationService
from ctidesk.adapters.crm.crm2013.values import Reader
from ctidesk.adapters.crm.deployment import Table
from ctidesk.adapters.crm.faults import not_a_crm
from ctidesk.adapters.crm.odata import address, guid
from ctidesk.adapters.crm.schema import OPEN_ONLY
from ctidesk.adapters.crm.values import NotOData
from ctidesk.adapters.crm.wire import Wire
from ctidesk.domain.records import Row
from ctidesk.ports import Page


class Way(Protocol):
    """How rows come. A cursor is where a page begins, in the words of the way it belongs to."""

    keys_at_once: int

    def knows(self, cursor: str) -> bool: ...

    def first(self, table: Table, reader: Reader, since: str) -> str:
        """The cursor of the first page of everything, or of what has changed since that stamp."""

    async def page(self, table: Table, reader: Reader, cursor: str) -> Page: ...

    async def those(self, table: Table, reader: Reader, ids: Sequence[str]) -> Page: ...


class ByOData:
    """A cursor is path and query of an ``__next``, or of our own first question."""

    keys_at_once = 20  # a key in a filter takes some 60 characters, and IIS takes 2048 of a query

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def knows(self, cursor: str) -> bool:
        """Whatever else lies on that host is none of ours."""
        return cursor.lower().startswith(self._wire.root.lower())

    def first(self, table: Table, reader: Reader, since: str) -> str:
        options = {"$select": selected(reader), "$filter": wanted(table, since), "$orderby": ordered(table, since)}
        return self._wire.root + address(table.set, options)

    async def page(self, table: Table, reader: Reader, cursor: str) -> Page:
        content = await self._wire.get(cursor, entity=table.entity, background=True)
        try:
            rows, following = await asyncio.to_thread(rows_by_property, reader, content)
        except (NotOData, ValueError) as error:
            raise not_a_crm(self._wire.host, str(error)) from None
        link = next_cursor(following, self._wire.url(cursor), self._wire.root) if following else None
        return Page(rows, link)

    async def those(self, table: Table, reader: Reader, ids: Sequence[str]) -> Page:
        either = " or ".join(f"{table.key} eq {guid_literal(id)}" for id in ids)
        options = {"$select": selected(reader), "$filter": either}
        return await self.page(table, reader, self._wire.root + address(table.set, options))


class BySoap:
    """A cursor is a :class:`Place` in a query of ours."""

    keys_at_once = 500

    def __init__(self, wire: Wire, service: OrganizationService, page_size: int) -> None:
        self._wire = wire
        self._service = service
        self._page_size = page_size or fetchxml.LARGEST_PAGE

    def knows(self, cursor: str) -> bool:
        return fetchxml.is_cursor(cursor)

    def first(self, table: Table, reader: Reader, since: str) -> str:
        return str(Place(since=since))

    async def page(self, table: Table, reader: Reader, cursor: str) -> Page:
        place = fetchxml.parsed(cursor)
        columns = tuple(dict.fromkeys(reader.wanted.values()))
        query = fetchxml.fetch(table, columns, place, self._page_size, fetchxml.wanted(table, place))
        rows, cookie = await self._rows(table, reader, query)
        return Page(rows, None if cookie is None else str(place.after(cookie)))

    async def those(self, table: Table, reader: Reader, ids: Sequence[str]) -> Page:
        columns = tuple(dict.fromkeys(reader.wanted.values()))
        filter = fetchxml.one_of(table.key, [guid(id) for id in ids])
        rows, _ = await self._rows(table, reader, fetchxml.fetch(table, columns, Place(), len(ids), filter))
        return Page(rows, None)

    async def _rows(self, table: Table, reader: Reader, query: str) -> tuple[list[Row], str | None]:
        content = await self._service.call(
            "RetrieveMultiple", soap.retrieve_multiple(query), entity=table.entity, background=True
        )
        try:
            return await asyncio.to_thread(rows_by_logical_name, reader, content)
        except (NotOData, ValueError) as error:
            raise not_a_crm(self._wire.host, str(error)) from None


def selected(reader: Reader) -> str:
    return ",".join(dict.fromkeys(reader.wanted.values()))


def wanted(table: Table, since: str) -> str:
    """The filter of a pull: what has changed, or only the open ones of some entities, or nothing."""
    stamp, state = table.fields.get("modified"), table.fields.get("state")
    if since and stamp:
        return f"{stamp} ge {date_literal(since)}"
    if not state or table.entity not in OPEN_ONLY:
        return ""
    return f"{state_path(table)} eq 0"


def state_path(table: Table) -> str:
    state = table.fields.get("state", "StateCode")
    return f"{state}/Value" if table.type.properties.get(state) == OPTION else state


def ordered(table: Table, since: str) -> str:
    """Changes by stamp and key; everything as the server gives it, which is by key."""
    stamp = table.fields.get("modified")
    return f"{stamp},{table.key}" if since and stamp else ""


def rows_by_property(reader: Reader, content: bytes) -> tuple[list[Row], str | None]:
    sent, following = page_of(content)
    return [reader.row(row) for row in sent], following


def rows_by_logical_name(reader: Reader, content: bytes) -> tuple[list[Row], str | None]:
    """SOAP names attributes by their logical names, which are the properties' in lower case."""
    wires = [(wire, wire.lower()) for wire in dict.fromkeys(reader.wanted.values())]
    return soap.rows_of(content, lambda sent: reader.row({wire: sent.get(name) for wire, name in wires}))
