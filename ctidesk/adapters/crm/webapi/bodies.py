"""Writes as the Web API wants them.

Lookups are written through navigation properties, whose names come from ``$metadata``: "Associate and disassociate
table rows using the Web API"; a phone call's parties are a deep insert: "phonecall EntityType", Microsoft Learn.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.metadata import EntityType
from ctidesk.adapters.crm.schema import LOOKUPS
from ctidesk.adapters.crm.webapi.odata import record_path
from ctidesk.adapters.crm.writes import (
    PARTY_VALUES,
    STATES,
    End,
    codes_of,
    ends_of,
    known,
    needs_parties,
    parties_collection,
    values_of,
)
from ctidesk.domain.outbox import Value, Write, referenced
from ctidesk.domain.records import Direction, RecordRef

log = logging.getLogger(__name__)

Body: TypeAlias = dict[str, Any]

PARTY_COLUMN = "_partyid_value"


def body_of(deployment: Deployment, table: Table, write: Write) -> Body:
    body = dict(parts(deployment, table, values_of(write)))
    return body | (deep_parties(deployment, table, write.values) if needs_parties(write) else {})


def parts(deployment: Deployment, table: Table, values: Mapping[str, Value]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name in STATES:
            yield from ((table.fields.get(each, f"{each}code"), code) for each, code in codes_of(name, value).items())
        elif name in LOOKUPS:
            yield from lookup_parts(deployment, table, name, value)
        elif known(table, name):
            yield table.fields[name], value == Direction.OUTGOING if name == "direction" else value


def lookup_parts(deployment: Deployment, table: Table, name: str, value: Value) -> Iterator[tuple[str, Any]]:
    if not known(table, name):
        return
    column = table.fields[name]
    if value is None:
        yield from ((f"{way.name}@odata.bind", None) for way in table.type.ways_to(column)[:1])
        return
    bound = binding(deployment, table.type, column, referenced(str(value)))
    if bound:
        yield bound
    else:
        target = referenced(str(value)).entity
        log.warning("%s.%s cannot point to a %s here, and is left out", table.entity, name, target)


def binding(deployment: Deployment, source: EntityType, column: str, target: RecordRef) -> tuple[str, str] | None:
    """How ``column`` is made to point to ``target``; ``None`` where this server has no way."""
    table = deployment.tables.get(target.entity)
    name = source.binding(column, table.type) if table else None
    return (f"{name}@odata.bind", f"/{record_path(table.set, target.id)}") if table and name else None


def deep_parties(deployment: Deployment, table: Table, values: Mapping[str, Value]) -> Body:
    collection = parties_collection(table)
    if not collection or not deployment.party:
        return {}
    concerned = {name: values.get(name) for name in PARTY_VALUES}
    every = (party(deployment, deployment.party, end) for end in ends_of(concerned))
    return {collection: [each for each in every if each]}


def party(deployment: Deployment, kind: EntityType, end: End) -> Body:
    """The record, or the number where its client is nobody that this server could be pointed to."""
    bound = binding(deployment, kind, PARTY_COLUMN, referenced(str(end.who))) if end.who else None
    if bound:
        return {bound[0]: bound[1], "participationtypemask": end.mask}
    if end.number and "addressused" in kind.properties:
        return {"addressused": end.number, "participationtypemask": end.mask}
    return {}
