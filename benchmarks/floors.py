"""What the same rows cost without a desk: the least that msgspec and SQLite need, and what a plain loop needs."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.canned import pages
from ctidesk.adapters.cache import index
from ctidesk.adapters.cache.connection import migrations, open_writer
from ctidesk.adapters.cache.file import CacheFile
from ctidesk.adapters.cache.rows import ACCOUNT, INSERT, KINDS, NAME, Stored, to_stored
from ctidesk.domain.records import Entity, Row

PUT = ("INSERT INTO words (rowid, text) VALUES (?, ?)", "INSERT INTO tails (rowid, tail) VALUES (?, ?)")
IDS = {"contactid": "id", "accountid": "id", "modifiedon": "modified", "statecode": "state"}
USUAL_HASHSIZE = 1 << 20  # FTS5's own
WIRE = {**IDS, "_parentcustomerid_value": "parent"}


class Stopwatch:
    def __init__(self) -> None:
        self.s = 0.0

    def time(self, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = work()
        self.s += time.perf_counter() - began
        return result


def bare(folder: Path, file: Path, most: int | None = None, key: str = "") -> tuple[int, float]:
    """Rows and seconds of msgspec's decoding and SQLite's inserting alone, into the desk's own tables and indexes.

    What is inserted is prepared beside the clock.
    """
    clock = Stopwatch()
    with closing(open_writer(CacheFile(file, key))) as db:
        return _fill(db, folder, clock, clock.time, msgspec.json.decode, most), clock.s


def naive(folder: Path, file: Path, most: int | None = None) -> tuple[int, float]:
    """Rows and seconds of ``json`` and ``executemany`` with SQLite as it comes; preparing is on the clock."""
    clock = Stopwatch()
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        for _, script in migrations():
            db.executescript(script)
        for table in ("words", "tails"):
            db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {USUAL_HASHSIZE})")
        rows = clock.time(lambda: _fill(db, folder, clock, lambda work: work(), json.loads, most))
        return rows, clock.s


def _fill(
    db: sqlite3.Connection,
    folder: Path,
    clock: Stopwatch,
    timed: Callable[[Callable[[], Any]], Any],
    decode: Callable[[bytes], Any],
    most: int | None,
) -> int:
    key, names = 0, dict[object, str]()
    for entity, content in pages(folder):
        page = timed(lambda content=content: decode(content))["value"]  # type: ignore[misc]
        rows = [{WIRE.get(name, name): value for name, value in row.items()} for row in page]
        stored = _stored(entity, rows, key, names)
        ready = index.prepared(stored)
        timed(lambda ready=ready: _insert(db, ready))  # type: ignore[misc]
        key += len(stored)
        if most and key >= most:
            break
    return key


def _stored(entity: Entity, rows: Iterable[Row], key: int, names: dict[object, str]) -> list[Stored]:
    kind = KINDS[entity]
    stored = [to_stored(key + n, kind, row, names.get(row.get("parent"), "")) for n, row in enumerate(rows, 1)]
    if kind == ACCOUNT:
        names |= {row[1]: row[NAME] for row in stored}
    return stored


def _insert(db: sqlite3.Connection, ready: index.Prepared) -> None:
    db.execute("BEGIN")
    db.executemany(INSERT, ready.rows)
    db.executemany(PUT[0], ready.words)
    db.executemany(PUT[1], ready.tails)
    db.executemany("INSERT OR IGNORE INTO term VALUES (?)", [(word,) for word in sorted(ready.names) if len(word) > 3])
    db.execute("COMMIT")
