"""Which file is opened, and how it comes to be encrypted or plain: all of it is copied, then the old one goes.

The copy is complete before it gets its name, and nothing is written between that and the end of the old one. Where
both are there (the machine died in between), they hold the same, and the one in the wanted form stays.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from ctidesk.adapters.cache.file import ENCRYPTED, PAGE_SIZE, CacheFile, Keys, make_private, sqlcipher
from ctidesk.domain.errors import DeskError, Problem, ProblemId

log = logging.getLogger(__name__)

_BESIDE = ("-wal", "-shm", "-journal")


def adopt(nameless: Path, path: Path) -> None:
    """The file of the days before there was one for each account, or before there was a CRM, becomes this account's."""
    encrypted = path.with_suffix(ENCRYPTED)
    if nameless == path or not nameless.exists() or path.exists() or encrypted.exists():
        return
    for suffix in ("-wal", ".suspect", ""):
        beside = nameless.with_name(nameless.name + suffix)
        if beside.exists():
            beside.replace(path.with_name(path.name + suffix))


def wanted_file(path: Path, *, encrypt: bool, keys: Keys | None) -> CacheFile:
    """The file in the wanted form, made so if it is in the other one; raises :class:`DeskError`, and then nothing has
    changed."""
    plain = CacheFile(path)
    encrypted = path.with_suffix(ENCRYPTED)
    if encrypt:
        file = CacheFile(encrypted, _key(path.stem, encrypted, keys))
        return _converted(plain, file)
    if encrypted.exists() and not path.exists():
        return _converted(CacheFile(encrypted, _key(path.stem, encrypted, keys)), plain)
    _forget(encrypted)
    return plain


def _key(name: str, encrypted: Path, keys: Keys | None) -> str:
    """A new one only where there is nothing that an old one would open."""
    sqlcipher()
    key = keys.key(name) if keys else None
    if keys and not key and not encrypted.exists():
        return keys.new_key(name)
    if not key:
        raise DeskError(Problem.of(ProblemId.CACHE_KEY_MISSING, file=encrypted))
    return key


def _converted(old: CacheFile, new: CacheFile) -> CacheFile:
    if old.path.exists() and not new.path.exists():
        half = new.beside(new.path.with_name(f"{new.path.name}.new"))
        _forget(half.path)
        _copy(old, half)
        half.path.replace(new.path)
        log.info("%s has become %s", old.path.name, new.path.name)
    _forget(old.path)
    return new


def _copy(old: CacheFile, new: CacheFile) -> None:
    """``sqlcipher_export`` copies schema and content, full-text tables and all (zetetic.net, SQLCipher API)."""
    make_private(new.path)
    with closing(_by_sqlcipher(old)) as db:
        key = f"\"x'{new.key}'\"" if new.key else "''"
        db.execute(f"ATTACH DATABASE ? AS copy KEY {key}", (str(new.path),))
        db.execute(f"PRAGMA copy.{'cipher_' if new.key else ''}page_size = {PAGE_SIZE}")
        db.execute("SELECT sqlcipher_export('copy')").fetchone()
        (version,) = db.execute("PRAGMA main.user_version").fetchone()
        db.execute(f"PRAGMA copy.user_version = {version}")
        db.execute("DETACH DATABASE copy")


def _by_sqlcipher(file: CacheFile) -> sqlite3.Connection:
    """SQLCipher opens plain files too, when it is given no key."""
    if file.key:
        return file.connect()
    db: sqlite3.Connection = sqlcipher().connect(str(file.path), isolation_level=None)
    return db


def _forget(path: Path) -> None:
    for suffix in (*_BESIDE, ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
