"""The ``Crm`` port on the Web API (OData v4): CRM 2016 to Dataverse.

Wire facts and their sources: ``design/crm.md``. One :class:`WebApiCrm` speaks to one server for one operator.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import httpx2
import msgspec

from ctidesk.adapters.crm.deployment import Deployment, Table, compare
from ctidesk.adapters.crm.faults import not_a_crm
from ctidesk.adapters.crm.operator import WhoAmI, identity_of, operator_query
from ctidesk.adapters.crm.schema import OPEN_ONLY, names_of
from ctidesk.adapters.crm.webapi import metadata
from ctidesk.adapters.crm.webapi.bodies import body_of, needs_parties
from ctidesk.adapters.crm.webapi.calls import call_back_of, called_back_query
from ctidesk.adapters.crm.webapi.odata import (
    LOOKUP_TYPE,
    NotAGuid,
    address,
    cursor_of,
    earlier,
    guid,
    prefer,
    record_path,
)
from ctidesk.adapters.crm.webapi.rows import Rows, direction, polymorphic, scalar
from ctidesk.adapters.crm.wire import Wire
from ctidesk.domain.errors import CrmConflict, CrmForbidden, CrmRefused, Problem, ProblemId
from ctidesk.domain.outbox import Value, Write, WriteKind, reference
from ctidesk.domain.records import PULL_ORDER, Entity, RecordRef, Row
from ctidesk.domain.settings import CrmSettings
from ctidesk.ports import CallBack, CrmIdentity, Page, Watermark

log = logging.getLogger(__name__)

# Stamps have whole seconds, and a row can appear after a later one was read: changes are read over again this far.
OVERLAP = timedelta(minutes=5)
LARGEST_PAGE = 5000
NEVER_UPDATE = {"If-None-Match": "*"}
NEVER_CREATE = {"If-Match": "*"}


class Found(msgspec.Struct):
    """Rows by the server's own names."""

    value: list[dict[str, object]]


class WebApiCrm:
    """``unknown_names``: after :meth:`connect`, the configured names that the server lacks, as one problem."""

    def __init__(
        self, settings: CrmSettings, password: str = "", transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._settings = settings
        self._names = names_of(settings)
        self._wire = Wire(settings, password, transport)
        self._page_size = min(settings.page_size, LARGEST_PAGE)
        self._deployment: Deployment | None = None
        self._who: WhoAmI | None = None
        self._learning = asyncio.Lock()
        self._identity: CrmIdentity | None = None

    @property
    def unknown_names(self) -> Problem | None:
        return self._deployment.problem if self._deployment else None

    async def connect(self) -> CrmIdentity:
        deployment = await self._learn()
        who = await self._who_am_i()
        self._identity = identity_of(self._settings, who, await self._operators(deployment), self._wire.url(""))
        return self._identity

    def entities(self) -> Sequence[Entity]:
        tables = self._deployment.tables if self._deployment else {}
        return tuple(entity for entity in PULL_ORDER if entity in tables)

    async def pull(
        self, entity: Entity, since: Watermark | None = None, cursor: str | None = None
    ) -> AsyncIterator[Page]:
        """As the port says. With ``since`` the last :data:`OVERLAP` before it is read once more.

        An entity whose rows carry no stamp is pulled whole every time. A cursor is path and query of a nextLink.
        """
        deployment = await self._learn()
        table = deployment.table(entity)
        if cursor and not cursor.startswith("/"):
            raise CrmRefused(Problem.of(ProblemId.CRM_FAULT, "not a cursor"))
        async for page in self._pages(
            table, Rows(deployment, table), cursor or first_page(table, since.stamp if since else None)
        ):
            yield page

    async def write(self, write: Write) -> None:
        deployment = await self._learn()
        table = deployment.table(write.entity)
        steps = {WriteKind.CREATE: self._create, WriteKind.UPDATE: self._update, WriteKind.CLOSE: self._close}
        try:
            await steps[write.kind](deployment, table, write)
        except NotAGuid:
            raise CrmRefused(Problem.of(ProblemId.CRM_WRITE_REFUSED, "an id is not a GUID")) from None

    async def user_status(self, user_id: str) -> int | None:
        table = (await self._learn()).table(Entity.USER)
        column = table.fields.get("cti_status")
        if not column:
            return None
        status = (await self._values(table, user_id, [column]))[column]
        return status if isinstance(status, int) else None

    async def called_back(self, number: str, since: datetime) -> CallBack | None:
        table = (await self._learn()).tables.get(Entity.PHONE_CALL)
        target = called_back_query(table, number, since) if table else None
        if table is None or target is None:
            return None
        content = await self._wire.get(target, entity=table.entity, background=True)
        try:
            return call_back_of(table, msgspec.json.decode(content, type=Found).value)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
            raise not_a_crm(self._wire.host, "calls that are not JSON") from None

    async def close(self) -> None:
        await self._wire.close()

    # --- what the server is ---
    async def _learn(self) -> Deployment:
        """``$metadata`` is read once; a call before :meth:`connect` reads it too."""
        async with self._learning:
            if not self._deployment:
                self._deployment = await self._read_metadata()
        return self._deployment

    async def _read_metadata(self) -> Deployment:
        missing = (400, 404, 405, 410)  # the address leads somewhere else: what comes is no metadata
        answer = await self._wire.send("GET", "$metadata", {"Accept": "application/xml"}, also=missing)
        try:
            known = await asyncio.to_thread(metadata.parse, answer.content)
        except metadata.MetadataUnreadable as error:
            raise not_a_crm(self._wire.host, f"$metadata: HTTP {answer.status_code}, {error}") from None
        return self._usable(compare(self._names, known))

    def _usable(self, deployment: Deployment) -> Deployment:
        if deployment.problem:
            log.warning("the CRM does not know these configured names: %s", ", ".join(deployment.unknown))
        if deployment.problem and not deployment.tables:
            raise CrmRefused(deployment.problem)
        return deployment

    async def _who_am_i(self) -> WhoAmI | None:
        """``None`` where the server has no such function."""
        answer = await self._wire.send("GET", "WhoAmI", {}, entity=Entity.USER, also=(400, 404, 405, 501))
        if not answer.is_success:
            return None
        try:
            return msgspec.json.decode(answer.content, type=WhoAmI)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise not_a_crm(self._wire.host, "WhoAmI: not JSON") from None

    async def _operators(self, deployment: Deployment) -> list[Row]:
        """The user records that ``[crm] operator`` names: one, if all is well."""
        if not self._settings.operator:
            return []
        table = deployment.table(Entity.USER)
        page = await self._page(table, Rows(deployment, table), operator_query(table, self._settings.operator))
        return list(page.rows)

    # --- pulling ---
    async def _pages(self, table: Table, rows: Rows, target: str) -> AsyncIterator[Page]:
        """The next page is on its way while the caller stores this one."""
        ahead = asyncio.create_task(self._page(table, rows, target))
        try:
            while True:
                page = await ahead
                if page.cursor:
                    ahead = asyncio.create_task(self._page(table, rows, page.cursor))
                yield page
                if not page.cursor:
                    return
        finally:
            ahead.cancel()
            ahead.add_done_callback(unheard)

    async def _page(self, table: Table, rows: Rows, target: str) -> Page:
        annotations = LOOKUP_TYPE if polymorphic(table) else ""
        wanted = prefer(self._page_size, annotations)
        content = await self._wire.get(target, entity=table.entity, prefer=wanted, background=True)
        try:
            read, following, total = await asyncio.to_thread(rows.read, content)
        except ValueError as error:
            raise not_a_crm(self._wire.host, str(error)) from None
        return Page(read, cursor_of(following, self._wire.url(target)) if following else None, total)

    # --- writing ---
    async def _create(self, deployment: Deployment, table: Table, write: Write) -> None:
        """PATCH with our own id, on the condition that there is no such record.

        Our id is looked for first: after a lost answer, or a restart, this is a repetition, and a server may overwrite
        the record instead of answering 412 (``design/crm.md``, 5).
        """
        if await self._exists(table, write):
            return
        try:
            await self._patch(deployment, table, write, NEVER_UPDATE)
        except CrmConflict:
            if not await self._exists(table, write):
                raise

    async def _update(self, deployment: Deployment, table: Table, write: Write) -> None:
        """An update of nothing but what this server lacks is none."""
        if write.values.keys() - table.lacks:
            await self._patch(deployment, table, await self._with_parties(table, write), NEVER_CREATE)

    async def _close(self, deployment: Deployment, table: Table, write: Write) -> None:
        """A record that has this state already may refuse it: then the closing was carried out before."""
        try:
            await self._patch(deployment, table, write, NEVER_CREATE)
        except (CrmRefused, CrmForbidden, CrmConflict):
            wanted = body_of(deployment, table, write)
            if await self._values(table, write.record_id, tuple(wanted)) != wanted:
                raise

    async def _with_parties(self, table: Table, write: Write) -> Write:
        """Parties are replaced together: what the write does not say of them is taken from the record."""
        if not needs_parties(write):
            return write
        unsaid = [name for name in ("direction", "number") if name in table.fields and name not in write.values]
        standing = await self._standing(table, write, unsaid) if unsaid else {}
        operator = write.values.get("operator") or self._operator()
        return replace(write, values={**standing, **write.values, "operator": operator})

    async def _standing(self, table: Table, write: Write, names: Sequence[str]) -> dict[str, Value]:
        found = await self._values(table, write.record_id, [table.fields[name] for name in names])
        values = {name: scalar(found[table.fields[name]]) for name in names}
        return values | ({"direction": direction(values["direction"])} if "direction" in values else {})

    def _operator(self) -> str | None:
        return reference(RecordRef(Entity.USER, self._identity.user_id)) if self._identity else None

    async def _exists(self, table: Table, write: Write) -> bool:
        target = address(record_path(table.set, write.record_id), {"$select": table.key})
        return await self._wire.exists(target, entity=table.entity)

    async def _values(self, table: Table, id: str, columns: Sequence[str]) -> Mapping[str, object]:
        target = address(record_path(table.set, id), {"$select": ",".join(columns)})
        content = await self._wire.get(target, entity=table.entity)
        try:
            row: dict[str, object] = msgspec.json.decode(content, type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise not_a_crm(self._wire.host, "a record that is not JSON") from None
        return {column: row.get(column) for column in columns}

    async def _patch(self, deployment: Deployment, table: Table, write: Write, condition: Mapping[str, str]) -> None:
        body = msgspec.json.encode(body_of(deployment, table, write))
        await self._wire.patch(record_path(table.set, guid(write.record_id)), body, condition, entity=table.entity)


def unheard(task: asyncio.Task[Page]) -> None:
    """A page that nobody waits for any more may fail in silence."""
    if not task.cancelled():
        task.exception()


def first_page(table: Table, since: str | None) -> str:
    stamp, state = table.fields.get("modified"), table.fields.get("state")
    columns = ",".join(dict.fromkeys((table.key, *table.fields.values())))
    if since and stamp:
        changed = f"{stamp} ge {earlier(since, OVERLAP)}"
        return address(table.set, {"$select": columns, "$filter": changed, "$orderby": f"{stamp},{table.key}"})
    only_open = f"{state} eq 0" if state and table.entity in OPEN_ONLY else ""
    return address(table.set, {"$select": columns, "$filter": only_open, "$count": "true"})
