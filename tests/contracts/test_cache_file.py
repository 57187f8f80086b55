"""The cache's file: what survives a broken disk, a killed desk, a migration, and another operator."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from ctidesk.adapters.cache.connection import OPERATORS, migrations
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.adapters.desktop.profile import Profile
from ctidesk.domain.errors import DeskError, ProblemId
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.records import Entity
from ctidesk.ports import CrmIdentity, Page
from tests.contracts.cache_examples import CREATE, ME, call, contact


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


async def test_the_files_are_the_owners_only(cache: SqliteCache, tmp_path: Path) -> None:
    await cache.record_call(call("a"))
    rights = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert rights == dict.fromkeys(("cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"), 0o600)


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


_BEFORE_THE_SEARCH = """
INSERT INTO client (key, id, kind, name) VALUES (1, 'c1', 0, 'Иванов'), (2, 'a1', 1, 'Ромашка');
INSERT INTO words (rowid, name) VALUES (1, '·иванов иванов');
INSERT INTO pull (entity, watermark, round) VALUES ('contact', '2026-01-01T00:00:00Z', 1), ('team', NULL, 1);
INSERT INTO entry VALUES ('team', 't1', NULL, 0, NULL, '{}', 0);
INSERT INTO identity VALUES (1, 'org-1', 'user-1');
INSERT INTO memory VALUES ('owner', '1'), ('status', 'wrap_up');
INSERT INTO outbox (owner, kind, entity, record_id, fields) VALUES (1, 'create', 'phone_call', 'a', '{"number": "1"}');
PRAGMA user_version = 1;
"""


async def test_a_file_from_before_the_search_is_reshaped_and_loses_nothing_of_the_operators(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    record = msgspec.json.encode(call("a")).decode()
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(dict(migrations())[1] + _BEFORE_THE_SEARCH)
        old.execute("INSERT INTO call VALUES ('a', 1, '2026-11-23T09:15:00+00:00', 0, ?)", (record,))
        old.commit()
    cache = SqliteCache(path)
    await cache.open()
    assert await cache.calls() == (call("a"),) and await cache.unfinished_calls() == (call("a"),)
    assert [waiting.write.values for waiting in await cache.outbox()] == [{"number": "1"}]
    assert (await cache.identity(), await cache.remembered_status()) == (ME, OperatorStatus.WRAP_UP)
    assert (await cache.record_count(), await cache.watermark(Entity.CONTACT)) == (0, None), "to be read once more"
    await cache.store_page(Entity.CONTACT, Page([contact("c1", "Иванов")], None))
    assert [match.client.ref.id for match in await cache.search("иванов")] == ["c1"]
    await cache.close()


async def test_everything_of_the_operators_is_carried_over(tmp_path: Path, cache: SqliteCache) -> None:
    """Every table is either the CRM's copy or in the list of what is carried over."""
    await cache.close()
    copied = {"client", "entry", "pull", "met", "gone", "pristine", "title", "term", "near", "words", "tails", "titles"}
    with contextlib.closing(sqlite3.connect(tmp_path / "cache.sqlite")) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    shadows = {f"{table}_{part}" for table in copied for part in ("data", "idx", "config", "content", "docsize")}
    assert tables - shadows - {"sqlite_sequence"} - copied == set(OPERATORS)


async def test_an_account_has_a_file_of_its_own(tmp_path: Path) -> None:
    """Whose calls and writes stay as they are while somebody else works here."""
    profile = Profile.at(tmp_path)
    anna, boris = profile.cache("https://crm/\nanna\n"), profile.cache("https://crm/\nboris\n")
    assert len({anna, boris, profile.cache()}) == 3
    for path, id in ((anna, "a"), (boris, "b")):
        cache = SqliteCache(path, nameless=profile.cache())
        await cache.open()
        await cache.belongs_to(CrmIdentity(id, "org-1"))
        await cache.record_call(call(id), [CREATE])
        assert [each.id for each in await cache.calls()] == [id]
        await cache.close()
    again = SqliteCache(anna, nameless=profile.cache())
    await again.open()
    assert [each.id for each in await again.calls()] == ["a"] and len(await again.outbox()) == 1
    await again.close()


async def test_a_desk_that_gets_a_crm_keeps_its_calls(tmp_path: Path, cache: SqliteCache) -> None:
    await cache.record_call(call("a"), [CREATE])
    await cache.close()
    named = SqliteCache(tmp_path / "cache-1.sqlite", nameless=tmp_path / "cache.sqlite")
    await named.open()
    assert [each.id for each in await named.calls()] == ["a"] and len(await named.outbox()) == 1
    await named.close()
    assert not (tmp_path / "cache.sqlite").exists()
