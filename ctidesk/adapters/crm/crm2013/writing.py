"""Writes carried out: fields by OData, states and a call's parties by SOAP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import httpx2
import msgspec

from ctidesk.adapters.crm.crm2013 import soap
from ctidesk.adapters.crm.crm2013.addresses import record_path
from ctidesk.adapters.crm.crm2013.bodies import Body, body_of, deep_parties, party_lists, state_of
from ctidesk.adapters.crm.crm2013.names import logical_name
from ctidesk.adapters.crm.crm2013.pages import record_of
from ctidesk.adapters.crm.crm2013.service import OrganizationService
from ctidesk.adapters.crm.crm2013.values import canonical, plain
from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.fault_codes import MISSING, said_by
from ctidesk.adapters.crm.faults import is_web_page, not_a_crm, refusal
from ctidesk.adapters.crm.odata import address, guid
from ctidesk.adapters.crm.values import NotOData
from ctidesk.adapters.crm.wire import Wire, is_written
from ctidesk.adapters.crm.writes import PARTY_VALUES, STATES, needs_parties, values_of
from ctidesk.domain.errors import CrmConflict, CrmForbidden, CrmRefused, Problem, ProblemId
from ctidesk.domain.outbox import Value, Write

JSON = {"Content-Type": "application/json; charset=utf-8"}
# A method that proxies and old clients do not know travels in a header: "Update using MERGE", Microsoft Learn.
MERGE = JSON | {"X-HTTP-Method": "MERGE"}
OPEN = 0


class Writing:
    """``operator``: the reference of who sits here, for a call whose write does not say it."""

    def __init__(self, wire: Wire, service: OrganizationService) -> None:
        self._wire = wire
        self._service = service
        self.operator: str | None = None

    async def create(self, deployment: Deployment, table: Table, write: Write) -> None:
        """POST with our own id, which is looked for first: a repetition must not meet its own record as an error."""
        if await self._exists(table, write):
            return
        body = {table.key: guid(write.record_id), **body_of(deployment, table, values_of(write))}
        if needs_parties(write):
            body |= deep_parties(deployment, table, write.values)
        try:
            await self._send(table, table.set, body, JSON)
        except CrmConflict:
            if not await self._exists(table, write):
                raise

    async def update(self, deployment: Deployment, table: Table, write: Write) -> None:
        """A closed record is opened before its fields are written, an open one closed afterwards."""
        values = await self._left(deployment, table, write)
        state = state_of(values)
        if state and state[0] == OPEN:
            await self._set_state(table, write, state)
        await self._merge(deployment, table, write, values)
        if needs_parties(write) and "client" in values:
            await self._write_parties(deployment, table, write)
        if state and state[0] != OPEN:
            await self._set_state(table, write, state)

    async def close(self, deployment: Deployment, table: Table, write: Write) -> None:
        """A record that has this state already may refuse it: then the closing was carried out before."""
        wanted = state_of(write.values)
        if not wanted:
            raise CrmRefused(Problem.of(ProblemId.CRM_WRITE_REFUSED, "a closing without a state"))
        try:
            await self._set_state(table, write, wanted)
        except (CrmRefused, CrmForbidden, CrmConflict) as error:
            if error.problem.id is ProblemId.CRM_SOAP_CLOSED or await self._codes(table, write) != wanted:
                raise

    async def values(self, table: Table, id: str, names: Sequence[str]) -> Mapping[str, Any]:
        """Fields of a record by canonical names, as the server sent them; raises :class:`CrmRefused` if it is gone."""
        columns = {name: table.fields[name] for name in names if name in table.fields}
        answer = await self._looked_up(table, id, tuple(dict.fromkeys(columns.values())))
        if answer is None:
            raise CrmRefused(Problem.of(ProblemId.CRM_RECORD_GONE, "HTTP 404"))
        try:
            sent = record_of(answer.content)
        except NotOData as error:
            raise not_a_crm(self._wire.host, str(error)) from None
        return {name: sent.get(column) for name, column in columns.items()}

    # --- an update ---
    async def _left(self, deployment: Deployment, table: Table, write: Write) -> dict[str, Value]:
        """What of an update is still to be written; raises :class:`CrmConflict` where others were faster.

        There is no etag in this dialect: between reading and writing somebody may still slip in.
        """
        values = {name: value for name, value in write.values.items() if name not in table.lacks}
        asked = [name for name in write.base if name in table.fields]
        if not asked:
            return values
        sent = await self.values(table, write.record_id, asked)
        present = {name: canonical(deployment, table, name, value) for name, value in sent.items()}
        left, theirs = write.against({**write.base, **present})
        if theirs:
            raise CrmConflict(Problem.of(ProblemId.CRM_CHANGED_MEANWHILE), theirs)
        return {name: value for name, value in left.items() if name in values}

    async def _merge(self, deployment: Deployment, table: Table, write: Write, values: dict[str, Value]) -> None:
        fields = values_of(Write(write.kind, write.entity, write.record_id, values))
        body = body_of(deployment, table, fields)
        if body:
            await self._send(table, record_path(table.set, write.record_id), body, MERGE)

    async def _write_parties(self, deployment: Deployment, table: Table, write: Write) -> None:
        """Parties are replaced together: what the write does not say of them is taken from the record."""
        unsaid = [name for name in ("direction", "number") if name not in write.values]
        sent = await self.values(table, write.record_id, unsaid) if unsaid else {}
        standing = {name: canonical(deployment, table, name, value) for name, value in sent.items()}
        said = {name: write.values[name] for name in PARTY_VALUES if write.values.get(name) is not None}
        lists = party_lists(deployment, {"operator": self.operator, **standing, **said})
        body = soap.update(logical_name(table.type), guid(write.record_id), lists)
        await self._service.call("Update", body, entity=table.entity)

    # --- states ---
    async def _set_state(self, table: Table, write: Write, state: tuple[int, int]) -> None:
        body = soap.set_state(logical_name(table.type), guid(write.record_id), *state)
        await self._service.call("Execute", body, entity=table.entity)

    async def _codes(self, table: Table, write: Write) -> tuple[Any, Any]:
        sent = await self.values(table, write.record_id, STATES)
        return plain(sent.get("state")), plain(sent.get("status"))

    # --- the wire ---
    async def _send(self, table: Table, target: str, body: Body, headers: Mapping[str, str]) -> None:
        answer = await self._wire.send("POST", target, headers, msgspec.json.encode(body), entity=table.entity)
        if not is_written(answer):
            raise not_a_crm(self._wire.host, f"HTTP {answer.status_code} without OData")

    async def _exists(self, table: Table, write: Write) -> bool:
        return await self._looked_up(table, write.record_id, [table.key]) is not None

    async def _looked_up(self, table: Table, id: str, columns: Sequence[str]) -> httpx2.Response | None:
        """``None`` where there is no such record."""
        target = address(record_path(table.set, id), {"$select": ",".join(columns)})
        answer = await self._wire.send("GET", target, {}, entity=table.entity, also=(404, 500))
        if answer.is_success:
            return answer
        if is_missing(answer):
            return None
        raise refusal(answer, self._wire.host, table.entity)


def is_missing(answer: httpx2.Response) -> bool:
    """A record that is not there is a 404 of the CRM's, or an error of that code; a stranger's 404 says nothing."""
    return (answer.status_code == 404 and not is_web_page(answer)) or said_by(answer.content).code == MISSING
