"""The contract on PJSIP and Kamailio, and what only this pair can show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ctidesk.adapters.telephony.process import EngineProcess
from tests.contracts.telephony_contract import ANN, BEN, EVE, TelephonyContract, party, ringing, talking
from tests.peers.kamailio import Kamailio


class KamailioPbx(Kamailio):
    def password(self, user: str) -> str:
        return self.passwords[user]

    def telephony(self) -> EngineProcess:
        return EngineProcess()


PASSWORDS = {user: f"secret-of-{user}" for user in (ANN, BEN, EVE)}


@pytest.fixture(scope="module")
def kamailio() -> Iterator[KamailioPbx]:
    with KamailioPbx(PASSWORDS) as pbx:
        yield pbx
        assert "CRITICAL" not in pbx.log


class TestPjsipWithKamailio(TelephonyContract):
    @pytest.fixture
    def pbx(self, kamailio: KamailioPbx) -> KamailioPbx:
        return kamailio
