"""Values in the JSON of OData v2, both ways."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from ctidesk.demo.crm import payload
from ctidesk.demo.crm.crm2013.names import (
    NAMESPACE,
    OPTION,
    REFERENCE,
    by_attribute,
    by_property,
    entity_set,
    property_name,
    property_type,
    spelt,
)
from ctidesk.demo.crm.crm2013.reading import Found, Target
from ctidesk.demo.crm.errors import bad_payload, bad_request, no_such_record
from ctidesk.demo.crm.payload import Payload
from ctidesk.demo.crm.schema import BIG_INTEGER, BOOLEAN, BY_NAME, COMPUTED, DATE, Entity
from ctidesk.demo.crm.store import Store

TICKS = re.compile(r"/Date\((-?\d+)\)/")
# Only SetState changes it: the property is there to be read.
READ_ONLY = "statecode"


# --- out ---
def record_json(root: str, entity: Entity, row: Found) -> dict[str, Any]:
    address = f"{root}{entity_set(entity)}(guid'{row.values[entity.key]}')"
    head = {"__metadata": {"uri": address, "type": f"{NAMESPACE}.{spelt(entity.name)}"}}
    values = {
        property_name(column): value_json(entity, column, value, row.targets.get(column))
        for column, value in row.values.items()
    }
    return head | values


def value_json(entity: Entity, column: str, value: Any, target: Target | None) -> Any:
    """A null lookup or option is an object all the same, with nothing in it."""
    kind = property_type(entity, column)
    head = {"__metadata": {"type": f"{NAMESPACE}.{kind}"}}
    if kind == REFERENCE:
        return head | {"Id": value, "LogicalName": target and target.entity, "Name": target and target.name}
    if kind == OPTION:
        return head | {"Value": value}
    return None if value is None else PLAIN.get(entity.columns[column], lambda plain: plain)(value)


def ticks(stamp: str) -> str:
    return f"/Date({int(datetime.fromisoformat(stamp).timestamp() * 1000)})/"


PLAIN: dict[str, Callable[[Any], Any]] = {DATE: ticks, BOOLEAN: bool, BIG_INTEGER: str}


def text(document: Mapping[str, Any]) -> str:
    """As WCF writes it: a date's slashes are escaped."""
    return json.dumps(document, ensure_ascii=False).replace('"/Date(', '"\\/Date(').replace(')/"', ')\\/"')


# --- in ---
def parse(store: Store, entity: Entity, body: Any) -> Payload:
    if not isinstance(body, dict):
        raise bad_payload(entity_set(entity), "Error :the body is not a JSON object.")
    made = Payload()
    for name, value in body.items():
        if name in entity.collections:
            made.children[name] = children(store, entity, name, value)
        elif name != "__metadata":
            take(store, entity, made, name, value)
    return made


def take(store: Store, entity: Entity, made: Payload, name: str, value: Any) -> None:
    column = by_property(entity.name).get(name)
    if not column:
        raise bad_request(f"The property name '{name}' specified for type '{spelt(entity.name)}' is not valid.")
    if column == READ_ONLY:
        raise bad_request("The statecode cannot be set here; use the SetState message.", "0x80040203")
    if column not in COMPUTED:
        made.columns[column] = column_value(store, entity, column, value)


def column_value(store: Store, entity: Entity, column: str, value: Any) -> Any:
    kind = property_type(entity, column)
    if kind == REFERENCE:
        return reference(store, entity, column, part(value, "Id"), part(value, "LogicalName"))
    if kind == OPTION:
        return payload.value_of(entity, column, part(value, "Value"))
    return payload.value_of(entity, column, date(value) if entity.columns[column] == DATE else value)


def part(value: Any, name: str) -> Any:
    """These are objects, and null is an object whose parts are null."""
    if not isinstance(value, dict) or name not in value:
        raise bad_request("Error processing request stream. A complex type is expected here.")
    return value[name]


def reference(store: Store, entity: Entity, column: str, id: Any, name: Any) -> str | None:
    if id is None:
        return None
    lookup = entity.lookup(column)
    allowed = {target for each in lookup.targets.values() for target in each} if lookup else set()
    if not payload.is_guid(id) or name not in allowed:
        raise bad_request(f"'{by_logical(entity, column)}' cannot point to this.", "0x80040203")
    if not store.find(BY_NAME[name], id.lower()):
        raise no_such_record(name, id)
    return str(id).lower()


def by_logical(entity: Entity, column: str) -> str:
    return next(name for name, each in by_attribute(entity.name).items() if each == column)


def date(value: Any) -> Any:
    match = TICKS.fullmatch(value) if isinstance(value, str) else None
    return datetime.fromtimestamp(int(match[1]) / 1000, UTC).isoformat() if match else value


def children(store: Store, entity: Entity, collection: str, rows: Any) -> list[Payload]:
    child = BY_NAME[entity.collections[collection][0]]
    given = rows["results"] if isinstance(rows, dict) and "results" in rows else rows
    if not isinstance(given, list):
        raise bad_payload(entity_set(entity), f"Error :'{collection}' is not a collection.")
    return [parse(store, child, row) for row in given]
