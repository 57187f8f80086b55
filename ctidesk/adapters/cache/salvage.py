"""A file that is broken is put aside; what cannot be had from the CRM again is carried over as far as it reads."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ctidesk.adapters.cache.connection import forget_suspicion, is_corrupt, open_writer, transaction

log = logging.getLogger(__name__)

_CARRIED = {
    "identity": "id, organization, user",
    "memory": "key, value",
    "call": "id, owner, started, completed, record",
    "outbox": "seq, owner, kind, entity, record_id, fields, tries, error, parked, base, theirs",
}
_BESIDE = ("-wal", "-journal")


def open_or_replace(path: Path) -> sqlite3.Connection:
    """The writing connection; a broken file makes way for a fresh one with the journal and the outbox in it."""
    try:
        return open_writer(path)
    except sqlite3.DatabaseError as error:
        if not is_corrupt(error):
            raise
        log.error("the cache %s is broken (%s)", path, error)
    broken = _put_aside(path)
    forget_suspicion(path)
    db = open_writer(path)
    try:
        log.warning("%s was put aside, %d rows were carried over", broken, _carry_over(broken, db))
    except BaseException:
        db.close()
        raise
    return db


def _put_aside(path: Path) -> Path:
    broken = path.with_name(f"{path.name}.broken-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}")
    path.replace(broken)
    for suffix in _BESIDE:
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.replace(broken.with_name(broken.name + suffix))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    return broken


def _carry_over(broken: Path, db: sqlite3.Connection) -> int:
    carried = 0
    with closing(sqlite3.connect(broken, isolation_level=None)) as old, transaction(db, durable=True):
        for table, wanted in _CARRIED.items():
            columns = _columns(old, table, wanted)
            insert = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({', '.join('?' * len(columns.split(',')))})"
            for row in _readable(old, table, columns):
                carried += db.execute(insert, row).rowcount
    return carried


def _columns(old: sqlite3.Connection, table: str, wanted: str) -> str:
    """Those that the broken file has: it may be of an older schema."""
    try:
        there = {row[1] for row in old.execute(f"PRAGMA table_info({table})")}
    except sqlite3.Error:
        return wanted
    return ", ".join(column for column in wanted.split(", ") if column in there) or wanted


def _readable(old: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Rows from the front up to the first page that does not read, then from the back."""
    for order in ("ASC", "DESC"):
        try:
            yield from old.execute(f"SELECT {columns} FROM {table} ORDER BY 1 {order}")
            return
        except sqlite3.Error as error:
            log.warning("%s does not read on: %s", table, error)
