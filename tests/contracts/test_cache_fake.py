"""The contract on the fake: what the use cases' tests stand on."""

from __future__ import annotations

import pytest

from tests.contracts.cache_contract import CacheContract, Storage
from tests.fakes.cache import FakeCache, Kept


class TestFake(CacheContract):
    @pytest.fixture
    def storage(self) -> Storage:
        kept = Kept()
        return lambda: FakeCache(kept)
