"""POST, PATCH and DELETE, each inside one transaction."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ctidesk.demo.crm import states
from ctidesk.demo.crm.errors import duplicate, no_such_record, stale
from ctidesk.demo.crm.payload import Payload, parse
from ctidesk.demo.crm.schema import BY_NAME, Entity
from ctidesk.demo.crm.staff import CALLING_USER_ID
from ctidesk.demo.crm.store import Store, now
from ctidesk.demo.people import Row, guid

NAMES = ("lastname", "firstname", "middlename")


@dataclass(frozen=True, slots=True)
class Conditions:
    if_match: str = ""
    if_none_match: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    key: str
    created: bool


def etag(row: Row) -> str:
    return f'W/"{row["versionnumber"]}"'


def post(store: Store, entity: Entity, body: Any) -> Written:
    payload = parse(store, entity, body)
    return create(store, entity, payload, payload.columns.get(entity.key) or new_key())


def new_key() -> str:
    return str(uuid4())


def create(store: Store, entity: Entity, payload: Payload, key: str) -> Written:
    if store.find(entity, key):
        raise duplicate()
    row = states.initial(entity, {**payload.columns, entity.key: key}, key)
    store.insert(entity, {**defaults(entity, key), **row, **computed(entity, row)})
    replace_children(store, entity, key, payload)
    return Written(key, created=True)


def defaults(entity: Entity, key: str) -> Row:
    owner = {"_ownerid_value": CALLING_USER_ID} if entity.owned else {}
    ticket = {"ticketnumber": f"CAS-{key[:5].upper()}-{guid('ticket/' + key, 0)[:6].upper()}"}
    return {**owner, **stamps(entity), **(ticket if "ticketnumber" in entity.columns else {})}


def stamps(entity: Entity) -> Row:
    return {"modifiedon": now()} if "modifiedon" in entity.columns else {}


def computed(entity: Entity, row: Row) -> Row:
    """Columns the server fills from others; `row` is the record as it will be."""
    if entity.name == "contact":
        return {"fullname": " ".join(row[name] for name in NAMES if row.get(name)) or None}
    return states.duration(row) if entity.name == "phonecall" else {}


def patch(store: Store, entity: Entity, key: str, body: Any, conditions: Conditions) -> Written:
    before = store.find(entity, key)
    check(entity, key, before, conditions)
    payload = parse(store, entity, body)
    payload.columns.pop(entity.key, None)
    if not before:
        return create(store, entity, payload, key)
    update(store, entity, before, payload)
    return Written(key, created=False)


def check(entity: Entity, key: str, before: Row | None, conditions: Conditions) -> None:
    if before and conditions.if_none_match == "*":
        raise duplicate()
    if not before and conditions.if_match:
        raise no_such_record(entity.name, key)
    if before and conditions.if_match not in ("", "*", etag(before)):
        raise stale()


def update(store: Store, entity: Entity, before: Row, payload: Payload) -> None:
    columns = states.changed(entity, before, payload.columns, with_children=bool(payload.children))
    key = before[entity.key]
    store.update(entity, key, {**columns, **computed(entity, {**before, **columns}), **stamps(entity)})
    replace_children(store, entity, key, payload)


def replace_children(store: Store, entity: Entity, key: str, payload: Payload) -> None:
    """Deep insert; in an update the parties given replace all parties there were."""
    for collection, rows in payload.children.items():
        name, back = entity.collections[collection]
        store.db.execute(f"DELETE FROM {name} WHERE {back} = ?", (key,))
        for row in rows:
            own_key = row.columns.get(BY_NAME[name].key) or new_key()
            store.insert(BY_NAME[name], {**row.columns, BY_NAME[name].key: own_key, back: key})


def delete(store: Store, entity: Entity, key: str, conditions: Conditions) -> None:
    before = store.find(entity, key)
    if not before:
        raise no_such_record(entity.name, key)
    check(entity, key, before, conditions)
    store.delete(entity, key)
    store.unlink(entity, key)
    for name, back in entity.collections.values():
        store.db.execute(f"DELETE FROM {name} WHERE {back} = ?", (key,))
