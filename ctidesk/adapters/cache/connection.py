"""The file: how it is opened, kept private, brought to the present schema, and written in transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from ctidesk.adapters.cache.file import PAGE_SIZE, CacheFile, database_errors, make_private

_WRITER = f"""
PRAGMA page_size = {PAGE_SIZE};
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

OPERATORS = ("identity", "memory", "call", "outbox", "draft")
"""The tables that the desk cannot get from the CRM again, in the one list that every new one must join: they are read
through at every start, and carried over from a file that breaks."""

# Of the copy, which may be half a gigabyte, only the roots are read: a fault deeper in it shows in use, and then the
# next start reads everything.
_CHECKED = (*OPERATORS, "pull")
_PROBES = (
    "SELECT max(key) FROM client",
    "SELECT max(id) FROM client",
    "SELECT max(entity) FROM entry",
    "SELECT rowid FROM words WHERE words MATCH 'a' LIMIT 1",
    "SELECT rowid FROM tails WHERE tails MATCH '0' LIMIT 1",
)


def open_writer(file: CacheFile) -> sqlite3.Connection:
    """The one connection that writes; raises a database error for a file that is not sound."""
    make_private(file.path)
    db = file.connect()
    try:
        db.executescript(_WRITER)
        _migrate(db)
        _check(db, thorough=_suspect(file.path).exists())
        forget_suspicion(file.path)
    except BaseException:
        db.close()
        raise
    return db


def open_reader(file: CacheFile) -> sqlite3.Connection:
    db = file.connect()
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


def fold_log(db: sqlite3.Connection) -> bool:
    """Bring everything from the log into the file and make the log empty; whether that could be done."""
    try:
        (busy, _, _) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except database_errors():
        return False
    return not busy


def mark_suspect(path: Path) -> None:
    _suspect(path).touch(mode=0o600)


def forget_suspicion(path: Path) -> None:
    _suspect(path).unlink(missing_ok=True)


def _suspect(path: Path) -> Path:
    return path.with_name(f"{path.name}.suspect")


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
