"""A full disk, for real: a small file system of its own. What the operator did waits for room, in order."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from ctidesk.adapters.cache import sqlite
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.errors import DeskError, ProblemId
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.records import Entity
from ctidesk.ports import Page
from tests.contracts.cache_examples import CREATE, ME, call, contact

SIZE = 16 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    sudo = ["sudo"] if os.geteuid() else []
    subprocess.run([*sudo, "mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(tmp_path)], check=True)
    try:
        yield tmp_path
    finally:
        subprocess.run([*sudo, "umount", "--lazy", str(tmp_path)], check=True)


@pytest.fixture
async def cache(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SqliteCache]:
    monkeypatch.setattr(sqlite, "LOOK_FOR_ROOM_S", 0.01)
    opened = SqliteCache(small_disk / "cache.sqlite")
    await opened.open()
    await opened.belongs_to(ME)
    yield opened
    await opened.close()


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return ballast


async def refused(doing: object) -> ProblemId:
    with pytest.raises(DeskError) as error:
        await doing  # type: ignore[misc]
    return error.value.problem.id


async def test_what_the_operator_did_is_written_when_there_is_room_again(cache: SqliteCache, small_disk: Path) -> None:
    ballast = fill(small_disk)
    ids = [f"call-{number}" for number in range(200)]
    told = set()
    for number, id in enumerate(ids):
        try:
            await cache.record_call(call(id, number), [CREATE])
        except DeskError as error:
            told.add(error.problem.id)
    assert told == {ProblemId.CACHE_DISK_FULL}
    assert await refused(cache.remember_status(OperatorStatus.WRAP_UP)) is ProblemId.CACHE_DISK_FULL
    ballast.unlink()
    async with asyncio.timeout(10):
        while await cache.remembered_status() is not OperatorStatus.WRAP_UP:
            await asyncio.sleep(0.01)
    assert [each.id for each in await cache.calls(1000)] == ids[::-1]
    assert [waiting.seq for waiting in await cache.outbox()] == list(range(1, len(ids) + 1)), "each once, in order"


async def test_a_page_is_refused_whole_and_taken_later(cache: SqliteCache, small_disk: Path) -> None:
    ballast = fill(small_disk)
    rows = [contact(str(number), f"Иванов {number}") for number in range(5000)]
    assert await refused(cache.store_page(Entity.CONTACT, Page(rows, "/2"))) is ProblemId.CACHE_DISK_FULL
    assert await cache.pull_cursor(Entity.CONTACT) is None and await cache.record_count() == 0
    ballast.unlink()
    await cache.store_page(Entity.CONTACT, Page(rows[:500], "/2"))
    assert await cache.pull_cursor(Entity.CONTACT) == "/2" and await cache.record_count() == 500


async def test_a_desk_that_starts_on_a_full_disk_keeps_its_calls(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOOK_FOR_ROOM_S", 0.01)
    ballast = fill(small_disk)
    cache = SqliteCache(small_disk / "cache.sqlite")
    assert await refused(cache.open()) is ProblemId.CACHE_DISK_FULL
    assert await refused(cache.record_call(call("a"), [CREATE])) is ProblemId.CACHE_DISK_FULL
    ballast.unlink()
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(DeskError):
                if await cache.calls():
                    break
            await asyncio.sleep(0.01)
    assert len(await cache.outbox()) == 1
    await cache.close()


async def test_closing_tries_once_more(small_disk: Path) -> None:
    cache = SqliteCache(small_disk / "cache.sqlite")
    await cache.open()
    ballast = fill(small_disk)
    with contextlib.suppress(DeskError):
        for number in range(300):
            await cache.record_call(call(f"call-{number}", number))
    kept = len(await cache.calls(1000))
    ballast.unlink()
    await cache.close()
    again = SqliteCache(small_disk / "cache.sqlite")
    await again.open()
    assert len(await again.calls(1000)) == kept + 1
    await again.close()
