"""Drafts in the file: what only a file can show."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.draft import draft_of
from ctidesk.domain.records import Entity, RecordRef

DRAFT = draft_of(RecordRef(Entity.CONTACT, "c1"), {"lastname": "Ёлкина"}).typed("jobtitle", "Инженер")


async def opened(path: Path) -> SqliteCache:
    cache = SqliteCache(path)
    await cache.open()
    return cache


async def test_one_that_does_not_read_keeps_none_of_the_others_away(tmp_path: Path) -> None:
    cache = await opened(tmp_path / "cache.sqlite")
    await cache.keep_draft(DRAFT)
    await cache.close()
    with closing(sqlite3.connect(tmp_path / "cache.sqlite", isolation_level=None)) as db:
        db.execute("INSERT INTO draft VALUES ('a', 0, '{\"ref\": 1}'), ('b', 0, 'no json')")
    again = await opened(tmp_path / "cache.sqlite")
    assert await again.drafts() == (DRAFT,)
    await again.close()


async def test_a_draft_is_carried_over_from_a_file_that_breaks(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = await opened(path)
    await cache.keep_draft(DRAFT)
    await cache.close()
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'client'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    again = await opened(path)
    assert list(tmp_path.glob("cache.sqlite.broken-*")) and await again.drafts() == (DRAFT,)
    await again.close()
