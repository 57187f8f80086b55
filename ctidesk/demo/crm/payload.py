"""The body of a write, checked and turned into columns."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ctidesk.demo.crm.errors import ODataError, bad_payload, bad_request, no_such_record, no_such_segment
from ctidesk.demo.crm.filters import date
from ctidesk.demo.crm.schema import (
    BIG_INTEGER,
    BOOLEAN,
    BY_NAME,
    BY_SET,
    COMPUTED,
    DATE,
    GUID,
    INTEGER,
    LONGEST,
    STRING,
    USUAL_LONGEST,
    Entity,
)
from ctidesk.demo.crm.store import Store
from ctidesk.demo.people import Row

BIND = "@odata.bind"
GUID_FORM = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
REFERENCE = re.compile(rf"(?:.*/)?(\w+)\((?:\w+=)?({GUID_FORM.pattern})\)")

Body = Mapping[str, Any]


@dataclass(slots=True)
class Payload:
    columns: Row = field(default_factory=dict)
    children: dict[str, list["Payload"]] = field(default_factory=dict)  # deep insert: collection -> its rows


def is_guid(value: Any) -> bool:
    return isinstance(value, str) and bool(GUID_FORM.fullmatch(value))


def is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


FITS: dict[str, Callable[[Any], bool]] = {
    STRING: lambda value: isinstance(value, str),
    BOOLEAN: lambda value: isinstance(value, bool),
    INTEGER: is_integer,
    BIG_INTEGER: is_integer,
    GUID: is_guid,
    DATE: is_date,
}
STORED: dict[str, Callable[[Any], Any]] = {BOOLEAN: int, GUID: str.lower, DATE: date}


def wrong_type(entity: Entity, name: str, value: Any) -> ODataError:
    detail = f"Cannot convert the literal '{value}' to the expected type '{entity.columns[name]}'."
    return bad_payload(entity.set, f"Error :{detail}")


def undeclared(entity: Entity, name: str) -> ODataError:
    what = f"An undeclared property '{name}' which only has property annotations in the payload"
    return bad_payload(entity.set, f"InnerException : {what} but no property value was found in the payload.")


def too_long(entity: Entity, name: str) -> ODataError:
    limit = LONGEST.get(name, USUAL_LONGEST)
    attribute = f"'{name}' attribute of the '{entity.name}' entity"
    message = f"The length of the {attribute} exceeded the maximum allowed length of '{limit}'."
    return bad_request(f"A validation error occurred. {message}", "0x80044331")


def value_of(entity: Entity, name: str, value: Any) -> Any:
    kind = entity.columns[name]
    if value is None:
        return None
    if not FITS[kind](value):
        raise wrong_type(entity, name, value)
    if kind == STRING and len(value) > LONGEST.get(name, USUAL_LONGEST):
        raise too_long(entity, name)
    return STORED.get(kind, lambda plain: plain)(value)


def bound(store: Store, entity: Entity, navigation: str, reference: Any) -> tuple[str, str | None]:
    """What `navigation@odata.bind` puts into which column."""
    found = entity.navigation(navigation)
    if not found:
        raise undeclared(entity, navigation)
    column, targets = found
    return column, None if reference is None else target_key(store, reference, targets)


def target_key(store: Store, reference: Any, targets: Iterable[str]) -> str:
    match = REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    if not match:
        raise bad_request(f"Resource not found for the segment '{reference}'.", "0x8006088a")
    target, key = BY_SET.get(match[1]), match[2].lower()
    if not target:
        raise no_such_segment(match[1])
    if target.name not in targets:
        raise bad_request(f"A record of type '{target.name}' cannot be bound here.", "0x80048d19")
    if not store.find(target, key):
        raise no_such_record(target.name, key)
    return key


def parse(store: Store, entity: Entity, body: Any) -> Payload:
    if not isinstance(body, dict):
        raise bad_payload(entity.set, "Error :the body is not a JSON object.")
    payload = Payload()
    for name, value in body.items():
        take(store, entity, payload, name, value)
    return payload


def take(store: Store, entity: Entity, payload: Payload, name: str, value: Any) -> None:
    if name.endswith(BIND):
        column, key = bound(store, entity, name.removesuffix(BIND), value)
        payload.columns[column] = key
    elif name in entity.collections:
        payload.children[name] = children(store, entity, name, value)
    elif "@" not in name and name not in COMPUTED:
        payload.columns[name] = value_of(entity, declared(entity, name), value)


def children(store: Store, entity: Entity, collection: str, rows: Any) -> list[Payload]:
    if not isinstance(rows, list):
        raise bad_payload(entity.set, f"Error :'{collection}' is not a collection.")
    child = BY_NAME[entity.collections[collection][0]]
    return [parse(store, child, row) for row in rows]


def declared(entity: Entity, name: str) -> str:
    if entity.lookup(name):
        what = "CRM do not support direct update of Entity Reference properties"
        raise bad_request(f"{what}, Use Navigation properties instead.")
    if name not in entity.columns:
        detail = f"The property '{name}' does not exist on type 'Microsoft.Dynamics.CRM.{entity.name}'."
        raise bad_payload(entity.set, f"InnerException : {detail}")
    return name
