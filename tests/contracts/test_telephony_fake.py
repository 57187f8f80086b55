"""The contract on the fake."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.contracts.telephony_contract_presence import PresenceContract
from tests.contracts.telephony_contract_transfer import TransferContract
from tests.contracts.telephony_parties import ANN, BEN, EVE
from tests.fakes.telephony import FakeExchange


@dataclass
class FakePbx(FakeExchange):
    def password(self, user: str) -> str:
        return self.passwords[user]


class TestFake(TransferContract, PresenceContract):
    @pytest.fixture
    def pbx(self) -> FakePbx:
        return FakePbx({user: f"secret of {user}" for user in (ANN, BEN, EVE)})
