"""A 2013 server's values: objects for lookups and options, dates in several forms; and how they are written.

JSON and SOAP are brought to one form before they come here: that of the OData endpoint's JSON. "OData V2 JSON format",
4: a date is ``/Date(ms)/``, with an offset in minutes where the server keeps one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from ctidesk.adapters.crm.crm2013.metadata import OPTION, REFERENCE
from ctidesk.adapters.crm.crm2013.names import logical_name
from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.metadata import EntityType
from ctidesk.adapters.crm.odata import guid, instant, stamp
from ctidesk.adapters.crm.schema import INSTANTS, LOOKUPS
from ctidesk.adapters.crm.values import Scalar, conversions, direction, entities_by_type, polymorphic, scalar
from ctidesk.adapters.crm.writes import CALL_STATUS
from ctidesk.domain.outbox import Value, reference, referenced
from ctidesk.domain.records import Entity, RecordRef, Row

TICKS = re.compile(r"/Date\((-?\d+)(?:[+-]\d+)?\)/")
LITERAL = re.compile(r"datetime'([^']*)'")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_REFERENCE = {"Id": None, "LogicalName": None, "Name": None}
STATUS_WORDS = {codes[1]: word for word, codes in CALL_STATUS.items()}


class Reader:
    """Makes rows of one entity out of what the server sent, by canonical names."""

    def __init__(self, deployment: Deployment, table: Table) -> None:
        self.wanted = {"id": table.key, **table.fields}
        self.absent = dict.fromkeys(sorted((table.lacks | {"modified"}) - self.wanted.keys()))
        self.polymorphic = polymorphic(table)
        self.conversions = tuple(conversions(deployment, table, moment, id_of).items())

    def row(self, sent: Mapping[str, Any]) -> Row:
        """``sent``: the server's names and values; a name that is missing has no value."""
        row = {name: plain(sent.get(wire)) for name, wire in self.wanted.items()}
        row |= {f"{name}_entity": type_of(sent.get(self.wanted[name])) for name in self.polymorphic}
        for name, convert in self.conversions:
            if row[name] is not None:
                row[name] = convert(row[name])
        return row | self.absent


def plain(value: Any) -> Scalar:
    """A lookup is an object or a bare id, an option an object or a bare number."""
    if isinstance(value, dict):
        return scalar(value["Id"] if "Id" in value else value.get("Value"))
    return scalar(value)


def type_of(value: Any) -> Scalar:
    name = value.get("LogicalName") if isinstance(value, dict) else None
    return str(name).lower() if name else None


def id_of(value: Any) -> Scalar:
    return str(value).strip("{}").lower()


def moment(value: Any) -> str:
    """UTC in whole seconds with ``Z``, from ticks, from a literal, or from ISO 8601 with or without a zone."""
    text = str(value).replace("\\", "")
    ticks = TICKS.fullmatch(text)
    if ticks:
        return stamp(EPOCH + timedelta(milliseconds=int(ticks[1])))
    literal = LITERAL.fullmatch(text)
    return instant(literal[1] if literal else text)


# --- one field, as a write's ``base`` has it ---
def canonical(deployment: Deployment, table: Table, name: str, value: Any) -> Value:
    """A field's present value in the desk's words, a lookup as ``entity:guid``."""
    bare = plain(value)
    if bare is None:
        return None
    if name in LOOKUPS:
        kind = entities_by_type(deployment).get(str(type_of(value)))
        return reference(RecordRef(Entity(kind), str(id_of(bare)))) if kind else id_of(bare)
    if name in INSTANTS:
        return moment(bare)
    if name == "direction":
        return direction(bare)
    return STATUS_WORDS.get(int(bare), bare) if name == "status" and table.entity is Entity.PHONE_CALL else bare


# --- out ---
def written(deployment: Deployment, table: Table, name: str, value: Value) -> Any:
    """A value as the server's type of that property wants it; raises ``NotAGuid``."""
    column = table.fields[name]
    if name in LOOKUPS:
        return pointer(deployment, table.type, column, value)
    return date(str(value)) if name in INSTANTS and value is not None else option(table.type, column, value)


def option(kind: EntityType, column: str, value: Value) -> Any:
    return {"Value": value} if kind.properties.get(column) == OPTION else value


def pointer(deployment: Deployment, kind: EntityType, column: str, value: Value) -> Any:
    """An empty one has to say of each part that it is: "Setting complex types to null", Microsoft Learn."""
    objects = kind.properties.get(column) == REFERENCE
    if value is None:
        return NO_REFERENCE if objects else None
    target = referenced(str(value))
    if not objects:
        return guid(target.id)
    return {"Id": guid(target.id), "LogicalName": logical_name(deployment.tables[target.entity].type)}


def date(value: str) -> msgspec.Raw:
    """With the escaped slashes by which a v2 server knows a date from a text."""
    milliseconds = int(datetime.fromisoformat(instant(value)).timestamp() * 1000)
    return msgspec.Raw(rf'"\/Date({milliseconds})\/"'.encode())
