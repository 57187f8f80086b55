"""Writes as the 2013 endpoints want them.

"Perform basic data operations using the OData endpoint" and "… additional data operations …" (deep insert, complex
types that are null), Microsoft Learn. A state is no field here, and a call's parties can be given by OData when the
call is created and never afterwards.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from ctidesk.adapters.crm.crm2013 import soap
from ctidesk.adapters.crm.crm2013.names import logical_name
from ctidesk.adapters.crm.crm2013.values import written
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
    """The fields among ``values``; states are left out."""
    return dict(parts(deployment, table, values))


def parts(deployment: Deployment, table: Table, values: Mapping[str, Value]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name in STATES or not known(table, name):
            continue
        if name in LOOKUPS and value is not None and referenced(str(value)).entity not in deployment.tables:
            target = referenced(str(value)).entity
            log.warning("%s.%s cannot point to a %s here, and is left out", table.entity, name, target)
            continue
        sent = value == Direction.OUTGOING if name == "direction" and value is not None else value
        yield table.fields[name], written(deployment, table, name, sent)


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
    mask = {names.get("participationtypemask", "ParticipationTypeMask"): {"Value": end.mask}}
    who = reference_of(deployment, end)
    if who:
        return {names.get("partyid", "PartyId"): {"Id": who[1], "LogicalName": who[0]}, **mask}
    return {names["addressused"]: end.number, **mask} if end.number and "addressused" in names else {}


def party_lists(deployment: Deployment, values: Mapping[str, Value]) -> Mapping[str, str]:
    """For a call that is there: its two lists of parties in XML, which replace what they were."""
    lists = {PARTY_LISTS[end.mask]: party_xml(deployment, end) for end in ends_of(values)}
    return {name: soap.collection("activityparty", parties) for name, parties in lists.items()}


def party_xml(deployment: Deployment, end: End) -> list[Mapping[str, str]]:
    who = reference_of(deployment, end)
    if who:
        return [{"partyid": soap.reference(*who)}]
    return [{"addressused": soap.text(str(end.number))}] if end.number else []


def reference_of(deployment: Deployment, end: End) -> tuple[str, str] | None:
    """Logical name and id; ``None`` where there is nobody, or nobody that this server could be pointed to."""
    if not end.who:
        return None
    target = referenced(str(end.who))
    table = deployment.tables.get(target.entity)
    return (escape(logical_name(table.type)), guid(target.id)) if table else None
