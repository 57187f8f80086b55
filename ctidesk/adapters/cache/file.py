"""The file itself: plain, or encrypted with SQLCipher. Its name says which: ``….sqlite`` or ``….sqlcipher``."""

from __future__ import annotations

import errno
import importlib
import os
import shutil
import sqlite3
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from ctidesk.domain.errors import DeskError, Problem, ProblemId

ENCRYPTED = ".sqlcipher"
PAGE_SIZE = 8192
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_ROOM_LEFT = 1 << 20  # below this, a failed write is put down to the disk


class Keys(Protocol):
    """Where the key of an encrypted file is kept: 64 hexadecimal digits. Raises KEYRING_UNAVAILABLE."""

    def key(self, name: str) -> str | None:
        """The key of the file of this name; ``None`` where there is none."""

    def new_key(self, name: str) -> str:
        """A random key, kept from now on."""


@dataclass(frozen=True, slots=True)
class CacheFile:
    """``key``: 64 hexadecimal digits, empty for a plain file."""

    path: Path
    key: str = ""

    def connect(self) -> sqlite3.Connection:
        """Raises :class:`DeskError`: CACHE_ENCRYPTION_MISSING, CACHE_KEY_WRONG."""
        driver: Any = sqlcipher() if self.key else sqlite3
        db: sqlite3.Connection = driver.connect(str(self.path), isolation_level=None)
        if self.key:
            try:
                self._unlock(db)
            except BaseException:
                db.close()
                raise
        return db

    def beside(self, path: Path) -> CacheFile:
        return replace(self, path=path)

    def _unlock(self, db: sqlite3.Connection) -> None:
        """A raw key needs no derivation; a file that it does not open must stay as it is, whatever else is wrong."""
        db.execute(f"PRAGMA key = \"x'{self.key}'\"")
        db.execute(f"PRAGMA cipher_page_size = {PAGE_SIZE}")
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except database_errors() as error:
            if not is_corrupt(error):
                raise
            raise DeskError(Problem.of(ProblemId.CACHE_KEY_WRONG, str(error), file=self.path)) from None


def sqlcipher() -> Any:
    try:
        return importlib.import_module("sqlcipher3")
    except ImportError as error:
        raise DeskError(Problem.of(ProblemId.CACHE_ENCRYPTION_MISSING, str(error))) from None


def database_errors() -> tuple[type[Exception], ...]:
    """SQLCipher's errors are a family of their own."""
    loaded = sys.modules.get("sqlcipher3")
    return (sqlite3.Error, loaded.Error) if loaded else (sqlite3.Error,)


def is_corrupt(error: BaseException) -> bool:
    return isinstance(error, database_errors()) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _CORRUPT


def is_full(error: BaseException, path: Path) -> bool:
    """Whether something failed because the disk has no room. SQLite calls it an I/O error where it maps a file."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return True
    return code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and shutil.disk_usage(path.parent).free < _ROOM_LEFT


def make_private(path: Path) -> None:
    """SQLite gives its ``-wal`` and ``-shm`` files the rights of the main one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)
