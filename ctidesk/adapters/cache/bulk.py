"""Many rows in one step.

The driver gives the interpreter's lock away for a step and must get it back after it. With a row a step that is
fifteen thousand times a page, each time against whoever computes meanwhile; with five hundred rows a step the lock is
free for milliseconds on end: for the windows, and for reading the next page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

AT_ONCE = 500
"""Rows; times the columns they stay below SQLite's 32766 parameters."""


def insert(db: sqlite3.Connection, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """``executemany`` for an INSERT of one row of marks, such as ``… VALUES (?, ?)``."""
    whole = len(rows) - len(rows) % AT_ONCE
    for start in range(0, whole, AT_ONCE):
        db.execute(_for_many(sql), tuple(chain.from_iterable(rows[start : start + AT_ONCE])))
    db.executemany(sql, rows[whole:])


def by_ids(
    db: sqlite3.Connection, sql: str, first: tuple[object, ...], ids: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """What a statement that ends in ``IN ({})`` finds for any number of ids; it may change rows as well."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        yield from db.execute(sql.format(", ".join("?" * len(some))), (*first, *some))


@cache
def _for_many(sql: str) -> str:
    head, marks = sql.split(" VALUES ")
    return f"{head} VALUES {', '.join([marks] * AT_ONCE)}"
