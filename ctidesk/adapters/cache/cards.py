"""What a card shows: clients and organizations, worksheets and cases, and the calls of the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime
from math import inf
from typing import Any

from ctidesk.adapters.cache import journal
from ctidesk.adapters.cache.rows import BY_REF, KINDS, PARENT, Stored, card_of, client_of, is_active, time_of
from ctidesk.domain.records import CallRecord, Card, Client, Entity, OpenItem, RecordRef, Row

_OPEN = "SELECT entity, id, fields FROM entry WHERE customer = ? AND entity IN ('worksheet', 'case') AND state = 0"
_CALLS_OF = """
SELECT record FROM call WHERE owner = ? AND record ->> '$.client.ref.id' = ? ORDER BY started DESC LIMIT ?
"""
_SHOWN_CALLS = 5
_TITLE = {Entity.CASE: "title", Entity.WORKSHEET: "name"}
_FIELDS = {Entity.CASE: ("title", "ticket", "created"), Entity.WORKSHEET: ("name", "owner", "created")}


def card(db: sqlite3.Connection, ref: RecordRef) -> Card | None:
    read = _READERS.get(ref.entity)
    return read(db, ref) if read else None


def _client(db: sqlite3.Connection, ref: RecordRef) -> Card | None:
    found = _stored(db, ref)
    if found is None:
        return None
    parent = _stored(db, RecordRef(Entity.ACCOUNT, found[PARENT])) if found[PARENT] else None
    organization = client_of(parent) if parent else None
    return card_of(found, _open_items(db, ref.id), _calls_of(db, ref.id), organization)


def _stored(db: sqlite3.Connection, ref: RecordRef) -> Stored | None:
    row: Stored | None = db.execute(BY_REF, (ref.id, KINDS[ref.entity])).fetchone()
    return row


def _open_items(db: sqlite3.Connection, customer: str) -> tuple[OpenItem, ...]:
    """Newest first; before them what is made here and waits for the CRM, which is who dates a record."""
    items = [
        _open_item(Entity(entity), id, json.loads(fields)) for entity, id, fields in db.execute(_OPEN, (customer,))
    ]
    return tuple(sorted(items, key=lambda item: item.created.timestamp() if item.created else inf, reverse=True))


def _open_item(entity: Entity, id: str, row: Row) -> OpenItem:
    return OpenItem(RecordRef(entity, id), _text(row, _TITLE[entity]), _text(row, "ticket"), _created(row))


def _calls_of(db: sqlite3.Connection, client: str) -> tuple[CallRecord, ...]:
    found = db.execute(_CALLS_OF, (journal.owner(db), client, _SHOWN_CALLS))
    return tuple(journal.call_of(record) for (record,) in found)


def _entry(db: sqlite3.Connection, ref: RecordRef) -> Card | None:
    row = _fields(db, ref)
    if row is None:
        return None
    customer = _customer(db, row)
    shown = tuple((name, _shown(db, row, name)) for name in _FIELDS[ref.entity])
    record = Client(ref, _text(row, _TITLE[ref.entity]), customer.name if customer else "")
    return Card(record, shown, time_of(_text(row, "modified")), is_active(row.get("state")), customer)


def _fields(db: sqlite3.Connection, ref: RecordRef) -> Row | None:
    found = db.execute("SELECT fields FROM entry WHERE entity = ? AND id = ?", (ref.entity, ref.id)).fetchone()
    row: Row | None = json.loads(found[0]) if found else None
    return row


def _customer(db: sqlite3.Connection, row: Row) -> Client | None:
    id, entity = _text(row, "customer"), _text(row, "customer_entity")
    found = _stored(db, RecordRef(Entity(entity), id)) if id and entity in KINDS else None
    return client_of(found) if found else None


def _shown(db: sqlite3.Connection, row: Row, name: str) -> str:
    if name != "owner":
        return _text(row, name)
    owner = _fields(db, RecordRef(Entity.USER, _text(row, "owner")))
    return _text(owner, "name") if owner else ""


def _call(db: sqlite3.Connection, ref: RecordRef) -> Card | None:
    record = journal.call(db, ref.id)
    if record is None:
        return None
    shown: Mapping[str, Any] = {
        "number": record.number,
        "started": record.started.isoformat(),
        "direction": record.direction.value,
        "result": record.result.value if record.result else "",
        "duration": record.duration_s if record.answered else "",
        "regarding": _regarding(db, record),
        "note": record.note,
    }
    named = Client(ref, record.name or record.number, record.client.organization if record.client else "")
    return Card(named, tuple((name, str(value)) for name, value in shown.items()), customer=record.client)


def _regarding(db: sqlite3.Connection, record: CallRecord) -> str:
    if record.regarding is None:
        return ""
    row = _fields(db, record.regarding)
    return _text(row, _TITLE[record.regarding.entity]) if row else ""


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _created(row: Row) -> datetime | None:
    return time_of(_text(row, "created"))


_READERS: Mapping[Entity, Callable[[sqlite3.Connection, RecordRef], Card | None]] = {
    Entity.CONTACT: _client,
    Entity.ACCOUNT: _client,
    Entity.CASE: _entry,
    Entity.WORKSHEET: _entry,
    Entity.PHONE_CALL: _call,
}
