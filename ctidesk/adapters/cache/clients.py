"""Rows of clients and organizations into the copy, and out of it, with their places in the indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import itemgetter

from ctidesk.adapters.cache import bulk, index
from ctidesk.adapters.cache.bulk import AT_ONCE
from ctidesk.adapters.cache.rows import (
    ACCOUNT,
    CONTACT,
    ID,
    INSERT,
    KEY,
    NAME,
    ORGANIZATION,
    PARENT,
    SELECT,
    Stored,
    to_stored,
)
from ctidesk.adapters.cache.text import indexed_id
from ctidesk.domain.records import Entity, Row

_preparing = ThreadPoolExecutor(1, "cache-preparing")
_PRESENT = f"{SELECT} WHERE c.kind = ? AND c.id IN ({{}})"
_NAMES = f"SELECT c.id, c.name FROM client c WHERE c.kind = {ACCOUNT} AND c.id IN ({{}})"
_PEOPLE_OF = f"{SELECT} WHERE c.key IN (SELECT rowid FROM tails WHERE tails MATCH ?) AND c.kind = {CONTACT}"
_DELETE = "DELETE FROM client WHERE key = ?"


def store(db: sqlite3.Connection, kind: int, rows: Sequence[Row]) -> tuple[list[int], int]:
    """Put rows in; the keys of those known before, and how many are new.

    What is the same in every column stays as it is: a stamp alone does not tell (a link that the server has cleared
    leaves it as it was, and an import may set it back).
    """
    latest = {str(row["id"]): row for row in rows}
    old = {stored[ID]: stored for stored in present(db, kind, list(latest))}
    names = _organizations(db, latest.values()) if kind == CONTACT else {}
    (last_key,) = db.execute("SELECT coalesce(max(key), 0) FROM client").fetchone()
    fresh: list[Stored] = []
    for id, row in latest.items():
        last_key += id not in old
        now = to_stored(old[id][KEY] if id in old else last_key, kind, row, names.get(row.get("parent"), ""))
        if now != old.get(id):
            fresh.append(now)
    _replace(db, [old[row[ID]] for row in fresh if row[ID] in old], fresh)
    if kind == ACCOUNT:
        _tell_people(db, [row for row in fresh if row[ID] not in old or old[row[ID]][NAME] != row[NAME]])
    return [stored[KEY] for stored in old.values()], len(latest) - len(old)


def remove(db: sqlite3.Connection, kind: int, ids: Sequence[str]) -> int:
    """Take records out; the number of those that were here. People of an organization stay, and lose its name."""
    gone = list(present(db, kind, ids))
    _replace(db, gone, [])
    db.executemany(_DELETE, [(row[KEY],) for row in gone])
    if kind == ACCOUNT:
        _tell_people(db, [(*row[:NAME], "", *row[NAME + 1 :]) for row in gone])
    return len(gone)


def present(db: sqlite3.Connection, kind: int, ids: Sequence[str]) -> Iterator[Stored]:
    return bulk.by_ids(db, _PRESENT, (kind,), ids)


def _replace(db: sqlite3.Connection, old: list[Stored], new: list[Stored]) -> None:
    """While SQLite takes some rows, the next ones are prepared: neither needs the interpreter's lock for long."""
    index.take_out(db, sorted(old, key=itemgetter(KEY)))
    new.sort(key=itemgetter(KEY))
    names = set[str]()
    for some in _preparing.map(index.prepared, (new[n : n + AT_ONCE] for n in range(0, len(new), AT_ONCE))):
        bulk.insert(db, INSERT, some.rows)
        index.put(db, some)
        names |= some.names
    index.learn(db, names)


def _organizations(db: sqlite3.Connection, rows: Iterable[Row]) -> dict[object, str]:
    parents = list({str(parent) for row in rows if (parent := row.get("parent"))})
    return dict(bulk.by_ids(db, _NAMES, (), parents))


def _tell_people(db: sqlite3.Connection, organizations: Sequence[Stored]) -> None:
    """An organization that is new here, or has another name, or none: its people are found by it.

    In a first pull organizations come before people, and nobody has to be told.
    """
    if not organizations or not db.execute("SELECT 1 FROM pull WHERE entity = ?", (Entity.CONTACT,)).fetchone():
        return
    for organization in organizations:
        people = [row for row in _people_of(db, organization) if row[ORGANIZATION] != organization[NAME]]
        _replace(db, people, [(*row[:ORGANIZATION], organization[NAME]) for row in people])


def _people_of(db: sqlite3.Connection, organization: Stored) -> list[Stored]:
    found = db.execute(_PEOPLE_OF, (f'"{indexed_id(organization[ID])}"',)).fetchall()
    return [row for row in found if row[PARENT] == organization[ID]]
