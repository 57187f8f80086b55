"""Lists: in order, searched, filtered, page by page, over clients, organizations and calls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.adapters.cache.listing import pattern
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.listing import COLUMNS, PAGE_ROWS, Comparison, Condition, ListQuery, first_query
from ctidesk.domain.records import CallRecord, CallResult, Direction, Entity, Row
from ctidesk.ports import CrmIdentity, Page

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
CONTACTS = first_query(Entity.CONTACT)
CALLS = first_query(Entity.PHONE_CALL)


def contact(id: str, name: str, **fields: object) -> Row:
    row = {"id": id, "modified": "2026-01-01T00:00:00Z", "state": 0, "fullname": name}
    return {**row, **fields}  # type: ignore[return-value,dict-item]


PEOPLE = [
    contact("c1", "Яковлев Пётр", jobtitle="Директор", mobilephone="8 (916) 123-45-67", parent="a1"),
    contact("c2", "Ёлкина Анна", jobtitle="инженер", modified="2026-03-05T23:30:00Z"),
    contact("c3", "Ельцов Иван", jobtitle="", mobilephone="+7 926 765-43-21"),
    contact("c4", "Абрамова Ольга", state=1),
]
ACCOUNTS: list[Row] = [{"id": "a1", "modified": "2026-01-02T00:00:00Z", "state": 0, "name": "ООО «Ромашка»"}]


def call(id: str, minute: int, number: str, **fields: object) -> CallRecord:
    started = NOW + timedelta(minutes=minute)
    usual = {"direction": Direction.INCOMING, "raw_number": number, "started": started, "result": CallResult.MISSED}
    return CallRecord(id=id, number=number, **{**usual, **fields})  # type: ignore[arg-type]


JOURNAL = [
    call(
        "k1", 0, "+74951234567", name="Иванов", result=CallResult.ANSWERED, answered=NOW, ended=NOW + timedelta(0, 90)
    ),
    call("k2", 5, "+79161112233", note="Перезвонить после обеда"),
    call("k3", 9, "1002", direction=Direction.OUTGOING, result=CallResult.BUSY),
]


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[SqliteCache]:
    opened = SqliteCache(tmp_path / "cache.sqlite")
    await opened.open()
    await opened.belongs_to(CrmIdentity("user-1", "org-1"))
    await opened.store_page(Entity.CONTACT, Page(PEOPLE, None))
    await opened.store_page(Entity.ACCOUNT, Page(ACCOUNTS, None))
    for each in JOURNAL:
        await opened.record_call(each)
    yield opened
    await opened.close()


async def ids(cache: SqliteCache, query: ListQuery) -> list[str]:
    head = await cache.list_head(query)
    whole = await cache.list_page(query, 0)
    assert head.rows == whole.rows[: len(head.rows)] and whole.total == len(whole.rows)
    return [row.ref.id for row in whole.rows]


def where(query: ListQuery, *conditions: tuple[str, Comparison, str]) -> ListQuery:
    return replace(query, conditions=tuple(Condition(*each) for each in conditions))


@pytest.mark.parametrize("prepared", [False, True])
@pytest.mark.manual("D16")
async def test_by_name_yo_beside_ye_and_without_inactive_ones(cache: SqliteCache, prepared: bool) -> None:
    if prepared:
        await cache.prepare_lists()
    assert await ids(cache, CONTACTS) == ["c2", "c3", "c1"]
    assert await ids(cache, replace(CONTACTS, descending=True)) == ["c1", "c3", "c2"]
    assert await ids(cache, replace(CONTACTS, inactive=True)) == ["c4", "c2", "c3", "c1"]
    row = (await cache.list_head(replace(CONTACTS, inactive=True))).rows[0]
    assert not row.active and row.values[0] == "Абрамова Ольга"


async def test_a_row_has_the_columns_of_its_list(cache: SqliteCache) -> None:
    row = (await cache.list_head(replace(CONTACTS, descending=True))).rows[0]
    assert dict(zip(COLUMNS[Entity.CONTACT], row.values, strict=True)) == {
        "fullname": "Яковлев Пётр",
        "organization": "ООО «Ромашка»",
        "mobilephone": "8 (916) 123-45-67",
        "telephone1": "",
        "emailaddress1": "",
        "jobtitle": "Директор",
        "modified": "2026-01-01T00:00:00Z",
    }


@pytest.mark.parametrize("field", COLUMNS[Entity.CONTACT])
@pytest.mark.parametrize("descending", [False, True])
async def test_every_column_sorts_and_empty_values_come_last(cache: SqliteCache, field: str, descending: bool) -> None:
    page = await cache.list_page(replace(CONTACTS, sort=field, descending=descending), 0)
    values = [row.values[list(COLUMNS[Entity.CONTACT]).index(field)] for row in page.rows]
    filled = [value for value in values if value]
    assert values == filled + [""] * (len(values) - len(filled))
    assert filled == sorted(filled, key=lambda text: text.replace("Ё", "Е"), reverse=descending)


@pytest.mark.parametrize("text", ["елк", "Анна ЁЛ", "елкина"])
async def test_quick_search(cache: SqliteCache, text: str) -> None:
    assert await ids(cache, replace(CONTACTS, text=text)) == ["c2"]


async def test_quick_search_by_number(cache: SqliteCache) -> None:
    assert await ids(cache, replace(CONTACTS, text="8 916 123")) == ["c1"]
    assert await ids(cache, replace(CONTACTS, text="916 123")) == ["c1"]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (("jobtitle", Comparison.CONTAINS, "РЕКТ"), ["c1"]),
        (("jobtitle", Comparison.BEGINS, "Инж"), ["c2"]),
        (("jobtitle", Comparison.EQUALS, "инженер"), ["c2"]),
        (("jobtitle", Comparison.EMPTY, ""), ["c3"]),
        (("jobtitle", Comparison.FILLED, ""), ["c2", "c1"]),
        (("fullname", Comparison.BEGINS, "ел"), ["c2", "c3"]),
        (("organization", Comparison.CONTAINS, "ромашка"), ["c1"]),
        (("mobilephone", Comparison.CONTAINS, "+7 (916) 123"), ["c1"]),
        (("mobilephone", Comparison.CONTAINS, "43-21"), ["c3"]),
        (("modified", Comparison.SINCE, "2026-03-05"), ["c2"]),
        (("modified", Comparison.UNTIL, "2026-03-05"), ["c2", "c3", "c1"]),
        (("modified", Comparison.UNTIL, "2026-03-04"), ["c3", "c1"]),
        (("jobtitle", Comparison.CONTAINS, ""), ["c2", "c3", "c1"]),
    ],
)
async def test_advanced_search(
    cache: SqliteCache, condition: tuple[str, Comparison, str], found: Sequence[str]
) -> None:
    assert await ids(cache, where(CONTACTS, condition)) == found


async def test_conditions_hold_together(cache: SqliteCache) -> None:
    both = where(CONTACTS, ("fullname", Comparison.BEGINS, "е"), ("mobilephone", Comparison.FILLED, ""))
    assert await ids(cache, both) == ["c3"]


@pytest.mark.manual("M23")
async def test_calls_newest_first(cache: SqliteCache) -> None:
    assert await ids(cache, CALLS) == ["k3", "k2", "k1"]
    rows = {row.ref.id: dict(zip(COLUMNS[Entity.PHONE_CALL], row.values, strict=True)) for row in await _rows(cache)}
    assert rows["k1"]["duration"] == "90" and rows["k2"]["duration"] == "0"
    assert (rows["k3"]["direction"], rows["k3"]["result"]) == ("outgoing", "busy")


async def _rows(cache: SqliteCache) -> Sequence[object]:
    return (await cache.list_page(CALLS, 0)).rows  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (replace(CALLS, text="обеда"), ["k2"]),
        (replace(CALLS, text="495"), ["k1"]),
        (where(CALLS, ("result", Comparison.EQUALS, "missed")), ["k2"]),
        (where(CALLS, ("direction", Comparison.EQUALS, "outgoing")), ["k3"]),
        (where(CALLS, ("duration", Comparison.EQUALS, "90")), ["k1"]),
        (replace(CALLS, sort="duration", descending=True), ["k1", "k3", "k2"]),
    ],
)
async def test_calls_searched(cache: SqliteCache, query: ListQuery, found: Sequence[str]) -> None:
    assert await ids(cache, query) == found


async def test_pages_of_a_long_list(cache: SqliteCache) -> None:
    many = [contact(f"m{number:04}", f"Клиент {number:04}") for number in range(3 * PAGE_ROWS)]
    await cache.store_page(Entity.CONTACT, Page(many, None))
    query = replace(CONTACTS, asked=1)
    head = await cache.list_head(query)
    assert (len(head.rows), head.total) == (PAGE_ROWS, None)
    pages = [await cache.list_page(query, first) for first in (0, PAGE_ROWS, 2 * PAGE_ROWS, 3 * PAGE_ROWS)]
    names = [row.values[0] for page in pages for row in page.rows]
    assert names == sorted(names, key=lambda text: text.replace("Ё", "Е")) and len(names) == pages[0].total


async def test_a_record_that_is_gone_meanwhile_breaks_nothing(cache: SqliteCache) -> None:
    before = await ids(cache, CONTACTS)
    await cache.belongs_to(CrmIdentity("user-2", "org-1"))
    assert (await cache.list_page(CONTACTS, 0)).rows == ()
    assert await ids(cache, replace(CONTACTS, asked=1)) == []
    assert before


@given(st.text(alphabet="абвёЕ*?[]^-x'\"% ", max_size=6), st.sampled_from(["*", "абв", "[x]", "ё?"]))
def test_a_pattern_matches_what_was_typed_and_breaks_on_nothing(text: str, around: str) -> None:
    import sqlite3

    db = sqlite3.connect(":memory:")
    found = db.execute("SELECT ? GLOB ?", (f"{around}{text}{around}", pattern(text, Comparison.CONTAINS))).fetchone()
    assert found == (1,)
    other = "" if text.strip() == "" else pattern(text, Comparison.EQUALS)
    assert not other or db.execute("SELECT ? GLOB ?", (f"{text}я", other)).fetchone() == (0,)


async def test_transfer_targets(cache: SqliteCache) -> None:
    for minute, number in enumerate(["1002", "1003", "1002", "", "1004"]):
        await cache.record_call(call(f"t{minute}", 20 + minute, "+7", transferred_to=number))
    assert await cache.recent_targets(2) == ("1004", "1002")
    assert await cache.favourites() == ()
    await cache.keep_favourites(("1002", "+74951234567"))
    assert await cache.favourites() == ("1002", "+74951234567")
