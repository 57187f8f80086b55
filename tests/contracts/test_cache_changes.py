"""The copy follows the CRM: marks, deletions, ids compared, pulls that were killed."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from ctidesk.adapters.cache import census, rounds
from ctidesk.adapters.cache.connection import migrations
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.phone_number import parse
from ctidesk.domain.records import CallRecord, Direction, Entity, RecordRef, Row
from ctidesk.ports import CrmIdentity, Page, Pulled, Watermark

ME = CrmIdentity("user-1", "org-1")
NUMBER = "+7916123456"
STAMP = "2026-01-01T00:00:00Z"


def client(number: int, **fields: object) -> Row:
    row = {"id": f"c{number}", "modified": STAMP, "state": 0, "fullname": f"Клиент{number}"}
    return {**row, "mobilephone": f"{NUMBER}{number % 10}", **fields}  # type: ignore[dict-item]


def case(number: int) -> Row:
    return {"id": f"k{number}", "modified": STAMP, "state": 0, "title": f"Обращение {number}", "customer": "c1"}


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[SqliteCache]:
    opened = SqliteCache(tmp_path / "cache.sqlite")
    await opened.open()
    await opened.belongs_to(ME)
    yield opened
    await opened.close()


async def pulled(cache: SqliteCache, *rows: Row, entity: Entity = Entity.CONTACT, **page: object) -> None:
    await cache.store_page(entity, Page(rows, None, **page))  # type: ignore[arg-type]
    await cache.pull_completed(entity)


async def names(cache: SqliteCache) -> set[str]:
    """Of every client, by text and by number: what one index knows the other must."""
    by_text = {found.client.name for found in await cache.search("клиент", 100)}
    by_number = {found.client.name for digit in range(10) for found in await cache.lookup(parse(f"{NUMBER}{digit}"))}
    assert by_text == by_number
    assert len(by_text) == await cache.record_count()
    return by_text


async def needing(cache: SqliteCache, write: Write) -> None:
    call = CallRecord(f"call-{write.record_id}", Direction.INCOMING, "+7", "7", datetime(2026, 1, 1, tzinfo=UTC))
    await cache.record_call(call, [write])


CALL = Write(WriteKind.CREATE, Entity.PHONE_CALL, "p", {"regarding": "case:k1", "client": "contact:c1", "start": None})


# --- marks -----------------------------------------------------------------------------------------------------------


async def test_the_mark_of_the_last_page_is_the_watermark(cache: SqliteCache) -> None:
    await cache.store_page(Entity.CONTACT, Page([client(1)], "/next"))
    await cache.store_page(Entity.CONTACT, Page([client(2)], None, delta="/delta?1"))
    assert await cache.watermark(Entity.CONTACT) is None, "not before it is completed"
    await cache.pull_completed(Entity.CONTACT)
    assert await cache.watermark(Entity.CONTACT) == Watermark(STAMP, "/delta?1")
    await pulled(cache, delta="/delta?2")
    assert await cache.watermark(Entity.CONTACT) == Watermark(STAMP, "/delta?2")
    await pulled(cache)
    assert await cache.watermark(Entity.CONTACT) == Watermark(STAMP), "a server that gives none any more"


async def test_a_mark_holds_where_there_is_no_stamp(cache: SqliteCache) -> None:
    await pulled(cache, entity=Entity.CASE, delta="/delta")
    assert await cache.watermark(Entity.CASE) == Watermark(None, "/delta")


async def test_how_a_pull_stands(cache: SqliteCache) -> None:
    assert await cache.pulled(Entity.CONTACT) == Pulled()
    await cache.store_page(Entity.CONTACT, Page([client(1), client(2)], "/next"))
    assert await cache.pulled(Entity.CONTACT) == Pulled(2)
    await cache.store_page(Entity.CONTACT, Page([client(3)], None))
    assert await cache.pulled(Entity.CONTACT) == Pulled(3, to_the_end=True)
    await cache.pull_completed(Entity.CONTACT)
    assert await cache.pulled(Entity.CONTACT) == Pulled(ever=True)
    await cache.restart_pull(Entity.CONTACT)
    assert await cache.pulled(Entity.CONTACT) == Pulled(ever=True)


async def test_a_cursor_can_be_forgotten_alone(cache: SqliteCache) -> None:
    await pulled(cache, client(1), delta="/delta")
    await cache.store_page(Entity.CONTACT, Page([client(2)], "/next"))
    await cache.restart_pull(Entity.CONTACT, everything=False)
    assert await cache.pull_cursor(Entity.CONTACT) is None
    assert await cache.watermark(Entity.CONTACT) == Watermark(STAMP, "/delta")


async def test_the_watermark_of_a_long_pull_is_of_its_beginning(cache: SqliteCache, tmp_path: Path) -> None:
    """What changed behind the pull's back has an older stamp than the newest on its last page."""
    await cache.store_page(Entity.CONTACT, Page([client(1)], "/next"))
    await cache._write(lambda db: db.execute("UPDATE pull SET began = began - 3600"))
    await cache.store_page(Entity.CONTACT, Page([client(2, modified="2026-01-01T05:00:00Z")], None))
    await cache.pull_completed(Entity.CONTACT)
    mark = await cache.watermark(Entity.CONTACT)
    assert mark and mark.stamp and "2026-01-01T03:50:00Z" < mark.stamp <= "2026-01-01T04:00:00Z"


# --- deletions -------------------------------------------------------------------------------------------------------


async def test_deleted_clients_leave_the_copy_and_both_indexes(cache: SqliteCache) -> None:
    await pulled(cache, *map(client, range(5)))
    await pulled(cache, client(5), deleted=["c1", "c3", "never-here"])
    assert await names(cache) == {"Клиент0", "Клиент2", "Клиент4", "Клиент5"}
    assert await cache.card(RecordRef(Entity.CONTACT, "c1")) is None
    await pulled(cache, client(1))
    assert "Клиент1" in await names(cache)


async def test_deleted_entries_leave_the_copy(cache: SqliteCache) -> None:
    listed: list[Row] = [{"id": "1", "number": "84951112233"}, {"id": "2", "number": "84951112244"}]
    await pulled(cache, *listed, entity=Entity.IGNORED_NUMBER, delta="/delta")
    await pulled(cache, entity=Entity.IGNORED_NUMBER, deleted=["1"], delta="/delta")
    assert not await cache.is_ignored(parse("84951112233"))
    assert await cache.is_ignored(parse("84951112244"))


async def test_a_record_written_anew_on_the_same_page_stays(cache: SqliteCache) -> None:
    await pulled(cache, client(1), deleted=["c1"])
    assert await names(cache) == {"Клиент1"}


async def test_a_change_that_leaves_the_stamp_alone_is_stored(cache: SqliteCache) -> None:
    """A link that the server clears when it deletes an organization."""
    await pulled(
        cache,
        {"id": "a1", "modified": STAMP, "state": 0, "name": "ООО Клиент", "telephone1": f"{NUMBER}5"},
        entity=Entity.ACCOUNT,
    )
    await pulled(cache, client(1, parent="a1"))
    await pulled(cache, client(1, fullname="Клиент один"))
    card = await cache.card(RecordRef(Entity.CONTACT, "c1"))
    assert card and (card.field("organization"), card.field("fullname")) == ("", "Клиент один")
    assert await names(cache) == {"Клиент один"} | {"ООО Клиент"}


async def test_what_the_outbox_needs_stays_until_it_is_sent(cache: SqliteCache) -> None:
    await pulled(cache, *map(client, range(3)))
    await needing(cache, CALL)
    await needing(cache, Write(WriteKind.UPDATE, Entity.CONTACT, "c2", {"jobtitle": "Директор"}))
    await pulled(cache, deleted=["c0", "c1", "c2"])
    assert await names(cache) == {"Клиент1", "Клиент2"}
    (call, update) = await cache.outbox()
    await cache.write_done(call.seq)
    await pulled(cache)
    assert await names(cache) == {"Клиент2"}
    await cache.write_done(update.seq)
    await pulled(cache)
    assert await names(cache) == set()


async def test_a_kept_record_that_comes_back_is_no_longer_to_go(cache: SqliteCache) -> None:
    await pulled(cache, client(1))
    await needing(cache, CALL)
    await pulled(cache, deleted=["c1"])
    await pulled(cache, client(1))
    (call,) = await cache.outbox()
    await cache.write_done(call.seq)
    await pulled(cache)
    assert await names(cache) == {"Клиент1"}


# --- ids compared ----------------------------------------------------------------------------------------------------


async def test_a_pull_of_everything_takes_out_clients_that_are_gone(cache: SqliteCache) -> None:
    await pulled(cache, *map(client, range(6)))
    await needing(cache, CALL)
    await cache.restart_pull(Entity.CONTACT)
    await cache.store_page(Entity.CONTACT, Page([client(0), client(7)], "/next"))
    await cache.store_page(Entity.CONTACT, Page([client(4, modified="2026-02-01T00:00:00Z")], None))
    assert len(await names(cache)) == 7, "nothing goes before its end"
    await cache.pull_completed(Entity.CONTACT)
    assert await names(cache) == {"Клиент0", "Клиент1", "Клиент4", "Клиент7"}, "and c1, which the outbox needs"
    assert await cache.compared(Entity.CONTACT)


async def test_a_pull_of_everything_that_was_killed_twice_loses_nothing(tmp_path: Path) -> None:
    rows = [client(number) for number in range(6)]

    async def at_a_desk(*pages: Page, complete: bool = False) -> set[str]:
        desk = SqliteCache(tmp_path / "cache.sqlite")
        await desk.open()
        for page in pages:
            await desk.store_page(Entity.CONTACT, page)
        if complete:
            await desk.pull_completed(Entity.CONTACT)
        found = await names(desk)
        await desk.close()
        return found

    await at_a_desk(Page([*rows, client(9)], None), complete=True)
    desk = SqliteCache(tmp_path / "cache.sqlite")
    await desk.open()
    await desk.restart_pull(Entity.CONTACT)
    await desk.close()
    await at_a_desk(Page(rows[:2], "/2"))
    await at_a_desk(Page(rows[2:4], "/3"))
    await at_a_desk(Page(rows[4:], None))
    assert await at_a_desk(complete=True) == {f"Клиент{number}" for number in range(6)}


@pytest.mark.parametrize("swept", [1, 3])
async def test_a_desk_that_died_while_it_swept(cache: SqliteCache, monkeypatch: pytest.MonkeyPatch, swept: int) -> None:
    monkeypatch.setattr(census, "KEYS_AT_ONCE", 2)
    await pulled(cache, *map(client, range(8)))
    await cache.restart_pull(Entity.CONTACT)
    await cache.store_page(Entity.CONTACT, Page([client(0), client(5)], None))
    after: str | int | None = None
    for _ in range(swept):
        _, after = await cache._write(partial(census.sweep, entity=Entity.CONTACT, after=after))
    assert (await cache.pulled(Entity.CONTACT)).to_the_end
    await cache.pull_completed(Entity.CONTACT)
    assert await names(cache) == {"Клиент0", "Клиент5"}


async def test_a_desk_that_died_while_it_forgot_whom_it_had_met(cache: SqliteCache) -> None:
    await pulled(cache, *map(client, range(4)))
    await cache.restart_pull(Entity.CONTACT)
    await cache.store_page(Entity.CONTACT, Page([*map(client, range(4))], None))
    await cache._sweep(Entity.CONTACT)
    await cache._write(lambda db: rounds.complete(db, Entity.CONTACT, "2026-01-01T00:00:00+00:00"))
    await cache._write(lambda db: db.execute("DELETE FROM met WHERE key < 3"))
    await pulled(cache, client(4))
    assert len(await names(cache)) == 5
    await cache.begin_comparison(Entity.CONTACT)
    assert await cache.compare(Entity.CONTACT, [f"c{number}" for number in range(1, 5)]) == []
    assert await cache.end_comparison(Entity.CONTACT) == 1


@pytest.mark.parametrize("portion", [1, 2, 1000])
async def test_a_comparison(cache: SqliteCache, monkeypatch: pytest.MonkeyPatch, portion: int) -> None:
    monkeypatch.setattr(census, "KEYS_AT_ONCE", portion)
    monkeypatch.setattr(census, "ROWS_AT_ONCE", max(1, portion // 2))
    await pulled(cache, *map(client, range(9)), delta="/delta")
    await pulled(cache, {**client(1), "name": "ООО Клиент"}, entity=Entity.ACCOUNT)
    await needing(cache, CALL)
    before = await cache.compared(Entity.CONTACT)
    await cache.begin_comparison(Entity.CONTACT)
    assert await cache.compare(Entity.CONTACT, ["c0", "c12", "c8"]) == ["c12"]
    assert await cache.compare(Entity.CONTACT, ["c11", "c4"]) == ["c11"]
    await cache.store_records(Entity.CONTACT, [client(12)])
    assert await cache.end_comparison(Entity.CONTACT) == 5, "c1 is needed"
    assert await names(cache) == {"Клиент0", "Клиент1", "Клиент4", "Клиент8", "Клиент12", "ООО Клиент"}
    after = await cache.compared(Entity.CONTACT)
    assert before and after and after > before
    assert await cache.watermark(Entity.CONTACT) == Watermark(STAMP, "/delta"), "the pull stands where it stood"


async def test_a_comparison_of_entries(cache: SqliteCache) -> None:
    await pulled(cache, *map(case, range(5)), entity=Entity.CASE)
    await pulled(cache, case(5), entity=Entity.CASE)
    await needing(cache, CALL)
    await cache.begin_comparison(Entity.CASE)
    assert await cache.compare(Entity.CASE, ["k0", "k5", "k6"]) == ["k6"]
    await cache.store_records(Entity.CASE, [case(6)])
    assert await cache.end_comparison(Entity.CASE) == 3, "k2, k3, k4; k1 is needed"
    await cache.begin_comparison(Entity.CASE)
    assert await cache.compare(Entity.CASE, [f"k{number}" for number in range(7)]) == ["k2", "k3", "k4"]


async def test_a_comparison_begun_anew_remembers_nothing_of_the_one_that_was_killed(cache: SqliteCache) -> None:
    await pulled(cache, *map(client, range(3)))
    await cache.begin_comparison(Entity.CONTACT)
    await cache.compare(Entity.CONTACT, ["c0", "c1", "c2"])
    await cache.begin_comparison(Entity.CONTACT)
    await cache.compare(Entity.CONTACT, ["c0", "c1"])
    assert await cache.end_comparison(Entity.CONTACT) == 1
    assert await names(cache) == {"Клиент0", "Клиент1"}


async def test_what_was_stored_during_a_comparison_is_not_missed(cache: SqliteCache) -> None:
    await pulled(cache, *map(client, range(2)))
    await cache.begin_comparison(Entity.CONTACT)
    await cache.compare(Entity.CONTACT, ["c0"])
    await cache.store_records(Entity.CONTACT, [client(5)])
    await cache.end_comparison(Entity.CONTACT)
    assert await names(cache) == {"Клиент0", "Клиент5"}


async def test_a_copy_of_the_first_schema_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    old = sqlite3.connect(path, isolation_level=None)
    old.executescript(f"{migrations()[0][1]} PRAGMA user_version = 1;")
    old.execute("INSERT INTO pull (entity, cursor, watermark, round) VALUES ('team', '/next', ?, 3)", (STAMP,))
    old.execute("INSERT INTO client (id, kind, name) VALUES ('c2', 0, 'Клиент2')")
    old.close()
    opened = SqliteCache(path)
    await opened.open()
    assert await opened.watermark(Entity.TEAM) == Watermark(STAMP)
    assert await opened.pull_cursor(Entity.TEAM) == "/next"
    assert await opened.pulled(Entity.TEAM) == Pulled(ever=True)
    assert await opened.compared(Entity.TEAM) is None, "so that it is done soon"
    assert await opened.record_count() == 0, "clients are read once more for the new indexes"
    await pulled(opened, client(1))
    assert await opened.record_count() == 1
    await opened.close()


async def test_another_operator_inherits_no_marks(cache: SqliteCache) -> None:
    await pulled(cache, client(1), delta="/delta")
    await cache.belongs_to(CrmIdentity("user-2", "org-1"))
    assert await cache.watermark(Entity.CONTACT) is None
    assert await cache.compared(Entity.CONTACT) is None
