"""The journal in SQLite, and what only a file can show: another operator's calls, and calls kept before."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from ctidesk.adapters.cache.connection import migrations
from ctidesk.adapters.cache.history import LAST_SPOKEN
from ctidesk.adapters.cache.journal import record_call
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.history import CallKind, CallQuery
from ctidesk.domain.records import CallResult
from ctidesk.ports import CrmIdentity
from tests.contracts.journal_contract import CALLS, ELKINA, IN, NOW, JournalContract, call, filled


class TestSqliteJournal(JournalContract):
    @pytest.fixture
    async def journal(self, tmp_path: Path) -> AsyncIterator[SqliteCache]:
        opened = SqliteCache(tmp_path / "cache.sqlite")
        await opened.open()
        yield opened
        await opened.close()

    async def test_what_was_seen_survives_a_restart(self, journal: SqliteCache, tmp_path: Path) -> None:
        await filled(journal)
        await journal.missed_seen(NOW)
        await journal.close()
        again = SqliteCache(tmp_path / "cache.sqlite")
        await again.open()
        assert await again.missed() == 0
        await again.close()

    async def test_each_operator_has_calls_and_missed_ones_of_his_own(self, journal: SqliteCache) -> None:
        await filled(journal)
        await journal.missed_seen(NOW)
        await journal.belongs_to(CrmIdentity("anna", "org"))
        assert await journal.missed() == 0, "what was seen before the CRM said who we are was seen"
        await journal.belongs_to(CrmIdentity("boris", "org"))
        assert (await journal.calls(), await journal.call("taken")) == ((), None)
        await journal.record_call(call("his", -1, IN, CallResult.MISSED))
        assert await journal.missed() == 1
        await journal.belongs_to(CrmIdentity("anna", "org"))
        assert len(await journal.calls()) == len(CALLS) and await journal.missed() == 0

    @pytest.mark.manual("M11")
    async def test_another_operator_spoke_with_nobody_yet(self, journal: SqliteCache) -> None:
        await filled(journal)
        await journal.belongs_to(CrmIdentity("anna", "org"))
        assert ELKINA.ref in await journal.last_spoken([ELKINA.ref])
        await journal.belongs_to(CrmIdentity("boris", "org"))
        assert await journal.last_spoken([ELKINA.ref]) == {}

    async def test_the_last_conversation_is_one_step_in_an_index(self, journal: SqliteCache, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / "cache.sqlite")) as db:
            plan = db.execute(f"EXPLAIN QUERY PLAN {LAST_SPOKEN}", (0, "", "")).fetchall()
        assert [step[3] for step in plan] == ["SEARCH call USING INDEX call_spoken (owner=? AND <expr>=?)"]

    async def test_calls_that_an_older_version_kept_are_found_too(self, tmp_path: Path) -> None:
        path = tmp_path / "old.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as old:
            old.executescript(migrations()[0][1] + "PRAGMA user_version = 1;")
            record_call(old, CALLS[1])
        cache = SqliteCache(path)
        await cache.open()
        assert await cache.calls(10, CallQuery(CallKind.MISSED)) == CALLS[1:2]
        await cache.close()
