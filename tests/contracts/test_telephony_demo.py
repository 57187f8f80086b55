"""The contract on PJSIP and the demo PBX."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ctidesk.adapters.telephony.process import EngineProcess
from ctidesk.domain.call import EndCause
from ctidesk.domain.events import LegAnswered, LegEnded, LegProgressed
from tests.contracts.telephony_contract_presence import PresenceContract
from tests.contracts.telephony_contract_transfer import TransferContract
from tests.contracts.telephony_parties import ANN, party
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


class TestPjsipWithTheDemoPbx(TransferContract, PresenceContract):
    @pytest.fixture
    def pbx(self, demo: PjsipsDemoPbx) -> PjsipsDemoPbx:
        return demo


@pytest.mark.parametrize(
    ("number", "cause", "code"),
    [
        ("84951230404", EndCause.NO_SUCH_NUMBER, 404),
        ("84951230486", EndCause.BUSY, 486),
        ("84951230500", EndCause.PBX_FAULT, 500),
        ("84951230603", EndCause.REJECTED, 603),
    ],
)
async def test_why_an_outgoing_call_failed(demo: PjsipsDemoPbx, number: str, cause: EndCause, code: int) -> None:
    async with party(demo, ANN) as ann:
        leg = ann.calls(number)
        await ann.hears(LegEnded, leg_id=leg, cause=cause, code=code)


async def test_early_sound_is_told(demo: PjsipsDemoPbx) -> None:
    async with party(demo, ANN) as ann:
        leg = ann.calls("84951230183")
        await ann.hears(LegProgressed, leg_id=leg, early_media=True)
        await ann.hears(LegAnswered, leg_id=leg)
