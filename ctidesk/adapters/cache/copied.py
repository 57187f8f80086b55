"""One record of the copy at a time: read, put, taken out, with the indexes that lead to it."""

from __future__ import annotations

import json
import sqlite3

from ctidesk.adapters.cache import pull
from ctidesk.adapters.cache.rows import BY_REF, COLUMNS, KINDS, NAME, NAME_FIELD, Stored
from ctidesk.domain.outbox import REFERENCES, Value, reference, referenced
from ctidesk.domain.records import Entity, RecordRef, Row

COPIED = (*KINDS, Entity.CASE, Entity.WORKSHEET)
"""The entities whose records are copied and can be written."""

_POLYMORPHIC = frozenset({"customer"})
_NAME_PARTS = frozenset({"lastname", "firstname", "middlename"})


def row(db: sqlite3.Connection, ref: RecordRef) -> Row | None:
    """The record as the CRM's pages have it."""
    if ref.entity in KINDS:
        stored = _stored(db, ref)
        return _row_of(ref.entity, stored) if stored else None
    found = db.execute("SELECT fields FROM entry WHERE entity = ? AND id = ?", (ref.entity, ref.id)).fetchone()
    return json.loads(found[0]) if found else None


def put(db: sqlite3.Connection, ref: RecordRef, row: Row) -> None:
    """The record as it is now."""
    pull.begin(db, ref.entity)
    pull.store_rows(db, ref.entity, [row])


def remove(db: sqlite3.Connection, ref: RecordRef) -> None:
    if ref.entity in KINDS:
        pull.take_out(db, KINDS[ref.entity], [ref.id])
    else:
        db.execute("DELETE FROM entry WHERE entity = ? AND id = ?", (ref.entity, ref.id))


def values(db: sqlite3.Connection, ref: RecordRef) -> dict[str, Value] | None:
    """The record in the words of a write: references as ``entity:guid``."""
    found = row(db, ref)
    if found is None:
        return None
    return {name: _as_reference(found, name, value) for name, value in found.items()}


def with_values(row: Row, written: dict[str, Value]) -> Row:
    """``row`` once ``written`` is written to it. A name made of parts that changed is made anew."""
    changed = dict(row)
    for name, value in written.items():
        ref = referenced(str(value)) if name in REFERENCES and value else None
        changed[name] = ref.id if ref else None if name in REFERENCES else value
        if name in _POLYMORPHIC:
            changed[f"{name}_entity"] = ref.entity.value if ref else None
    if _NAME_PARTS & written.keys():
        changed["fullname"] = None
    return changed


def _as_reference(row: Row, name: str, value: Value) -> Value:
    if name not in REFERENCES or not value:
        return value
    entity = row.get(f"{name}_entity") or Entity.ACCOUNT
    return reference(RecordRef(Entity(str(entity)), str(value)))


def _stored(db: sqlite3.Connection, ref: RecordRef) -> Stored | None:
    found: Stored | None = db.execute(BY_REF, (ref.id, KINDS[ref.entity])).fetchone()
    return found


def _row_of(entity: Entity, stored: Stored) -> Row:
    fields: Row = dict(zip(COLUMNS, stored, strict=True))
    del fields["key"], fields["kind"], fields["name"], fields["organization"]
    return {**fields, NAME_FIELD[entity]: stored[NAME]}
