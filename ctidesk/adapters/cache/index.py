"""Clients in the text indexes: put in, and taken out."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence, Set
from dataclasses import dataclass

from ctidesk.adapters.cache import bulk
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


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows with key and text for each of the two indexes, and the words of their names."""

    rows: Sequence[Stored]
    words: Sequence[tuple[int, str]]
    tails: Sequence[tuple[int, str]]
    names: Set[str]


def put(db: sqlite3.Connection, some: Prepared) -> None:
    """Rows that rise by key: FTS5 writes out what it has gathered whenever a key falls."""
    for sql, values in zip(_PUT, (some.words, some.tails), strict=True):
        bulk.insert(db, sql, values)


def learn(db: sqlite3.Connection, names: Set[str]) -> None:
    """Words of names. After the indexes' rows: a statement with a trigger makes FTS5 write out what it has gathered."""
    db.executemany(_LEARN, [(word,) for word in sorted(names) if len(word) >= SHORTEST_KNOWN])


def take_out(db: sqlite3.Connection, rows: Sequence[Stored]) -> None:
    """Rows as they were put in: a contentless index must be told what it was told before."""
    some = prepared(rows)
    for sql, values in zip(_TAKE_OUT, (some.words, some.tails), strict=True):
        db.executemany(sql, values)


def empty(db: sqlite3.Connection) -> None:
    for table in ("words", "tails"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    for table in ("term", "near"):
        db.execute(f"DELETE FROM {table}")


def prepared(rows: Sequence[Stored]) -> Prepared:
    names = fold_all([row[NAME] for row in rows])
    others = fold_all([f"{row[ORGANIZATION]} {row[EMAIL] or ''}" for row in rows])
    foreign = [email for row in rows if (email := row[EMAIL]) and not email.isascii()]
    texts = (f"{FIRST}{name.lstrip()} {name} {other}" for name, other in zip(names, others, strict=True))
    words = [(row[KEY], text) for row, text in zip(rows, texts, strict=True)]
    tails = [(row[KEY], _tails(row)) for row in rows]
    return Prepared(rows, words, tails, distinct_words([*names, *fold_all(foreign)]))


def _tails(row: Stored) -> str:
    fields = [field for field in row[FIRST_PHONE:AFTER_PHONES] if field]
    words = [indexed_number(digits) for field in fields for digits in numbers_of(field)]
    if row[PARENT]:
        words.append(indexed_id(row[PARENT]))
    return " ".join(words)
