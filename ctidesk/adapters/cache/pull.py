"""Pages of the CRM into the copy: rows and cursor in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from ctidesk.adapters.cache import clients, index, titles
from ctidesk.adapters.cache.rows import KINDS, newest
from ctidesk.domain.records import Entity, Row
from ctidesk.ports import Page

_ENTRY = "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)"


def store_page(db: sqlite3.Connection, entity: Entity, page: Page) -> None:
    """Inside a transaction: the page's rows, and where the pull goes on."""
    begin(db, entity)
    if entity in KINDS:
        clients.store(db, KINDS[entity], page.rows)
    else:
        _store_entries(db, entity, page.rows)
    (so_far,) = db.execute("SELECT newest FROM pull WHERE entity = ?", (entity,)).fetchone()
    db.execute(
        "UPDATE pull SET cursor = ?, newest = ?, records = records + ? WHERE entity = ?",
        (page.cursor, newest(page.rows, so_far), len(page.rows), entity),
    )


def begin(db: sqlite3.Connection, entity: Entity) -> None:
    db.execute("INSERT OR IGNORE INTO pull (entity) VALUES (?)", (entity,))


def complete(db: sqlite3.Connection, entity: Entity) -> None:
    """The newest stamp seen becomes the watermark; entries that a full pull did not meet are gone from the CRM."""
    begin(db, entity)
    (watermark, round_) = db.execute("SELECT watermark, round FROM pull WHERE entity = ?", (entity,)).fetchone()
    if watermark is None:
        db.execute("DELETE FROM entry WHERE entity = ? AND seen <> ?", (entity, round_))
    db.execute(
        "UPDATE pull SET cursor = NULL, watermark = coalesce(newest, watermark), round = round + 1 WHERE entity = ?",
        (entity,),
    )


def restart(db: sqlite3.Connection, entity: Entity) -> None:
    db.execute(
        "UPDATE pull SET cursor = NULL, newest = NULL, watermark = NULL, records = 0 WHERE entity = ?", (entity,)
    )


def wipe(db: sqlite3.Connection) -> None:
    """Empty the copy; what belongs to the operator stays."""
    db.execute("DROP INDEX IF EXISTS client_listed")
    for table in ("client", "entry", "pull"):
        db.execute(f"DELETE FROM {table}")
    index.empty(db)


def _store_entries(db: sqlite3.Connection, entity: Entity, rows: Sequence[Row]) -> None:
    (seen,) = db.execute("SELECT round FROM pull WHERE entity = ?", (entity,)).fetchone()
    db.executemany(_ENTRY, (_entry(entity, row, seen) for row in rows))
    titles.put(db, entity, rows)


def _entry(entity: Entity, row: Row, seen: int) -> tuple[object, ...]:
    fields = json.dumps(row, ensure_ascii=False)
    return (entity, row["id"], row.get("modified"), row.get("state"), row.get("customer"), fields, seen)
