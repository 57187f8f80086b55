"""The ``Crm`` port on the Web API (OData v4): CRM 2016 to Dataverse.

Wire facts and their sources: ``design/crm.md``. One :class:`WebApiCrm` speaks to one server for one operator.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import httpx2
import msgspec

from ctidesk.adapters.crm.called_back import call_back, called_back_query
from ctidesk.adapters.crm.deployment import Deployment, Table, compare
from ctidesk.adapters.crm.faults import is_web_page, not_a_crm
from ctidesk.adapters.crm.learning import Learning
from ctidesk.adapters.crm.odata import NotAGuid, address, guid
from ctidesk.adapters.crm.operator import WhoAmI, identity_of, operator_query
from ctidesk.adapters.crm.schema import names_of
from ctidesk.adapters.crm.signin.sign_in import SignIn
from ctidesk.adapters.crm.values import direction, scalar
from ctidesk.adapters.crm.webapi import metadata, present
from ctidesk.adapters.crm.webapi.bodies import body_of
from ctidesk.adapters.crm.webapi.odata import LOOKUP_TYPE, prefer, record_path
from ctidesk.adapters.crm.webapi.reading import Reader
from ctidesk.adapters.crm.wire import Wire
from ctidesk.adapters.crm.writes import needs_parties, refuse_what_is_lacking
from ctidesk.domain.errors import CrmConflict, CrmForbidden, CrmRefused, Problem, ProblemId
from ctidesk.domain.outbox import Value, Write, WriteKind, reference
from ctidesk.domain.records import Entity, RecordRef, Row
from ctidesk.domain.settings import CrmSettings
from ctidesk.ports import CallBack, CrmIdentity, Page, Watermark

LARGEST_PAGE = 5000
NEVER_UPDATE = {"If-None-Match": "*"}
NEVER_CREATE = {"If-Match": "*"}
READ_AGAIN = 3
"""How often a record is read for one update, where somebody else writes it at the same moment."""


class WebApiCrm:
    """``unknown_names``: after :meth:`connect`, the configured names that the server lacks, as one problem."""

    def __init__(
        self, settings: CrmSettings, sign_in: SignIn, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._settings = settings
        self._names = names_of(settings)
        self._wire = Wire(settings, sign_in, transport)
        self._reader = Reader(self._wire, min(settings.page_size, LARGEST_PAGE))
        self._learning = Learning(self._wire, lambda document: compare(self._names, metadata.parse(document)))
        self._identity: CrmIdentity | None = None

    @property
    def unknown_names(self) -> Problem | None:
        return self._learning.problem

    async def connect(self) -> CrmIdentity:
        deployment = await self._learn()
        who = await self._who_am_i()
        self._identity = identity_of(self._settings, who, await self._operators(deployment), self._wire.url(""))
        return self._identity

    def entities(self) -> Sequence[Entity]:
        return self._learning.entities()

    async def pull(
        self, entity: Entity, since: Watermark | None = None, cursor: str | None = None
    ) -> AsyncIterator[Page]:
        """As the port says. A cursor is path and query of a nextLink, a mark those of a deltaLink."""
        deployment = await self._learn()
        for link in (cursor, since.delta if since else None):
            if link and not link.startswith("/"):
                raise CrmRefused(Problem.of(ProblemId.CRM_FAULT, "not a cursor"))
        async for page in self._reader.pull(deployment, deployment.table(entity), since, cursor):
            yield page

    async def ids(self, entity: Entity) -> AsyncIterator[Sequence[str]]:
        deployment = await self._learn()
        async for page in self._reader.ids(deployment, deployment.table(entity)):
            yield page

    async def records(self, entity: Entity, ids: Sequence[str]) -> Sequence[Row]:
        deployment = await self._learn()
        try:
            return await self._reader.records(deployment, deployment.table(entity), ids)
        except NotAGuid:
            raise CrmRefused(Problem.of(ProblemId.CRM_FAULT, "an id is not a GUID")) from None

    async def write(self, write: Write) -> None:
        deployment = await self._learn()
        table = deployment.table(write.entity)
        steps = {WriteKind.CREATE: self._create, WriteKind.UPDATE: self._update, WriteKind.CLOSE: self._close}
        try:
            refuse_what_is_lacking(table, write)
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
        deployment = await self._learn()
        table = deployment.tables.get(Entity.PHONE_CALL)
        state = table.fields.get("state", "statecode") if table else ""
        target = called_back_query(table, number, since, state) if table else None
        if table is None or target is None:
            return None
        rows = (await self._reader.page(deployment, table, target)).rows
        return call_back(rows[0]["owner"], rows[0]["start"]) if rows else None

    async def close(self) -> None:
        await self._wire.close()

    # --- what the server is ---
    async def _learn(self) -> Deployment:
        """``$metadata`` is read once; a call before :meth:`connect` reads it too."""
        return await self._learning.deployment()

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
        page = await self._reader.page(deployment, table, operator_query(table, self._settings.operator))
        return list(page.rows)

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
        if not write.values.keys() - table.lacks:
            return
        if present.known(table, write.base):
            await self._update_unless_changed(deployment, table, write)
        else:
            await self._patch(deployment, table, await self._with_parties(table, write), NEVER_CREATE)

    async def _update_unless_changed(self, deployment: Deployment, table: Table, write: Write) -> None:
        """Write over the version just read and no other; one that changes in between is read again."""
        for tries_left in reversed(range(READ_AGAIN)):
            row = await self._present(table, write)
            left, theirs = write.against(present.values_of(deployment, table, write, row))
            if theirs:
                raise CrmConflict(Problem.of(ProblemId.CRM_CHANGED_MEANWHILE), theirs)
            if not left.keys() - table.lacks:
                return
            version = row.get(present.ETAG)
            condition = {"If-Match": version} if isinstance(version, str) else NEVER_CREATE
            try:
                return await self._patch(deployment, table, replace(write, values=left), condition)
            except CrmConflict:
                if not tries_left:
                    raise

    async def _present(self, table: Table, write: Write) -> Mapping[str, object]:
        headers = {"Prefer": prefer(annotations=LOOKUP_TYPE)}
        answer = await self._wire.send("GET", present.query(table, write), headers, entity=table.entity, also=(404,))
        if answer.status_code == 404 and is_web_page(answer):
            raise not_a_crm(self._wire.host, "HTTP 404")
        if answer.status_code == 404:
            raise CrmRefused(Problem.of(ProblemId.CRM_RECORD_GONE, "HTTP 404"))
        return self._row(answer.content)

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
        row = self._row(await self._wire.get(target, entity=table.entity))
        return {column: row.get(column) for column in columns}

    def _row(self, content: bytes) -> dict[str, object]:
        try:
            return msgspec.json.decode(content, type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise not_a_crm(self._wire.host, "a record that is not JSON") from None

    async def _patch(self, deployment: Deployment, table: Table, write: Write, condition: Mapping[str, str]) -> None:
        body = msgspec.json.encode(body_of(deployment, table, write))
        await self._wire.patch(record_path(table.set, guid(write.record_id)), body, condition, entity=table.entity)
