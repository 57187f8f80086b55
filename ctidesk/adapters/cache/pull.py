"""Rows of the CRM into the copy, and out of it again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from ctidesk.adapters.cache import clients, index, titles
from ctidesk.adapters.cache.rows import KINDS
from ctidesk.domain.records import CLIENTS, Entity, Row

_ENTRY = "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)"
_COUNT = "UPDATE pull SET clients = clients + ? WHERE entity = ?"


def begin(db: sqlite3.Connection, entity: Entity) -> None:
    db.execute("INSERT OR IGNORE INTO pull (entity) VALUES (?)", (entity,))


def store_rows(db: sqlite3.Connection, entity: Entity, rows: Sequence[Row]) -> list[int]:
    """Inside a transaction: new records, and known ones as they are now; the keys of the clients known before."""
    if entity in KINDS:
        known, new = clients.store(db, KINDS[entity], rows)
        db.execute(_COUNT, (new, entity))
        return known
    _store_entries(db, entity, rows)
    return []


def take_out(db: sqlite3.Connection, kind: int, ids: Sequence[str]) -> int:
    """Clients, and what the indexes have of them; how many there were."""
    gone = clients.remove(db, kind, ids)
    db.execute(_COUNT, (-gone, CLIENTS[kind]))
    return gone


def client_count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(sum(clients), 0) FROM pull").fetchone()[0])


def wipe(db: sqlite3.Connection) -> None:
    """Empty the copy; what belongs to the operator stays."""
    db.execute("DROP INDEX IF EXISTS client_listed")
    for table in ("client", "entry", "pull", "met", "gone"):
        db.execute(f"DELETE FROM {table}")
    index.empty(db)


def _store_entries(db: sqlite3.Connection, entity: Entity, rows: Sequence[Row]) -> None:
    (seen,) = db.execute("SELECT round FROM pull WHERE entity = ?", (entity,)).fetchone()
    db.executemany(_ENTRY, (_entry(entity, row, seen) for row in rows))
    titles.put(db, entity, rows)


def _entry(entity: Entity, row: Row, seen: int) -> tuple[object, ...]:
    fields = json.dumps(row, ensure_ascii=False)
    return (entity, row["id"], row.get("modified"), row.get("state"), row.get("customer"), fields, seen)
