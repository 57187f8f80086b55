"""Writes as the Web API wants them.

Lookups are written through navigation properties, whose names come from ``$metadata``: "Associate and disassociate
table rows using the Web API"; a phone call's parties are a deep insert: "phonecall EntityType", Microsoft Learn.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.schema import LOOKUPS
from ctidesk.adapters.crm.webapi.metadata import EntityType
from ctidesk.domain.errors import CrmRefused, Problem, ProblemId
from ctidesk.domain.outbox import Value, Write, WriteKind, referenced
from ctidesk.domain.records import Direction, Entity

log = logging.getLogger(__name__)

Body: TypeAlias = dict[str, Any]

FROM, TO = 1, 2  # participationtypemask
PARTY_COLUMN = "_partyid_value"
# The status of a phone call, in the desk's word -> statecode, statuscode ("PhoneCall table reference").
CALL_STATUS = {"open": (0, 1), "made": (1, 2), "received": (1, 4), "cancelled": (2, 3)}
# What decides who the parties of a call are; all of it is needed to write them, since they are replaced together.
PARTY_VALUES = ("direction", "number", "client", "operator")


def body_of(deployment: Deployment, table: Table, write: Write) -> Body:
    values = {name: value for name, value in write.values.items() if value is not None or not is_new(write)}
    if table.entity is not Entity.PHONE_CALL:
        return dict(parts(deployment, table, values))
    concerned = {name: values.get(name) for name in PARTY_VALUES}
    if is_new(write) and "operator" in values:
        values = {"owner": values["operator"], **values}
    body = dict(parts(deployment, table, {k: v for k, v in values.items() if k not in ("client", "operator")}))
    return body | (deep_parties(deployment, table, concerned) if needs_parties(write) else {})


def is_new(write: Write) -> bool:
    """A new record's empty values are left unsaid."""
    return write.kind is WriteKind.CREATE


def needs_parties(write: Write) -> bool:
    return write.entity is Entity.PHONE_CALL and (is_new(write) or "client" in write.values)


def parts(deployment: Deployment, table: Table, values: Mapping[str, Value]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name in ("state", "status"):
            yield from state_parts(table, name, value)
        elif name in LOOKUPS:
            yield from lookup_parts(deployment, table, name, value)
        elif known(table, name):
            yield table.fields[name], value == Direction.OUTGOING if name == "direction" else value


def known(table: Table, name: str) -> bool:
    """``False`` for a field that this server lacks; a name that no deployment has is our own mistake."""
    if name not in table.fields and name not in table.lacks:
        raise CrmRefused(Problem.of(ProblemId.CRM_WRITE_REFUSED, f"no such field: {table.entity}.{name}"))
    return name in table.fields


def state_parts(table: Table, name: str, value: Value) -> Iterator[tuple[str, Any]]:
    """A phone call's status by its word gives both codes; elsewhere, and as a number, each stands for itself."""
    codes = CALL_STATUS.get(value) if isinstance(value, str) else None
    if codes:
        yield from {"statecode": codes[0], "statuscode": codes[1]}.items()
    elif isinstance(value, int):
        yield table.fields.get(name, f"{name}code"), value
    else:
        raise CrmRefused(Problem.of(ProblemId.CRM_WRITE_REFUSED, f"no such status: {value}"))


def lookup_parts(deployment: Deployment, table: Table, name: str, value: Value) -> Iterator[tuple[str, Any]]:
    if not known(table, name):
        return
    column = table.fields[name]
    if value is None:
        yield from ((f"{way.name}@odata.bind", None) for way in table.type.ways_to(column)[:1])
        return
    bound = deployment.binding(table.type, column, referenced(str(value)))
    if bound:
        yield bound
    else:
        target = referenced(str(value)).entity
        log.warning("%s.%s cannot point to a %s here, and is left out", table.entity, name, target)


def deep_parties(deployment: Deployment, table: Table, values: Mapping[str, Value]) -> Body:
    collection = parties_collection(table)
    if not collection or not deployment.party:
        return {}
    outgoing = values["direction"] == Direction.OUTGOING
    operator, client = (FROM, TO) if outgoing else (TO, FROM)
    every = (
        party(deployment, deployment.party, operator, values["operator"]),
        party(deployment, deployment.party, client, values["client"])
        or address_party(deployment.party, client, values["number"]),
    )
    return {collection: [each for each in every if each]}


def parties_collection(table: Table) -> str | None:
    """A phone call inherits further collections of parties from its base; its own one is named after it."""
    name = f"{table.type.name}_activity_parties"
    own = next((each.name for each in table.type.navigations if each.many and each.name.lower() == name), None)
    return own or table.type.collection_of("activityparty")


def party(deployment: Deployment, kind: EntityType, mask: int, who: Value) -> Body:
    bound = deployment.binding(kind, PARTY_COLUMN, referenced(str(who))) if who else None
    return {bound[0]: bound[1], "participationtypemask": mask} if bound else {}


def address_party(kind: EntityType, mask: int, number: Value) -> Body:
    """The other end of a call whose client nobody knows."""
    if not number or "addressused" not in kind.properties:
        return {}
    return {"addressused": number, "participationtypemask": mask}
