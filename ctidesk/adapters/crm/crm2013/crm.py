"""The ``Crm`` port on CRM 2011, 2013 and 2015: OData v2 (``OrganizationData.svc``) and SOAP (``Organization.svc``).

Wire facts and their sources: ``design/crm.md``. One :class:`Crm2013` speaks to one server for one operator. Where SOAP
is closed, pulling falls back to OData, the operator has to be configured, and states cannot be set.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime

import httpx2

from ctidesk.adapters.crm.called_back import call_back, called_back_query
from ctidesk.adapters.crm.crm2013 import metadata
from ctidesk.adapters.crm.crm2013.addresses import date_literal, guid_literal, service_root
from ctidesk.adapters.crm.crm2013.names import spelt
from ctidesk.adapters.crm.crm2013.reading import Reading
from ctidesk.adapters.crm.crm2013.service import OrganizationService
from ctidesk.adapters.crm.crm2013.values import plain
from ctidesk.adapters.crm.crm2013.ways import state_path
from ctidesk.adapters.crm.crm2013.writing import Writing
from ctidesk.adapters.crm.deployment import Deployment, compare
from ctidesk.adapters.crm.learning import Learning
from ctidesk.adapters.crm.odata import NotAGuid
from ctidesk.adapters.crm.operator import identity_of, operator_query
from ctidesk.adapters.crm.schema import names_of
from ctidesk.adapters.crm.signin.sign_in import SignIn
from ctidesk.adapters.crm.wire import Wire
from ctidesk.adapters.crm.writes import refuse_what_is_lacking
from ctidesk.domain.errors import CrmRefused, Problem, ProblemId
from ctidesk.domain.outbox import Write, WriteKind, reference
from ctidesk.domain.records import Entity, RecordRef, Row
from ctidesk.domain.settings import CrmSettings
from ctidesk.ports import CallBack, CrmIdentity, Page, Watermark

# The newest version of OData that these servers speak, and JSON, which they give to whoever asks for it.
HEADERS = {
    "Accept": "application/json",
    "DataServiceVersion": "1.0",
    "MaxDataServiceVersion": "2.0",
    "User-Agent": "ctidesk",
}


class Crm2013:
    """``unknown_names``: after :meth:`connect`, the configured names that the server lacks, as one problem."""

    def __init__(
        self, settings: CrmSettings, sign_in: SignIn, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._settings = settings = replace(settings, url=service_root(settings.url))
        self._names = names_of(settings)
        self._wire = Wire(settings, sign_in, transport, HEADERS)
        self._service = OrganizationService(self._wire)
        self._learning = Learning(self._wire, self._compared)
        self._reading = Reading(self._wire, self._service, settings.page_size, settings.bulk)
        self._writing = Writing(self._wire, self._service)

    @property
    def unknown_names(self) -> Problem | None:
        return self._learning.problem

    async def connect(self) -> CrmIdentity:
        """Without SOAP the operator is who ``[crm] operator`` names; nobody else says it.

        Where he is configured, the address alone tells one CRM from another: a service that is closed one day and open
        the next must not look like two of them.
        """
        deployment = await self._learning.deployment()
        asked = await self._service.who_am_i()
        who = None if self._settings.operator else asked
        identity = identity_of(self._settings, who, await self._operators(deployment), self._wire.url(""))
        self._writing.operator = reference(RecordRef(Entity.USER, identity.user_id))
        return identity

    def entities(self) -> Sequence[Entity]:
        return self._learning.entities()

    async def pull(
        self, entity: Entity, since: Watermark | None = None, cursor: str | None = None
    ) -> AsyncGenerator[Page, None]:
        """As the port says; with ``since`` the last minutes before it are read once more."""
        deployment = await self._learning.deployment()
        async with aclosing(self._reading.pull(deployment, deployment.table(entity), since, cursor)) as pages:
            async for page in pages:
                yield page

    async def ids(self, entity: Entity) -> AsyncGenerator[Sequence[str], None]:
        deployment = await self._learning.deployment()
        async with aclosing(self._reading.ids(deployment, deployment.table(entity))) as pages:
            async for page in pages:
                yield page

    async def records(self, entity: Entity, ids: Sequence[str]) -> Sequence[Row]:
        deployment = await self._learning.deployment()
        try:
            return await self._reading.records(deployment, deployment.table(entity), ids)
        except NotAGuid:
            raise CrmRefused(Problem.of(ProblemId.CRM_FAULT, "an id is not a GUID")) from None

    async def write(self, write: Write) -> None:
        deployment = await self._learning.deployment()
        steps = {
            WriteKind.CREATE: self._writing.create,
            WriteKind.UPDATE: self._writing.update,
            WriteKind.CLOSE: self._writing.close,
        }
        try:
            table = deployment.table(write.entity)
            refuse_what_is_lacking(table, write)
            await steps[write.kind](deployment, table, write)
        except NotAGuid:
            raise CrmRefused(Problem.of(ProblemId.CRM_WRITE_REFUSED, "an id is not a GUID")) from None

    async def user_status(self, user_id: str) -> int | None:
        table = (await self._learning.deployment()).table(Entity.USER)
        if "cti_status" not in table.fields:
            return None
        status = plain((await self._writing.values(table, user_id, ["cti_status"]))["cti_status"])
        return status if isinstance(status, int) else None

    async def called_back(self, number: str, since: datetime) -> CallBack | None:
        deployment = await self._learning.deployment()
        table = deployment.tables.get(Entity.PHONE_CALL)
        target = called_back_query(table, number, since, state_path(table), date_literal) if table else None
        if table is None or target is None:
            return None
        rows = await self._reading.answers(deployment, table, target)
        return call_back(rows[0]["owner"], rows[0]["start"]) if rows else None

    async def close(self) -> None:
        await self._wire.close()

    def _compared(self, document: bytes) -> Deployment:
        known = metadata.parse(document)
        return compare(spelt(self._names, known), known)

    async def _operators(self, deployment: Deployment) -> Sequence[Row]:
        """The user records that ``[crm] operator`` names: one, if all is well."""
        if not self._settings.operator:
            return ()
        table = deployment.table(Entity.USER)
        target = operator_query(table, self._settings.operator, guid_literal)
        return await self._reading.answers(deployment, table, target)
