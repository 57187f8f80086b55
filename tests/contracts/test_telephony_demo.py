"""The contract on PJSIP and the demo PBX."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ctidesk.adapters.telephony.process import EngineProcess
from tests.contracts.telephony_contract import TelephonyContract
from tests.peers.demo_pbx import PASSWORD, DemoPbx


class PjsipsDemoPbx(DemoPbx):
    def password(self, user: str) -> str:
        return PASSWORD

    def telephony(self) -> EngineProcess:
        return EngineProcess()


@pytest.fixture(scope="module")
def demo() -> Iterator[PjsipsDemoPbx]:
    with PjsipsDemoPbx() as pbx:
        yield pbx


class TestPjsipWithTheDemoPbx(TelephonyContract):
    @pytest.fixture
    def pbx(self, demo: PjsipsDemoPbx) -> PjsipsDemoPbx:
        return demo
