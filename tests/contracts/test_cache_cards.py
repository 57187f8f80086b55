"""Cards from the cache: a client with what is open, a case, a worksheet, a call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.records import CallRecord, CallResult, Client, Direction, Entity, RecordRef, Row
from ctidesk.ports import CrmIdentity, Page

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
STAMP = "2026-01-01T00:00:00Z"
ANNA: Row = {"id": "c1", "modified": STAMP, "state": 0, "fullname": "Анна", "parent": "a1"}
FIRM: Row = {"id": "a1", "modified": STAMP, "state": 0, "name": "ООО «Ромашка»"}


def case(id: str, created: str | None, **more: object) -> Row:
    row = {"id": id, "modified": STAMP, "state": 0, "title": f"Обращение {id}", "ticket": f"CAS-{id}"}
    return {**row, "created": created, "customer": "c1", "customer_entity": "contact", **more}  # type: ignore[dict-item]


SHEET: Row = {
    **{"id": "w1", "modified": STAMP, "state": 0, "name": "Рабочий лист 17", "created": "2026-11-01T08:00:00Z"},
    **{"customer": "c1", "customer_entity": "contact", "owner": "u1"},
}


def call(id: str, minute: int, **more: object) -> CallRecord:
    client = Client(RecordRef(Entity.CONTACT, "c1"), "Анна", "ООО «Ромашка»")
    started = NOW + timedelta(minutes=minute)
    usual = {"number": "+74951234567", "raw_number": "84951234567", "started": started, "client": client}
    return CallRecord(id=id, direction=Direction.INCOMING, **{**usual, **more})  # type: ignore[arg-type]


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[SqliteCache]:
    opened = SqliteCache(tmp_path / "cache.sqlite")
    await opened.open()
    await opened.belongs_to(CrmIdentity("u1", "org"))
    await opened.store_page(Entity.CONTACT, Page([ANNA], None))
    await opened.store_page(Entity.ACCOUNT, Page([FIRM], None))
    await opened.store_page(Entity.USER, Page([{"id": "u1", "modified": STAMP, "name": "Петрова"}], None))
    rows = [case("k1", "2026-10-01T08:00:00Z"), case("k2", "2026-11-20T08:00:00Z"), case("k3", None, state=1)]
    await opened.store_page(Entity.CASE, Page([*rows, case("k4", None, customer="c9")], None))
    await opened.store_page(Entity.WORKSHEET, Page([SHEET], None))
    yield opened
    await opened.close()


@pytest.mark.manual("M16", "D3")
async def test_a_clients_open_worksheets_and_cases_newest_first(cache: SqliteCache) -> None:
    card = await cache.card(RecordRef(Entity.CONTACT, "c1"))
    assert card and [(item.ref.id, item.number) for item in card.open_items] == [
        ("k2", "CAS-k2"),
        ("w1", ""),
        ("k1", "CAS-k1"),
    ]
    firm = await cache.card(RecordRef(Entity.ACCOUNT, "a1"))
    assert firm and firm.open_items == ()


@pytest.mark.manual("D3")
async def test_a_case_that_waits_for_the_crm_is_the_newest(cache: SqliteCache) -> None:
    values = {"title": "Новое обращение", "customer": "contact:c1"}
    await cache.enqueue([Write(WriteKind.CREATE, Entity.CASE, "k5", values)])
    card = await cache.card(RecordRef(Entity.CONTACT, "c1"))
    assert card and [item.ref.id for item in card.open_items] == ["k5", "k2", "w1", "k1"]
    await cache.write_done(1)
    card = await cache.card(RecordRef(Entity.CONTACT, "c1"))
    assert card and card.open_items[0].ref.id == "k5", "sent, and not yet read again"


async def test_a_clients_last_calls(cache: SqliteCache) -> None:
    for minute in range(7):
        await cache.record_call(call(f"k{minute}", minute))
    await cache.record_call(call("other", 9, client=None))
    card = await cache.card(RecordRef(Entity.CONTACT, "c1"))
    assert card and [record.id for record in card.calls] == ["k6", "k5", "k4", "k3", "k2"]


async def test_a_case_and_a_worksheet(cache: SqliteCache) -> None:
    of_case = await cache.card(RecordRef(Entity.CASE, "k1"))
    assert of_case and (of_case.client.name, of_case.field("ticket")) == ("Обращение k1", "CAS-k1")
    assert of_case.customer and of_case.customer.name == "Анна" and of_case.customer.organization == "ООО «Ромашка»"
    sheet = await cache.card(RecordRef(Entity.WORKSHEET, "w1"))
    assert sheet and (sheet.client.name, sheet.field("owner")) == ("Рабочий лист 17", "Петрова")
    orphan = await cache.card(RecordRef(Entity.CASE, "k4"))
    assert orphan and orphan.customer is None
    assert await cache.card(RecordRef(Entity.CASE, "k9")) is None


@pytest.mark.manual("M23")
async def test_a_call(cache: SqliteCache) -> None:
    ended = NOW + timedelta(seconds=95)
    about = RecordRef(Entity.CASE, "k1")
    await cache.record_call(
        call("call-1", 0, answered=NOW, ended=ended, result=CallResult.ANSWERED, regarding=about, note="Решено")
    )
    card = await cache.card(RecordRef(Entity.PHONE_CALL, "call-1"))
    assert card and card.customer and card.customer.ref.id == "c1"
    assert dict(card.fields) == {
        "number": "+74951234567",
        "started": NOW.isoformat(),
        "direction": "incoming",
        "result": "answered",
        "duration": "95",
        "regarding": "Обращение k1",
        "note": "Решено",
    }
    assert await cache.card(RecordRef(Entity.PHONE_CALL, "none")) is None
    assert await cache.card(RecordRef(Entity.TEAM, "t1")) is None
