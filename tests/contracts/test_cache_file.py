"""The cache's file: what survives a broken disk, a killed desk, a migration, and another operator."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.errors import DeskError, ProblemId
from ctidesk.domain.records import Entity
from tests.contracts.cache_contract import CREATE, ME, call


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[SqliteCache]:
    opened = SqliteCache(tmp_path / "cache.sqlite")
    await opened.open()
    await opened.belongs_to(ME)
    yield opened
    await opened.close()


async def test_a_broken_file_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"this is no database" * 1000)
    cache = SqliteCache(path)
    await cache.open()
    assert await cache.record_count() == 0
    await cache.close()
    assert list(tmp_path.glob("cache.sqlite.broken-*"))


async def test_a_fault_in_use_is_looked_into_at_the_next_start(tmp_path: Path, cache: SqliteCache) -> None:
    path, suspect = tmp_path / "cache.sqlite", tmp_path / "cache.sqlite.suspect"
    await cache.record_call(call("a"), [CREATE])
    await cache.close()
    pages = bytearray(path.read_bytes())
    with contextlib.closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'client_id'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    pages[(root - 1) * size : root * size] = b"\xff" * size
    path.write_bytes(pages)
    suspect.touch()
    again = SqliteCache(path)
    await again.open()
    assert [each.id for each in await again.calls()] == ["a"] and len(await again.outbox()) == 1
    assert list(tmp_path.glob("cache.sqlite.broken-*")) and not suspect.exists()
    await again.close()


async def test_a_pull_does_not_hide_a_fault(tmp_path: Path, cache: SqliteCache) -> None:
    suspect = tmp_path / "cache.sqlite.suspect"
    suspect.touch()
    await cache.pull_completed(Entity.TEAM)
    assert suspect.exists()
    await cache.close()
    again = SqliteCache(tmp_path / "cache.sqlite")
    await again.open()
    assert not suspect.exists(), "read through and found whole"
    await again.close()


async def test_a_closed_cache_is_one_problem(cache: SqliteCache) -> None:
    await cache.close()
    with pytest.raises(DeskError):
        await cache.calls()


async def test_the_file_is_the_owners_only(cache: SqliteCache, tmp_path: Path) -> None:
    assert (tmp_path / "cache.sqlite").stat().st_mode & 0o777 == 0o600


async def test_a_file_that_cannot_be_used_is_one_problem(tmp_path: Path) -> None:
    cache = SqliteCache(tmp_path / "cache.sqlite")
    with pytest.raises(DeskError) as refused:
        await cache.calls()
    assert refused.value.problem.id is ProblemId.CACHE_FAULT
    await cache.close()


_KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.records import Entity
from ctidesk.ports import Page

async def main():
    cache = SqliteCache(Path(sys.argv[1]))
    await cache.open()
    for number in range(5):
        rows = [{"id": f"{number}-{n}", "modified": "2026-01-01T00:00:00Z", "lastname": f"N{n}"} for n in range(50)]
        await cache.store_page(Entity.CONTACT, Page(rows, f"/page/{number + 1}"))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_a_pull_that_was_killed_goes_on_after_its_last_page(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False, timeout=30)
    cache = SqliteCache(path)
    await cache.open()
    assert await cache.pull_cursor(Entity.CONTACT) == "/page/5"
    assert await cache.record_count() == 250
    await cache.close()
