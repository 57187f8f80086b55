"""The cache: the copy and its look-ups, the journal, the outbox, and what survives."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.phone_number import NumberKind, PhoneNumber, parse
from ctidesk.domain.records import CallRecord, CallResult, Direction, Entity, MatchKind, RecordRef, Row
from ctidesk.ports import CrmIdentity, Page, Watermark

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
ME = CrmIdentity("user-1", "org-1")


def contact(id: str, last: str, first: str = "Иван", **fields: object) -> Row:
    row = {"id": id, "modified": "2026-01-01T00:00:00Z", "state": 0, "lastname": last, "firstname": first}
    return {**row, "fullname": f"{last} {first}", **fields}  # type: ignore[return-value,dict-item]


CLIENTS = [
    contact("c1", "Ёлкина", "Анна", mobilephone="+7 (916) 123-45-67", emailaddress1="elkina@example.com", parent="a1"),
    contact("c2", "Иванов", telephone1="84951112233 доб. 12, 8 495 111-22-44"),
    contact("c3", "Петров", telephone1="8 495 1112233"),
    contact("c4", "Ушедшая", telephone1="8 495 1112233", state=1),
    contact("c5", "Внутренний", telephone1="1005"),
    contact("c6", "Ильин", telephone1="+49 495 1112299"),
]
ACCOUNTS: list[Row] = [
    {"id": "a1", "modified": "2026-01-02T00:00:00Z", "state": 0, "name": "ООО «Ромашка»", "telephone1": "74951112233"}
]


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[SqliteCache]:
    opened = SqliteCache(tmp_path / "cache.sqlite")
    await opened.open()
    await opened.belongs_to(ME)
    yield opened
    await opened.close()


@pytest.fixture
async def filled(cache: SqliteCache) -> SqliteCache:
    await cache.store_page(Entity.CONTACT, Page(CLIENTS, None))
    await cache.pull_completed(Entity.CONTACT)
    await cache.store_page(Entity.ACCOUNT, Page(ACCOUNTS, None))
    await cache.pull_completed(Entity.ACCOUNT)
    return cache


async def found(cache: SqliteCache, number: str) -> list[tuple[str, MatchKind]]:
    return [(match.client.ref.id, match.kind) for match in await cache.lookup(parse(number))]


async def searched(cache: SqliteCache, text: str) -> list[str]:
    return [match.client.ref.id for match in await cache.search(text)]


@pytest.mark.manual("M11", "D16")
async def test_every_active_record_with_the_number_clients_first(filled: SqliteCache) -> None:
    everyone = [("c2", MatchKind.E164), ("c3", MatchKind.E164), ("a1", MatchKind.E164)]
    for written in ("84951112233", "+74951112233", "4951112233", "8 (495) 111-22-33"):
        assert await found(filled, written) == everyone, written


@pytest.mark.manual("M5.6")
async def test_the_match_says_which_field_and_whose_organization(filled: SqliteCache) -> None:
    (match,) = await filled.lookup(parse("89161234567"))
    assert (match.matched, match.number) == ("mobilephone", "+7 (916) 123-45-67")
    assert (match.client.name, match.client.organization) == ("Ёлкина Анна", "ООО «Ромашка»")


async def test_the_second_number_of_a_field_is_found(filled: SqliteCache) -> None:
    assert await found(filled, "84951112244") == [("c2", MatchKind.E164)]


async def test_seven_digits_are_a_hint_where_nothing_better_is_there(filled: SqliteCache) -> None:
    assert await found(filled, "88121112299") == [("c6", MatchKind.LAST_7)]


@pytest.mark.parametrize("kept", ["+49 30 1234567", "+49 (0)30 1234567"])
async def test_a_number_abroad_is_the_same_number(cache: SqliteCache, kept: str) -> None:
    await cache.store_page(Entity.CONTACT, Page([contact("c1", "Немец", mobilephone=kept)], None))
    called = PhoneNumber("+49301234567", NumberKind.EXTERNAL, "49301234567", "+49301234567")
    assert [match.kind for match in await cache.lookup(called)] == [MatchKind.E164]


async def test_a_number_that_hundreds_share_finds_every_active_one(cache: SqliteCache) -> None:
    shared = [contact(f"c{n}", f"Общий {n}", telephone1="8 812 2000000", state=int(n < 300)) for n in range(700)]
    await cache.store_page(Entity.CONTACT, Page(shared, None))
    assert len(await found(cache, "88122000000")) == 400
    assert len(await searched(cache, "общий")) == 50


async def test_an_extension_matches_an_extension_only(filled: SqliteCache) -> None:
    assert await found(filled, "1005") == [("c5", MatchKind.E164)]
    assert await found(filled, "2233") == []


async def test_no_number_finds_nobody(filled: SqliteCache) -> None:
    assert await found(filled, "anonymous") == []


async def test_a_changed_number_moves_the_match(filled: SqliteCache) -> None:
    moved = contact("c3", "Петров", telephone1="8 812 5556677", modified="2026-02-01T00:00:00Z")
    await filled.store_page(Entity.CONTACT, Page([moved], None))
    assert ("c3", MatchKind.E164) not in await found(filled, "84951112233")
    assert await found(filled, "88125556677") == [("c3", MatchKind.E164)]
    assert await searched(filled, "петров") == ["c3"]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("елкина", ["c1"]),
        ("ЁЛК", ["c1"]),
        ("анна ёлк", ["c1"]),
        ("ромаш", ["a1"]),
        ("elkina@", ["c1"]),
        ("9161234", ["c1"]),
        ("+7 916 123-4", ["c1"]),
        ("8 (916) 123", ["c1"]),
        ("123-45-67", ["c1"]),
        ("ушед", []),
        ("", []),
        ('"*(', []),
    ],
)
async def test_search_as_you_type(filled: SqliteCache, typed: str, ids: list[str]) -> None:
    assert await searched(filled, typed) == ids


async def test_a_name_that_begins_so_comes_first(filled: SqliteCache) -> None:
    assert (await searched(filled, "ив"))[0] == "c2", "Иванов before everybody whose first name is Иван"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(max_size=20))
async def test_nothing_that_can_be_typed_is_an_error(filled: SqliteCache, text: str) -> None:
    await filled.search(text)
    await filled.lookup(parse(text))


async def test_pages_cursor_and_watermark(cache: SqliteCache) -> None:
    assert (await cache.pull_cursor(Entity.CONTACT), await cache.watermark(Entity.CONTACT)) == (None, None)
    await cache.store_page(Entity.CONTACT, Page(CLIENTS[:2], "/next"))
    assert (await cache.pull_cursor(Entity.CONTACT), await cache.watermark(Entity.CONTACT)) == ("/next", None)
    await cache.store_page(Entity.CONTACT, Page(CLIENTS[2:], None))
    await cache.pull_completed(Entity.CONTACT)
    assert await cache.watermark(Entity.CONTACT) == Watermark("2026-01-01T00:00:00Z")
    assert await cache.record_count() == len(CLIENTS)
    await cache.restart_pull(Entity.CONTACT)
    assert await cache.watermark(Entity.CONTACT) is None


async def test_a_card(filled: SqliteCache) -> None:
    card = await filled.card(RecordRef(Entity.CONTACT, "c1"))
    assert card is not None
    assert (card.field("lastname"), card.field("organization")) == ("Ёлкина", "ООО «Ромашка»")
    assert await filled.card(RecordRef(Entity.CONTACT, "nobody")) is None


@pytest.mark.manual("M3", "D9")
@pytest.mark.parametrize(
    ("caller", "ignored"),
    [
        ("84957654321", True),
        ("+74957654321", True),
        ("88005553535", True),
        ("+78005553535", True),
        ("84957654322", False),
        ("", False),
    ],
)
async def test_ignored_numbers(cache: SqliteCache, caller: str, ignored: bool) -> None:
    listed: list[Row] = [{"id": "1", "number": "84957654321"}, {"id": "2", "number": "8800*"}]
    await cache.store_page(Entity.IGNORED_NUMBER, Page(listed, None))
    assert await cache.is_ignored(parse(caller)) is ignored


@pytest.mark.manual("M1", "M2")
async def test_the_operators_seconds_and_right(cache: SqliteCache) -> None:
    async def keep(entity: Entity, *rows: Row) -> None:
        await cache.store_page(entity, Page(rows, None))
        await cache.pull_completed(entity)

    assert await cache.operator("user-1") is None
    await keep(Entity.USER, {"id": "user-1", "name": "Анна Петрова", "wrap_up_s": 15})
    known = await cache.operator("user-1")
    assert known is not None and (known.name, known.wrap_up_s, known.allowed) == ("Анна Петрова", 15, None)
    await keep(Entity.CONFIGURATOR, {"id": "k", "name": "CTI"})
    await keep(Entity.CONFIGURATOR_TEAM, {"id": "kt", "configurator": "k", "team": "t1"})
    halfway = await cache.operator("user-1")
    assert halfway is not None and halfway.allowed is None, "memberships have not been read yet"
    await keep(Entity.TEAM_MEMBERSHIP)
    outside = await cache.operator("user-1")
    assert outside is not None and outside.allowed is False
    await keep(Entity.TEAM_MEMBERSHIP, {"id": "m", "user": "user-1", "team": "t1"})
    inside = await cache.operator("user-1")
    assert inside is not None and inside.allowed is True
    await keep(Entity.TEAM_MEMBERSHIP)
    removed = await cache.operator("user-1")
    assert removed is not None and removed.allowed is False, "a full pull that no longer has it takes it out"


def call(id: str, minutes: int = 0, **more: object) -> CallRecord:
    started = NOW + timedelta(minutes=minutes)
    return CallRecord(id, Direction.INCOMING, "+74951112233", "84951112233", started, **more)  # type: ignore[arg-type]


CREATE = Write(WriteKind.CREATE, Entity.PHONE_CALL, "a", {"number": "1", "minutes": 2, "regarding": None})
CLOSE = Write(WriteKind.CLOSE, Entity.PHONE_CALL, "a", {"status": "made"})


@pytest.mark.manual("M25")
async def test_journal_and_outbox_outlive_the_desk(tmp_path: Path, cache: SqliteCache) -> None:
    done = call("a", ended=NOW, result=CallResult.MISSED, completed=True)
    await cache.record_call(done, [CREATE, CLOSE])
    await cache.record_call(call("b", 5))
    await cache.close()
    again = SqliteCache(tmp_path / "cache.sqlite")
    await again.open()
    assert [each.id for each in await again.calls()] == ["b", "a"]
    assert (await again.calls())[1] == done
    assert [each.id for each in await again.unfinished_calls()] == ["b"]
    assert [waiting.write for waiting in await again.outbox()] == [CREATE, CLOSE]
    assert await again.identity() == ME
    await again.close()


async def test_done_failed_and_parked(cache: SqliteCache) -> None:
    await cache.record_call(call("a"), [CREATE, CLOSE])
    first, second = await cache.outbox()
    busy, refused = Problem.of(ProblemId.CRM_BUSY, "503", host="crm"), Problem(ProblemId.CRM_WRITE_REFUSED)
    await cache.write_failed(first.seq, busy, parked=False)
    await cache.write_failed(second.seq, refused, parked=True)
    tried, parked = await cache.outbox()
    assert (tried.tries, tried.problem, tried.parked, parked.parked) == (1, busy, False, True)
    await cache.write_done(first.seq)
    assert [waiting.seq for waiting in await cache.outbox()] == [second.seq]


async def test_a_full_pull_takes_out_what_the_crm_no_longer_has(cache: SqliteCache) -> None:
    async def pulled(*rows: Row) -> None:
        await cache.store_page(Entity.IGNORED_NUMBER, Page(rows, None))
        await cache.pull_completed(Entity.IGNORED_NUMBER)

    kept: Row = {"id": "1", "modified": "2026-01-01T00:00:00Z", "number": "84951112233"}
    gone: Row = {"id": "2", "modified": "2026-01-01T00:00:00Z", "number": "84951112244"}
    await pulled(kept, gone)
    await pulled({**gone, "modified": "2026-01-02T00:00:00Z"})
    assert await cache.is_ignored(parse("84951112233")), "pulling changes takes nothing out"
    await cache.restart_pull(Entity.IGNORED_NUMBER)
    await pulled(kept)
    assert not await cache.is_ignored(parse("84951112244"))


async def test_another_operator_gets_a_copy_of_his_own(filled: SqliteCache) -> None:
    await filled.record_call(call("a"), [CREATE])
    await filled.belongs_to(CrmIdentity("user-2", "org-1"))
    assert (await filled.record_count(), await filled.calls(), await filled.outbox()) == (0, (), ())
    assert await found(filled, "84951112233") == []
    await filled.belongs_to(ME)
    assert [each.id for each in await filled.calls()] == ["a"] and len(await filled.outbox()) == 1


async def test_the_requested_status_is_remembered(cache: SqliteCache) -> None:
    assert await cache.remembered_status() is None
    await cache.remember_status(OperatorStatus.WRAP_UP)
    assert await cache.remembered_status() is OperatorStatus.WRAP_UP


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
