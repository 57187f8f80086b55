"""The phone directories as the cache tells them (``manual.md``, M4)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.presence import Colleague, Presence
from ctidesk.domain.records import Entity, Row
from ctidesk.ports import Cache, Page
from tests.fakes.cache import FakeCache


@pytest.fixture(params=["sqlite", "fake"])
async def cache(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Cache]:
    opened: Cache = FakeCache() if request.param == "fake" else SqliteCache(tmp_path / "cache.sqlite")
    await opened.open()
    yield opened
    await opened.close()


async def stored(cache: Cache, entity: Entity, *rows: Row) -> None:
    await cache.store_page(entity, Page([{"modified": "2026-01-01T00:00:00Z", **row} for row in rows], None))
    await cache.pull_completed(entity)


def number(id: str, number: str | None, user: str | None, directory: str | None, state: int = 0) -> Row:
    return {"id": id, "number": number, "user": user, "directory": directory, "state": state}


@pytest.mark.manual("M4", "M17", "D8", "D11")
async def test_the_active_numbers_of_active_directories_by_directory_and_name(cache: Cache) -> None:
    await stored(
        cache,
        Entity.USER,
        {"id": "u1", "name": "Яна", "cti_status": 1, "disabled": False},
        {"id": "u2", "name": "борис", "cti_status": None, "disabled": False},
        {"id": "u3", "name": "Ушедший", "cti_status": 1, "disabled": True},
    )
    await stored(
        cache,
        Entity.PHONE_DIRECTORY,
        {"id": "d1", "name": "Продажи", "state": 0},
        {"id": "d2", "name": "Архив", "state": 1},
        {"id": "d3", "name": "Бухгалтерия", "state": 0},
    )
    await stored(
        cache,
        Entity.EMPLOYEE_NUMBER,
        number("n1", "1001", "u1", "d1"),
        number("n2", "8 (495) 123-45-67", "u2", "d1"),
        number("n3", "1003", "u3", "d1"),
        number("n4", "1004", "u1", "d2"),
        number("n5", "1005", "u1", "d1", state=1),
        number("n6", "1001", "u1", "d3"),
        number("n7", "  ", "u1", "d1"),
        number("n8", None, "u1", "d1"),
    )
    assert await cache.colleagues() == (
        Colleague("1001", "Яна", "Бухгалтерия", "u1", Presence.AVAILABLE),
        Colleague("8 (495) 123-45-67", "борис", "Продажи", "u2", Presence.UNKNOWN),
        Colleague("1001", "Яна", "Продажи", "u1", Presence.AVAILABLE),
    )


@pytest.mark.manual("M4")
async def test_a_number_without_a_user_or_a_directory_is_listed_all_the_same(cache: Cache) -> None:
    await stored(
        cache, Entity.EMPLOYEE_NUMBER, number("n1", "1001", None, None), number("n2", "1002", "nobody", "none")
    )
    assert await cache.colleagues() == (Colleague("1001", "1001"), Colleague("1002", "1002"))


@pytest.mark.parametrize(
    ("status", "presence"),
    [
        (0, Presence.INACTIVE),
        (1, Presence.AVAILABLE),
        (2, Presence.BUSY),
        (3, Presence.WRAP_UP),
        (None, Presence.UNKNOWN),
        (7, Presence.UNKNOWN),
    ],
)
@pytest.mark.manual("D11")
async def test_what_the_crm_says_of_a_colleague(cache: Cache, status: int | None, presence: Presence) -> None:
    await stored(cache, Entity.USER, {"id": "u1", "name": "Яна", "cti_status": status, "disabled": False})
    await stored(cache, Entity.EMPLOYEE_NUMBER, number("n1", "1001", "u1", None))
    assert [one.in_crm for one in await cache.colleagues()] == [presence]


async def test_an_empty_cache_has_no_colleagues(cache: Cache) -> None:
    assert await cache.colleagues() == ()
