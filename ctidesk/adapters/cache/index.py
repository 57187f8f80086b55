"""Clients in the text indexes: put in, and taken out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from ctidesk.adapters.cache.rows import (
    AFTER_PHONES,
    EMAIL,
    FIRST_PHONE,
    KEY,
    NAME,
    ORGANIZATION,
    PARENT,
    Stored,
)
from ctidesk.adapters.cache.text import FIRST, distinct_words, fold_all, indexed_id, indexed_number, numbers_of

_PUT = ("INSERT INTO words (rowid, text) VALUES (?, ?)", "INSERT INTO tails (rowid, tail) VALUES (?, ?)")
_TAKE_OUT = (
    "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)",
    "INSERT INTO tails (tails, rowid, tail) VALUES ('delete', ?, ?)",
)
_LEARN = "INSERT OR IGNORE INTO term VALUES (?)"
SHORTEST_KNOWN = 4
"""Letters of the shortest word that ``term`` keeps."""

Prepared = tuple[list[tuple[int, str]], list[tuple[int, str]], set[str]]
"""Key and text for each of the two indexes, and the words of names, and of e-mails that are not ASCII."""


def put(db: sqlite3.Connection, rows: Sequence[Stored]) -> None:
    """Rows that rise by key: FTS5 writes out what it has gathered whenever a key falls."""
    words, tails, names = prepared(rows)
    for sql, values in zip(_PUT, (words, tails), strict=True):
        db.executemany(sql, values)
    db.executemany(_LEARN, [(word,) for word in sorted(names) if len(word) >= SHORTEST_KNOWN])


def take_out(db: sqlite3.Connection, rows: Sequence[Stored]) -> None:
    """Rows as they were put in: a contentless index must be told what it was told before."""
    words, tails, _ = prepared(rows)
    for sql, values in zip(_TAKE_OUT, (words, tails), strict=True):
        db.executemany(sql, values)


def empty(db: sqlite3.Connection) -> None:
    for table in ("words", "tails"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    for table in ("term", "near"):
        db.execute(f"DELETE FROM {table}")


def prepared(rows: Sequence[Stored]) -> Prepared:
    names = fold_all([row[NAME] for row in rows])
    others = fold_all([f"{row[ORGANIZATION]} {row[EMAIL] or ''}" for row in rows])
    keys = [row[KEY] for row in rows]
    texts = (f"{FIRST}{name.lstrip()} {name} {other}" for name, other in zip(names, others, strict=True))
    words = list(zip(keys, texts, strict=True))
    known = distinct_words([*names, *(other for other in others if not other.isascii())])
    return words, [(row[KEY], " ".join(_tails(row))) for row in rows], known


def _tails(row: Stored) -> Iterator[str]:
    for field in row[FIRST_PHONE:AFTER_PHONES]:
        if field:
            yield from map(indexed_number, numbers_of(field))
    if row[PARENT]:
        yield indexed_id(row[PARENT])
