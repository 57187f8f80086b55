"""The file: how it is opened, kept private, brought to the present schema, and written in transactions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_WRITER = """
PRAGMA page_size = 8192;
PRAGMA journal_mode = WAL;
PRAGMA secure_delete = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536;
PRAGMA wal_autocheckpoint = 4000;
PRAGMA journal_size_limit = 16777216;
PRAGMA fullfsync = ON;
PRAGMA busy_timeout = 5000;
"""
_READER = "PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 5000;"

# The tables that the desk cannot get from the CRM again are read through at every start; of the copy, which may be
# half a gigabyte, only the roots: a fault deeper in it shows in use, and then the next start reads everything.
_CHECKED = ("identity", "memory", "call", "outbox", "pull")
_PROBES = (
    "SELECT max(key) FROM client",
    "SELECT max(id) FROM client",
    "SELECT max(entity) FROM entry",
    "SELECT rowid FROM words WHERE words MATCH 'a' LIMIT 1",
    "SELECT rowid FROM tails WHERE tails MATCH '0' LIMIT 1",
)


def is_corrupt(error: BaseException) -> bool:
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _CORRUPT


def open_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes; raises :class:`sqlite3.DatabaseError` for a file that is not sound."""
    _make_private(path)
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.executescript(_WRITER)
        _migrate(db)
        _check(db, thorough=_suspect(path).exists())
        forget_suspicion(path)
    except BaseException:
        db.close()
        raise
    return db


def open_reader(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(_READER)
    return db


@contextmanager
def transaction(db: sqlite3.Connection, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
    """All or nothing. ``durable``: on the disk when it returns.

    Pages of the copy are committed with ``synchronous = NORMAL``: a power cut may take the last ones back, never a
    part of one, and their cursor with them. What the operator did is committed with ``FULL``, which syncs the whole
    log and so whatever was written to it before. One connection for both: a second one could only wait for the first.
    """
    db.execute("PRAGMA synchronous = FULL" if durable else "PRAGMA synchronous = NORMAL")
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def mark_suspect(path: Path) -> None:
    _suspect(path).touch(mode=0o600)


def forget_suspicion(path: Path) -> None:
    _suspect(path).unlink(missing_ok=True)


def _suspect(path: Path) -> Path:
    return path.with_name(f"{path.name}.suspect")


def _make_private(path: Path) -> None:
    """SQLite gives its ``-wal`` and ``-shm`` files the rights of the main one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def migrations() -> list[tuple[int, str]]:
    """Number and text of every ``schema/NNNN_*.sql``, in order."""
    files = (resources.files(__package__) / "schema").iterdir()
    scripts = [(int(f.name[:4]), f.read_text(encoding="utf-8")) for f in files if f.name.endswith(".sql")]
    return sorted(scripts)


def _migrate(db: sqlite3.Connection) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    scripts = migrations()
    if version > scripts[-1][0]:
        raise sqlite3.OperationalError(f"the file was written by a newer version (schema {version})")
    for number, script in scripts:
        if number > version:
            _apply(db, number, script)


def _apply(db: sqlite3.Connection, number: int, script: str) -> None:
    try:
        db.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _check(db: sqlite3.Connection, *, thorough: bool) -> None:
    for pragma in ("PRAGMA quick_check",) if thorough else (f"PRAGMA quick_check({table})" for table in _CHECKED):
        (verdict,) = db.execute(pragma).fetchone()
        if verdict != "ok":
            raise _corrupt(verdict)
    for table in ("words", "tails", "titles") if thorough else ():
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    for probe in _PROBES:
        db.execute(probe).fetchone()


def _corrupt(verdict: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(verdict)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error
