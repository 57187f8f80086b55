"""What an engine does in a conversation: hold, mute, digits. Run on the fake, and on PJSIP with both PBXs."""

from __future__ import annotations

import asyncio

import pytest

from ctidesk.domain.call import EndCause
from ctidesk.domain.capability import Capability
from ctidesk.domain.commands import HangUp, Hold, Mute, SendDigits
from ctidesk.domain.events import (
    EngineStarted,
    HeldByPeer,
    HoldChanged,
    LegEnded,
    MuteChanged,
)
from tests.contracts.telephony_contract import TelephonyContract
from tests.contracts.telephony_parties import Pair, talking


class CallsContract(TelephonyContract):
    """Everything of :class:`TelephonyContract` too."""

    async def test_nothing_is_lacking(self, pair: Pair) -> None:
        started = next(event for event in pair[0].said if isinstance(event, EngineStarted))
        assert set(Capability) - set(started.capabilities) <= {Capability.AUDIO}

    # --- hold ------------------------------------------------------------------------------------------------------

    @pytest.mark.manual("D14")
    async def test_hold_and_resume(self, pair: Pair) -> None:
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        for held in (True, False):
            ann.send(Hold(anns, held))
            await ann.hears(HoldChanged, leg_id=anns, held=held)
            await ben.hears(HeldByPeer, leg_id=bens, held=held)
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP)
        changes = [event for event in ann.said + ben.said if isinstance(event, HoldChanged | HeldByPeer)]
        assert len(changes) == 4

    @pytest.mark.manual("M19", "D14")
    async def test_both_may_hold(self, pair: Pair) -> None:
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        ann.send(Hold(anns, True))
        await ben.hears(HeldByPeer, leg_id=bens, held=True)
        ben.send(Hold(bens, True))
        await ben.hears(HoldChanged, leg_id=bens, held=True)
        await ann.hears(HeldByPeer, leg_id=anns, held=True)
        ann.send(Hold(anns, False))
        await ann.hears(HoldChanged, leg_id=anns, held=False)
        await ben.hears(HeldByPeer, leg_id=bens, held=False)
        ben.send(Hold(bens, False))
        await ann.hears(HeldByPeer, leg_id=anns, held=False)

    @pytest.mark.manual("M19")
    async def test_the_latest_wish_wins(self, pair: Pair) -> None:
        ann, ben = pair
        _, anns = await talking(ben, ann)
        ann.send(Hold(anns, True), Hold(anns, False), Hold(anns, True), Hold(anns, False))
        await ann.hears(HoldChanged, leg_id=anns, held=False, within_s=1)
        await ann.settled()
        ann.send(Hold(anns, True))
        await ann.hears(HoldChanged, leg_id=anns, held=True)

    async def test_what_holds_already_is_answered(self, pair: Pair) -> None:
        ann, ben = pair
        _, anns = await talking(ben, ann)
        ann.send(Hold(anns, False))
        await ann.hears(HoldChanged, leg_id=anns, held=False)

    async def test_both_hold_at_the_same_time(self, pair: Pair) -> None:
        """Glare (RFC 3261 14.1): both re-INVITEs may be refused with 491 and come again after a while."""
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        ann.send(Hold(anns, True))
        ben.send(Hold(bens, True))
        await asyncio.gather(
            ann.hears(HoldChanged, leg_id=anns, held=True, within_s=6),
            ben.hears(HoldChanged, leg_id=bens, held=True, within_s=6),
        )
        ann.send(HangUp(anns))
        await ben.hears(LegEnded, leg_id=bens)

    async def test_a_held_caller_may_hang_up(self, pair: Pair) -> None:
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        ann.send(Hold(anns, True))
        await ann.hears(HoldChanged, held=True)
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP)

    # --- mute and digits -------------------------------------------------------------------------------------------

    @pytest.mark.manual("D14")
    async def test_mute(self, pair: Pair) -> None:
        ann, ben = pair
        _, anns = await talking(ben, ann)
        for muted in (True, False):
            ann.send(Mute(anns, muted))
            await ann.hears(MuteChanged, leg_id=anns, muted=muted)
        assert not any(isinstance(event, HeldByPeer) for event in ben.said), "the far end is not told"

    @pytest.mark.manual("D14")
    async def test_digits_do_no_harm(self, pair: Pair) -> None:
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        ann.send(
            SendDigits(anns, "0123456789*#ABCD"), SendDigits(anns, "nothing of this\r\n"), SendDigits("no leg", "1")
        )
        await ann.settled()
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP)

    async def test_commands_for_no_leg_are_ignored(self, pair: Pair) -> None:
        ann, _ = pair
        before = len(ann.said)
        ann.send(Hold("no leg", True), Mute("no leg", True), SendDigits("no leg", "1"))
        await ann.settled()
        assert {type(event) for event in ann.said[before:]} == {LegEnded}, "the one of settled() itself"
