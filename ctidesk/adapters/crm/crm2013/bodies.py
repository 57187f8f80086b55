"""Writes as the 2013 endpoints want them.

"Perform basic data operations using the OData endpoint" and "… additional data operations …" (deep insert, complex
types that are null), Microsoft Learn. A state is no field here, and a call's parties can be given by OData when the
call is created and never afterwards.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ctidesk.adapters.crm.crm2013 import soap
from ctidesk.adapters.crm.crm2013.names import logical_name
from ctidesk.adapters.crm.crm2013.values import option, pointer, written
from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.metadata import EntityType
from ctidesk.adapters.crm.odata import guid
from ctidesk.adapters.crm.schema import LOOKUPS
from ctidesk.adapters.crm.writes import FROM, STATES, TO, End, codes_of, ends_of, known, parties_collection
from ctidesk.domain.outbox import Value, referenced
from ctidesk.domain.records import Direction

log = logging.getLogger(__name__)

Body: TypeAlias = dict[str, Any]
PARTY_LISTS = {FROM: "from", TO: "to"}


def body_of(deployment: Deployment, table: Table, values: Mapping[str, Value]) -> Body:
    """The fields among ``values``; states are left out, but a status alone is a field."""
    return dict(parts(deployment, table, values))


def parts(deployment: Deployment, table: Table, values: Mapping[str, Value]) -> Iterator[tuple[str, Any]]:
    states = STATES if state_of(values) else ("state",)
    for name, value in values.items():
        if name in states or not known(table, name):
            continue
        if name in LOOKUPS and not can_point(deployment, value):
            target = referenced(str(value)).entity
            log.warning("%s.%s cannot point to a %s here, and is left out", table.entity, name, target)
            continue
        sent = value == Direction.OUTGOING if name == "direction" and value is not None else value
        yield table.fields[name], written(deployment, table, name, sent)


def can_point(deployment: Deployment, value: Value) -> bool:
    return value is None or referenced(str(value)).entity in deployment.tables


def state_of(values: Mapping[str, Value]) -> tuple[int, int] | None:
    """State and status to be set; ``None`` where the write speaks of neither."""
    codes: dict[str, int] = {}
    for name in STATES:
        if name in values:
            codes |= codes_of(name, values[name])
    return (codes["state"], codes.get("status", soap.DEFAULT_STATUS)) if "state" in codes else None


# --- the parties of a call ---
def deep_parties(deployment: Deployment, table: Table, values: Mapping[str, Value]) -> Body:
    """For a call that is created: "phonecall_activity_parties" and its rows."""
    collection, kind = parties_collection(table), deployment.party
    if not collection or not kind:
        return {}
    every = (party(deployment, kind, end) for end in ends_of(values))
    return {collection: [each for each in every if each]}


def party(deployment: Deployment, kind: EntityType, end: End) -> Body:
    names = {name.lower(): name for name in kind.properties}
    mask = {column: option(kind, column, end.mask) for column in [names.get("participationtypemask")] if column}
    who = names.get("partyid")
    if who and end.who and can_point(deployment, end.who):
        return {who: pointer(deployment, kind, who, end.who), **mask}
    return {names["addressused"]: end.number, **mask} if end.number and "addressused" in names else {}


def party_lists(deployment: Deployment, values: Mapping[str, Value]) -> Mapping[str, str]:
    """For a call that is there: its two lists of parties in XML, which replace what they were."""
    lists = {PARTY_LISTS[end.mask]: party_xml(deployment, end) for end in ends_of(values)}
    return {name: soap.collection("activityparty", parties) for name, parties in lists.items()}


def party_xml(deployment: Deployment, end: End) -> list[Mapping[str, str]]:
    if end.who and can_point(deployment, end.who):
        target = referenced(str(end.who))
        kind = logical_name(deployment.tables[target.entity].type)
        return [{"partyid": soap.reference(kind, guid(target.id))}]
    return [{"addressused": soap.text(str(end.number))}] if end.number else []
