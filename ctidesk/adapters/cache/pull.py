"""Rows of the CRM into the copy, and out of it again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
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
    NAME,
    Stored,
    to_stored,
)
from ctidesk.adapters.cache.text import first_marked, fold_all, numbers_of, searchable, tail
from ctidesk.domain.records import CLIENTS, Entity, Row

AT_ONCE = 500
_PRESENT = "SELECT * FROM client WHERE kind = ? AND id IN ({})"
_ENTRY = "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)"
_COUNT = "UPDATE pull SET clients = clients + ? WHERE entity = ?"
_DELETE_WORDS = "INSERT INTO words (words, rowid, name, organization, email, digits) VALUES ('delete', ?, ?, ?, ?, ?)"
_DELETE_TAILS = "INSERT INTO tails (tails, rowid, tail) VALUES ('delete', ?, ?)"
_INSERT_WORDS = "INSERT INTO words (rowid, name, organization, email, digits) VALUES (?, ?, ?, ?, ?)"
_INSERT_TAILS = "INSERT INTO tails (rowid, tail) VALUES (?, ?)"


def begin(db: sqlite3.Connection, entity: Entity) -> None:
    db.execute("INSERT OR IGNORE INTO pull (entity) VALUES (?)", (entity,))


def store_rows(db: sqlite3.Connection, entity: Entity, rows: Sequence[Row]) -> list[int]:
    """Inside a transaction: new records, and known ones as they are now; the keys of the clients known before."""
    if entity in KINDS:
        known, new = _store_clients(db, KINDS[entity], rows)
        db.execute(_COUNT, (new, entity))
        return known
    _store_entries(db, entity, rows)
    return []


def take_out(db: sqlite3.Connection, kind: int, ids: Sequence[str]) -> int:
    """Clients, and what the indexes have of them; how many there were."""
    rows = sorted(_present(db, kind, ids), key=itemgetter(KEY))
    _index(db, rows, _DELETE_WORDS, _DELETE_TAILS)
    db.executemany("DELETE FROM client WHERE key = ?", ((row[KEY],) for row in rows))
    db.execute(_COUNT, (-len(rows), CLIENTS[kind]))
    return len(rows)


def client_count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(sum(clients), 0) FROM pull").fetchone()[0])


def wipe(db: sqlite3.Connection) -> None:
    """Empty the copy; what belongs to the operator stays."""
    for table in ("client", "entry", "pull", "met", "gone"):
        db.execute(f"DELETE FROM {table}")
    for table in ("words", "tails"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")


def _store_entries(db: sqlite3.Connection, entity: Entity, rows: Sequence[Row]) -> None:
    (seen,) = db.execute("SELECT round FROM pull WHERE entity = ?", (entity,)).fetchone()
    db.executemany(_ENTRY, (_entry(entity, row, seen) for row in rows))


def _entry(entity: Entity, row: Row, seen: int) -> tuple[object, ...]:
    fields = json.dumps(row, ensure_ascii=False)
    return (entity, row["id"], row.get("modified"), row.get("state"), row.get("customer"), fields, seen)


def _store_clients(db: sqlite3.Connection, kind: int, rows: Sequence[Row]) -> tuple[list[int], int]:
    """The keys of those known before, and how many are new.

    What is the same in every column stays as it is: a stamp alone does not tell (a link that the server has cleared
    leaves it as it was, and an import may set it back).
    """
    latest = {str(row["id"]): row for row in rows}
    present = {stored[ID]: stored for stored in _present(db, kind, list(latest))}
    known = [int(stored[KEY]) for stored in present.values()]
    (last_key,) = db.execute("SELECT coalesce(max(key), 0) FROM client").fetchone()
    fresh: list[Stored] = []
    for id, row in latest.items():
        old = present.get(id)
        last_key += old is None
        now = to_stored(old[KEY] if old else last_key, kind, row)
        if now == old:
            del present[id]
        else:
            fresh.append(now)
    fresh.sort(key=itemgetter(KEY))
    _index(db, sorted(present.values(), key=itemgetter(KEY)), _DELETE_WORDS, _DELETE_TAILS)
    db.executemany(INSERT, fresh)
    _index(db, fresh, _INSERT_WORDS, _INSERT_TAILS)
    return known, len(latest) - len(known)


def _present(db: sqlite3.Connection, kind: int, ids: Sequence[str]) -> Iterable[Stored]:
    return by_ids(db, _PRESENT, (kind,), ids)


def by_ids(db: sqlite3.Connection, sql: str, first: tuple[object, ...], ids: Sequence[str]) -> Iterator[Stored]:
    """What a statement that ends in ``IN ({})`` finds for any number of ids; it may change rows as well."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        yield from db.execute(sql.format(", ".join("?" * len(some))), (*first, *some))


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
