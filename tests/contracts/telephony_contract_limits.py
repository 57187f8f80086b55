"""The contract of an engine that cannot do everything: what it lacks is listed here, once, and so is what happens then.

Each test of :class:`TransferContract` that needs a missing capability has its counterpart of the same name in
:class:`LimitedContract`; every other test runs as it stands.
"""

from __future__ import annotations

import pytest

from ctidesk.domain.call import EndCause
from ctidesk.domain.capability import Capability
from ctidesk.domain.commands import HangUp, Hold, Join, Publish, Refer, Watch
from ctidesk.domain.events import (
    EngineStarted,
    HeldByPeer,
    HoldChanged,
    LegAnswered,
    LegEnded,
    PresenceChanged,
    ReferProgressed,
)
from ctidesk.domain.presence import Presence
from tests.contracts.telephony_contract_transfer import TransferContract
from tests.contracts.telephony_parties import ANN, BEN, EVE, Pair, Pbx, party, talking

PYVOIP_LACKS = {
    Capability.HOLD,
    Capability.DTMF_INFO,
    Capability.EARLY_MEDIA,
    Capability.CONSULT,
    Capability.JOIN,
    Capability.REFER,
    Capability.REPLACED,
    Capability.CONNECTED_LINE,
    Capability.PUBLISH,
    Capability.WATCH,
    Capability.SESSION_TIMERS,
    Capability.RELIABLE_PROVISIONAL,
    Capability.SRTP,
}


class LimitedContract(TransferContract):
    async def test_nothing_is_lacking(self, pair: Pair) -> None:
        """Nothing but what is listed."""
        for event in pair[0].said:
            if isinstance(event, EngineStarted):
                assert set(Capability) - set(event.capabilities) == PYVOIP_LACKS

    # --- HOLD ------------------------------------------------------------------------------------------------------

    @pytest.mark.manual("D14")
    async def test_hold_and_resume(self, pair: Pair) -> None:
        """The engine says that the leg is not held, and the conversation goes on."""
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        for held in (True, False, True):
            ann.send(Hold(anns, held))
            await ann.hears(HoldChanged, leg_id=anns, held=False)
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP)
        assert not any(isinstance(event, HeldByPeer) for event in ben.said)

    test_both_may_hold = test_hold_and_resume
    test_the_latest_wish_wins = test_hold_and_resume
    test_both_hold_at_the_same_time = test_hold_and_resume
    test_a_held_caller_may_hang_up = test_hold_and_resume

    # --- CONSULT ---------------------------------------------------------------------------------------------------

    @pytest.mark.manual("M19")
    async def test_a_consultation_beside_a_held_caller(self, pbx: Pbx, pair: Pair) -> None:
        """There is one leg; a second call ends at once and rings nowhere."""
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        async with party(pbx, EVE) as eve:
            second = ann.calls(EVE)
            await ann.hears(LegEnded, leg_id=second, cause=EndCause.FAILED)
            assert [type(event) for event in eve.said if getattr(event, "leg_id", "")] == []
        ann.send(HangUp(anns))
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)

    @pytest.mark.manual("D10")
    async def test_a_call_from_outside_is_refused_meanwhile(self, pbx: Pbx, pair: Pair) -> None:
        """That there is a conversation is enough."""
        await talking(*pair)
        async with party(pbx, EVE) as eve:
            for busy in (ANN, BEN):
                leg = eve.calls(busy)
                await eve.hears(LegEnded, leg_id=leg, cause=EndCause.BUSY, code=486)

    # --- JOIN, REFER, REPLACED -------------------------------------------------------------------------------------

    @pytest.mark.manual("D5", "M19")
    async def test_refer(self, pair: Pair) -> None:
        """Refused with 501; the caller has lost nothing."""
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        ann.send(Refer(anns, EVE), Join(anns, anns))
        for _ in range(2):
            await ann.hears(ReferProgressed, leg_id=anns, code=501, final=True)
        ann.send(HangUp(anns))
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)
        assert len([event for event in ann.said if isinstance(event, LegAnswered)]) == 1

    test_join = test_refer
    test_join_with_a_caller_who_takes_no_refer = test_refer
    test_refer_to_somebody_who_cannot_be_had = test_refer
    test_refer_where_it_is_not_allowed = test_refer
    test_transfers_one_after_another = test_refer

    # --- PUBLISH, WATCH --------------------------------------------------------------------------------------------

    @pytest.mark.manual("M18")
    async def test_presence_is_unknown_at_once(self, pair: Pair) -> None:
        ann, _ = pair
        ann.send(Publish(Presence.BUSY), Watch((BEN, EVE)))
        for number in (BEN, EVE):
            await ann.hears(PresenceChanged, number=number, presence=Presence.UNKNOWN, within_s=1)
        ann.send(Watch())
        await ann.settled()
