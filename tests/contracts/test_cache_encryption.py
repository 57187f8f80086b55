"""The encrypted cache: nothing readable on the disk, and never a silent loss over a key."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ctidesk.adapters.cache.file import PAGE_SIZE
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.records import Entity
from ctidesk.ports import Page
from tests.contracts.cache_examples import CREATE, ME, call, contact
from tests.fakes.keys import FakeKeys

ROOT = "SELECT rootpage FROM sqlite_master WHERE name = 'client_id'"
NAME, NUMBER, NOTE = "Константинопольский", "84951112233", "перезвонить вечером"
PEOPLE = [contact("c1", NAME, mobilephone=NUMBER, emailaddress1="konst@example.com")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite"


@pytest.fixture
def keys() -> FakeKeys:
    return FakeKeys()


async def filled(path: Path, keys: FakeKeys, *, encrypt: bool) -> None:
    cache = SqliteCache(path, encrypt=encrypt, keys=keys)
    await cache.open()
    await cache.belongs_to(ME)
    await cache.store_page(Entity.CONTACT, Page(PEOPLE, "/2"))
    await cache.record_call(call("a", note=NOTE), [CREATE])
    assert not encrypt or not readable(path.parent), "while it is open, too"
    await cache.close()


async def whole(path: Path, keys: FakeKeys, *, encrypt: bool) -> bool:
    """Copy, indexes, journal and outbox are there."""
    cache = SqliteCache(path, encrypt=encrypt, keys=keys)
    await cache.open()
    found = [match.client.ref.id for text in (NAME, NUMBER) for match in await cache.search(text)]
    kept = (
        await cache.calls(),
        len(await cache.outbox()),
        await cache.identity(),
        await cache.pull_cursor(Entity.CONTACT),
    )
    await cache.store_page(Entity.CONTACT, Page([contact("c1", "Иной", modified="2026-02-02T00:00:00Z")], "/2"))
    changed = not await cache.search(NAME) and bool(await cache.search("иной"))
    await cache.store_page(Entity.CONTACT, Page([{**PEOPLE[0], "modified": "2026-02-03T00:00:00Z"}], "/2"))
    await cache.close()
    return changed and (found, kept) == (["c1", "c1"], ((call("a", note=NOTE),), 1, ME, "/2"))


def readable(folder: Path) -> list[str]:
    """Files of the folder with something of the client or the call in them."""
    secrets = [text.encode() for text in (NAME, NAME.lower()[:6], NUMBER, NUMBER[:0:-1], NOTE, "konst@", "phone_call")]
    return [path.name for path in folder.iterdir() if any(secret in path.read_bytes() for secret in secrets)]


async def problem(cache: SqliteCache) -> ProblemId:
    with pytest.raises(DeskError) as refused:
        await cache.open()
    with pytest.raises(DeskError) as again:
        await cache.calls()
    assert again.value.problem == refused.value.problem, "whoever asks is told the same"
    await cache.close()
    return refused.value.problem.id


async def test_nothing_is_readable_on_the_disk(path: Path, keys: FakeKeys) -> None:
    await filled(path, keys, encrypt=True)
    assert [file.name for file in path.parent.iterdir()] == ["cache.sqlcipher"]
    assert not readable(path.parent)
    assert await whole(path, keys, encrypt=True)


async def test_switched_on_later(path: Path, keys: FakeKeys) -> None:
    await filled(path, keys, encrypt=False)
    assert readable(path.parent) == ["cache.sqlite"]
    assert await whole(path, keys, encrypt=True)
    assert [file.name for file in path.parent.iterdir()] == ["cache.sqlcipher"] and not readable(path.parent)


async def test_switched_off_later(path: Path, keys: FakeKeys) -> None:
    await filled(path, keys, encrypt=True)
    assert await whole(path, keys, encrypt=False)
    assert [file.name for file in path.parent.iterdir()] == ["cache.sqlite"]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA page_size").fetchone() == (PAGE_SIZE,)


@pytest.mark.parametrize("encrypt", [True, False])
async def test_a_conversion_that_was_cut_short_begins_anew(path: Path, keys: FakeKeys, encrypt: bool) -> None:
    await filled(path, keys, encrypt=not encrypt)
    target = path.with_suffix(".sqlcipher") if encrypt else path
    target.with_name(f"{target.name}.new").write_bytes(b"half" * 5000)
    assert await whole(path, keys, encrypt=encrypt)
    assert len(list(path.parent.iterdir())) == 1


@pytest.mark.parametrize("encrypt", [True, False])
async def test_a_key_that_is_gone_or_another_one_touches_nothing(path: Path, keys: FakeKeys, encrypt: bool) -> None:
    await filled(path, keys, encrypt=True)
    encrypted = path.with_suffix(".sqlcipher")
    before = encrypted.read_bytes()
    assert await problem(SqliteCache(path, encrypt=encrypt, keys=FakeKeys())) is ProblemId.CACHE_KEY_MISSING
    other = FakeKeys({"cache": "f" * 64})
    assert await problem(SqliteCache(path, encrypt=encrypt, keys=other)) is ProblemId.CACHE_KEY_WRONG
    assert encrypted.read_bytes() == before and await whole(path, keys, encrypt=True)


@pytest.mark.parametrize("encrypted_before", [True, False])
async def test_without_the_extra_it_is_said(
    path: Path, keys: FakeKeys, monkeypatch: pytest.MonkeyPatch, encrypted_before: bool
) -> None:
    await filled(path, keys, encrypt=encrypted_before)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "sqlcipher3", None)
        assert await problem(SqliteCache(path, encrypt=True, keys=keys)) is ProblemId.CACHE_ENCRYPTION_MISSING
    assert await whole(path, keys, encrypt=True)


async def test_a_keyring_that_cannot_be_asked_is_said(path: Path, keys: FakeKeys) -> None:
    class Locked(FakeKeys):
        def key(self, name: str) -> str | None:
            raise DeskError(Problem(ProblemId.KEYRING_UNAVAILABLE))

    await filled(path, keys, encrypt=False)
    assert await problem(SqliteCache(path, encrypt=True, keys=Locked())) is ProblemId.KEYRING_UNAVAILABLE
    assert await whole(path, keys, encrypt=False)


async def test_a_broken_page_is_put_aside_and_the_calls_carried_over(path: Path, keys: FakeKeys) -> None:
    await filled(path, keys, encrypt=True)
    encrypted = path.with_suffix(".sqlcipher")
    cache = SqliteCache(path, encrypt=True, keys=keys)
    await cache.open()
    (root,) = await cache._read(
        lambda db: db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'client_id'").fetchone()
    )
    await cache.close()
    pages = bytearray(encrypted.read_bytes())
    pages[(root - 1) * PAGE_SIZE : root * PAGE_SIZE] = b"\xff" * PAGE_SIZE
    encrypted.write_bytes(pages)
    encrypted.with_name(f"{encrypted.name}.suspect").touch()
    again = SqliteCache(path, encrypt=True, keys=keys)
    await again.open()
    assert [each.id for each in await again.calls()] == ["a"] and len(await again.outbox()) == 1
    assert list(path.parent.glob("cache.sqlcipher.broken-*"))
    await again.close()
