"""A file that is broken is put aside; what cannot be had from the CRM again is carried over as far as it reads."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ctidesk.adapters.cache.connection import OPERATORS, forget_suspicion, open_writer, transaction
from ctidesk.adapters.cache.file import CacheFile, database_errors, is_corrupt
from ctidesk.domain.errors import DeskError

log = logging.getLogger(__name__)

_BESIDE = ("-wal", "-journal")


def open_or_replace(file: CacheFile) -> sqlite3.Connection:
    """The writing connection; a broken file makes way for a fresh one with the journal and the outbox in it."""
    try:
        return open_writer(file)
    except database_errors() as error:
        if not is_corrupt(error):
            raise
        log.error("the cache %s is broken (%s)", file.path, error)
    broken = file.beside(_put_aside(file.path))
    forget_suspicion(file.path)
    db = open_writer(file)
    try:
        log.warning("%s was put aside, %d rows were carried over", broken.path, _carry_over(broken, db))
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


def _carry_over(broken: CacheFile, db: sqlite3.Connection) -> int:
    carried = 0
    with closing(_connected(broken)) as old, transaction(db, durable=True):
        for table in OPERATORS:
            kept = _columns(old, table)
            columns = ", ".join(column for column in _columns(db, table) if column in kept)
            insert = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({', '.join('?' * len(columns.split(',')))})"
            for row in _readable(old, table, columns):
                carried += db.execute(insert, row).rowcount
    return carried


def _connected(broken: CacheFile) -> sqlite3.Connection:
    """What has no readable beginning reads as an empty file."""
    try:
        return broken.connect()
    except DeskError:
        return sqlite3.connect(":memory:")


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    """Of a file from before a migration they may be fewer; of one that does not read, none."""
    try:
        return [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
    except database_errors() as error:
        log.warning("%s does not read: %s", table, error)
        return []


def _readable(old: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Rows from the front up to the first page that does not read, then from the back."""
    for order in ("ASC", "DESC") if columns else ():
        try:
            yield from old.execute(f"SELECT {columns} FROM {table} ORDER BY 1 {order}")
            return
        except database_errors() as error:
            log.warning("%s does not read on: %s", table, error)
