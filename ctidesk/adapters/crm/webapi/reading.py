"""What is read of a server: everything, what has changed, the ids alone, single records.

Changes come by delta link where the server tracks them: "Use change tracking to synchronize data with external
systems", https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

import msgspec

from ctidesk.adapters.crm.ahead import pages_ahead
from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.faults import not_a_crm
from ctidesk.adapters.crm.odata import address, cursor_of, earlier, guid, literal
from ctidesk.adapters.crm.schema import OPEN_ONLY, OVERLAP
from ctidesk.adapters.crm.values import polymorphic
from ctidesk.adapters.crm.webapi.odata import LOOKUP_TYPE, prefer
from ctidesk.adapters.crm.webapi.rows import Read, Rows
from ctidesk.adapters.crm.wire import Wire
from ctidesk.domain.errors import CrmError, CrmForbidden, CrmMarkExpired, CrmRefused
from ctidesk.domain.records import Row
from ctidesk.ports import Page, Watermark

# A key in a filter takes some 50 characters, and IIS takes 2048 of a query unless it is told otherwise.
KEYS_AT_ONCE = 20
EMPTY = (b"", b"{}")


@dataclass(frozen=True, slots=True)
class Ask:
    """A page to be asked for, and what to ask ``otherwise`` where the server refuses that.

    ``tracked``: with change tracking. ``mark``: the delta link that led here.
    """

    target: str
    otherwise: Ask | None = None
    tracked: bool = False
    mark: str | None = None


class Counts(msgspec.Struct, rename={"values": "Values"}):
    values: list[int]


class TotalRecordCount(msgspec.Struct, rename={"counts": "EntityRecordCountCollection"}):
    """ "RetrieveTotalRecordCount Function", Microsoft Learn: a snapshot of the last 24 hours, of the whole table."""

    counts: Counts


class Reader:
    """Remembers for as long as it lives what the server does not do."""

    def __init__(self, wire: Wire, page_size: int) -> None:
        self._wire = wire
        self._page_size = page_size
        self._untracked = set(OPEN_ONLY)  # their first pull has a filter, which tracking refuses
        self._counts = True

    def pull(
        self, deployment: Deployment, table: Table, since: Watermark | None, cursor: str | None
    ) -> AsyncIterator[Page]:
        """An entity whose rows carry no stamp, and that is not tracked, is pulled whole every time."""
        ask = self._going_on(table, since, cursor) if cursor else self._beginning(table, since)
        return self._pages(table, Rows(deployment, table), ask, since)

    async def ids(self, deployment: Deployment, table: Table) -> AsyncIterator[Sequence[str]]:
        bare = replace(table, fields={}, lacks=frozenset())
        ask = Ask(address(table.set, {"$select": table.key, "$filter": only_open(table)}))
        async for page in self._pages(bare, Rows(deployment, bare), ask, Watermark()):
            yield [str(row["id"]) for row in page.rows]

    async def records(self, deployment: Deployment, table: Table, ids: Sequence[str]) -> list[Row]:
        rows, found = Rows(deployment, table), list[Row]()
        for start in range(0, len(ids), KEYS_AT_ONCE):
            wanted = " or ".join(f"{table.key} eq {guid(id)}" for id in ids[start : start + KEYS_AT_ONCE])
            ask = Ask(address(table.set, {"$select": columns(table), "$filter": wanted}))
            async for page in self._pages(table, rows, ask, Watermark()):
                found += page.rows
        return found

    async def page(self, deployment: Deployment, table: Table, target: str) -> Page:
        """The one page of a question of ours."""
        return await self._page(table, Rows(deployment, table), Ask(target))

    # --- where a pull begins ---------------------------------------------------------------------------------------

    def _beginning(self, table: Table, since: Watermark | None) -> Ask:
        stamp = since.stamp if since and "modified" in table.fields else None
        plain = Ask(changes(table, stamp)) if stamp else self._everything(table)
        if table.entity in self._untracked:
            return plain
        if since and since.delta:
            return Ask(since.delta, plain, tracked=True, mark=since.delta)
        return plain if stamp else Ask(everything(table), plain, tracked=True)

    def _everything(self, table: Table) -> Ask:
        uncounted = Ask(everything(table))
        return Ask(everything(table, counted=True), uncounted) if self._counts else uncounted

    def _going_on(self, table: Table, since: Watermark | None, cursor: str) -> Ask:
        """A page must be asked for just as the one before it: what has a filter was not tracked."""
        if table.entity in self._untracked or "filter=" in cursor:
            return Ask(cursor)
        return Ask(cursor, Ask(cursor), tracked=True, mark=since.delta if since else None)

    async def _first_page(self, table: Table, rows: Rows, ask: Ask) -> tuple[Page, Ask]:
        """The page that the server gives: tracked, else counted, else neither. Who has no right has none to either."""
        try:
            return await self._page(table, rows, ask), ask
        except (CrmRefused, CrmForbidden) as error:
            hopeless = isinstance(error, CrmMarkExpired) or (isinstance(error, CrmForbidden) and not ask.tracked)
            if not ask.otherwise or hopeless:
                raise
        page, served = await self._first_page(table, rows, ask.otherwise)
        self._learn(table, ask)
        return page, served

    def _learn(self, table: Table, refused: Ask) -> None:
        """What the server has refused, and then given without, is not asked for again."""
        if refused.tracked:
            self._untracked.add(table.entity)
        else:
            self._counts = False

    # --- pages -----------------------------------------------------------------------------------------------------

    async def _pages(self, table: Table, rows: Rows, ask: Ask, since: Watermark | None) -> AsyncIterator[Page]:
        """The next page is on its way while the caller stores this one."""
        page, ask = await self._first_page(table, rows, ask)
        if page.cursor and not since and page.total is None:
            page = replace(page, total=await self._total(table))
        following = pages_ahead(page, lambda cursor: self._page(table, rows, replace(ask, target=cursor)))
        async with aclosing(following) as pages:
            async for each in pages:
                yield each

    async def _page(self, table: Table, rows: Rows, ask: Ask) -> Page:
        wanted = prefer(self._page_size, LOOKUP_TYPE if polymorphic(table) else "", tracked=ask.tracked)
        content = await self._wire.get(ask.target, entity=table.entity, prefer=wanted, background=True)
        if ask.mark and content.strip() in EMPTY:  # what is documented for "nothing has changed"
            return Page((), None, delta=ask.mark)
        try:
            read = await asyncio.to_thread(rows.read, content)
        except ValueError as error:
            raise not_a_crm(self._wire.host, str(error)) from None
        return self._made(read, ask)

    def _made(self, read: Read, ask: Ask) -> Page:
        requested = self._wire.url(ask.target)
        following = cursor_of(read.next, requested) if read.next else None
        delta = cursor_of(read.delta, requested) if read.delta else ask.mark
        return Page(read.rows, following, read.total, read.deleted, delta if not following and ask.tracked else None)

    async def _total(self, table: Table) -> int | None:
        """How many rows the table has; ``None`` where the server has no such function, or we no right to it."""
        if table.entity in OPEN_ONLY:
            return None
        names = f"[{literal(table.type.name)}]"
        try:
            content = await self._wire.get(f"RetrieveTotalRecordCount(EntityNames={names})", background=True)
            return msgspec.json.decode(content, type=TotalRecordCount).counts.values[0]
        except (CrmError, msgspec.DecodeError, UnicodeDecodeError, IndexError):
            return None


def columns(table: Table) -> str:
    return ",".join(dict.fromkeys((table.key, *table.fields.values())))


def only_open(table: Table) -> str:
    state = table.fields.get("state")
    return f"{state} eq 0" if state and table.entity in OPEN_ONLY else ""


def everything(table: Table, *, counted: bool = False) -> str:
    """``counted``: with the server's count, which tracking may refuse as it does a filter."""
    options = {"$select": columns(table), "$filter": only_open(table), "$count": "true" if counted else ""}
    return address(table.set, options)


def changes(table: Table, since: str) -> str:
    stamp = table.fields["modified"]
    changed = f"{stamp} ge {earlier(since, OVERLAP)}"
    return address(table.set, {"$select": columns(table), "$filter": changed, "$orderby": f"{stamp},{table.key}"})
