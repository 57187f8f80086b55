"""The contract on SQLite, plain and encrypted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctidesk.adapters.cache.sqlite import SqliteCache
from tests.contracts.cache_contract import CacheContract, Storage
from tests.fakes.keys import FakeKeys


class TestPlain(CacheContract):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> Storage:
        return lambda: SqliteCache(tmp_path / "cache.sqlite")


class TestEncrypted(CacheContract):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> Storage:
        keys = FakeKeys()
        return lambda: SqliteCache(tmp_path / "cache.sqlite", encrypt=True, keys=keys)
