from __future__ import annotations

import pytest

from tests.contracts.journal_contract import JournalContract
from tests.fakes.journal import FakeJournal


class TestFakeJournal(JournalContract):
    @pytest.fixture
    def journal(self) -> FakeJournal:
        return FakeJournal()
