"""Pages of the CRM into the copy: rows and cursor in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter

from ctidesk.adapters.cache.rows import (
    AFTER_PHONES,
    EMAIL,
    FIRST_PHONE,
    ID,
    INSERT,
    KEY,
    KINDS,
    MODIFIED,
    NAME,
    Stored,
    newest,
    to_stored,
)
from ctidesk.adapters.cache.text import first_marked, fold_all, numbers_of, searchable, tail
from ctidesk.domain.records import Entity, Row
from ctidesk.ports import Page

_AT_ONCE = 500
_PRESENT = "SELECT * FROM client WHERE kind = ? AND id IN ({})"
_ENTRY = "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)"
_DELETE_WORDS = "INSERT INTO words (words, rowid, name, organization, email, digits) VALUES ('delete', ?, ?, ?, ?, ?)"
_DELETE_TAILS = "INSERT INTO tails (tails, rowid, tail) VALUES ('delete', ?, ?)"
_INSERT_WORDS = "INSERT INTO words (rowid, name, organization, email, digits) VALUES (?, ?, ?, ?, ?)"
_INSERT_TAILS = "INSERT INTO tails (rowid, tail) VALUES (?, ?)"


def store_page(db: sqlite3.Connection, entity: Entity, page: Page) -> None:
    """Inside a transaction: the page's rows, and where the pull goes on."""
    begin(db, entity)
    if entity in KINDS:
        _store_clients(db, KINDS[entity], page.rows)
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
    for table in ("words", "tails"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")


def _store_entries(db: sqlite3.Connection, entity: Entity, rows: Sequence[Row]) -> None:
    (seen,) = db.execute("SELECT round FROM pull WHERE entity = ?", (entity,)).fetchone()
    db.executemany(_ENTRY, (_entry(entity, row, seen) for row in rows))


def _entry(entity: Entity, row: Row, seen: int) -> tuple[object, ...]:
    fields = json.dumps(row, ensure_ascii=False)
    return (entity, row["id"], row.get("modified"), row.get("state"), row.get("customer"), fields, seen)


def _store_clients(db: sqlite3.Connection, kind: int, rows: Sequence[Row]) -> None:
    latest = {str(row["id"]): row for row in rows}
    present = {stored[ID]: stored for stored in _present(db, kind, list(latest))}
    (last_key,) = db.execute("SELECT coalesce(max(key), 0) FROM client").fetchone()
    fresh: list[Stored] = []
    for id, row in latest.items():
        old = present.get(id)
        if old and old[MODIFIED] and old[MODIFIED] == row.get("modified"):
            del present[id]  # nothing to take out: it stays as it is
            continue
        last_key += old is None
        fresh.append(to_stored(old[KEY] if old else last_key, kind, row))
    fresh.sort(key=itemgetter(KEY))
    _index(db, sorted(present.values(), key=itemgetter(KEY)), _DELETE_WORDS, _DELETE_TAILS)
    db.executemany(INSERT, fresh)
    _index(db, fresh, _INSERT_WORDS, _INSERT_TAILS)


def _present(db: sqlite3.Connection, kind: int, ids: Sequence[str]) -> Iterable[Stored]:
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        yield from db.execute(_PRESENT.format(", ".join("?" * len(some))), (kind, *some))


def _index(db: sqlite3.Connection, rows: Sequence[Stored], words: str, tails: str) -> None:
    """Put rows into the text indexes, or take them out: a contentless index must be told what it was told before.

    ``rows`` rise by key: FTS5 writes out what it has gathered whenever a key falls.
    """
    names = [first_marked(name) for name in fold_all([row[NAME] for row in rows])]
    emails = fold_all([row[EMAIL] or "" for row in rows])
    columns = [numbers_of([row[column] or "" for row in rows]) for column in range(FIRST_PHONE, AFTER_PHONES)]
    numbers = [list(chain.from_iterable(fields)) for fields in zip(*columns, strict=True)]
    keyed = [row[KEY] for row in rows]
    digits = [" ".join(map(searchable, found)) for found in numbers]
    db.executemany(words, zip(keyed, names, [""] * len(rows), emails, digits, strict=True))
    db.executemany(tails, ((key, " ".join(map(tail, found))) for key, found in zip(keyed, numbers, strict=True)))
