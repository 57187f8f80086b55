"""What waits in the caches of other accounts."""

from __future__ import annotations

from pathlib import Path

from ctidesk.adapters.cache.others import unsent_beside
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.records import Entity

NEW = Write(WriteKind.CREATE, Entity.CONTACT, "c1", {"lastname": "Ёлкин"})


async def test_the_writes_of_other_accounts_are_counted_and_left_alone(tmp_path: Path) -> None:
    for name, writes in (("cache-1", [NEW]), ("cache-2", [NEW, NEW]), ("cache-3", [])):
        cache = SqliteCache(tmp_path / f"{name}.sqlite")
        await cache.open()
        await cache.enqueue(writes)
        await cache.close()
    assert unsent_beside(tmp_path / "cache-1.sqlite") == 2
    assert unsent_beside(tmp_path / "cache-9.sqlite") == 3
    assert unsent_beside(tmp_path / "elsewhere" / "cache-1.sqlite") == 0


def test_a_file_that_is_no_cache_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache-1.sqlite").write_bytes(b"no database at all")
    assert unsent_beside(tmp_path / "cache.sqlite") == 0
