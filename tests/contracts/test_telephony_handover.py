"""A caller who is handed over while somebody hangs up, stops, or asks for what cannot be: on PJSIP with Kamailio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, HangUp, Hold, Join, Refer
from ctidesk.domain.events import (
    CallRefused,
    EngineLost,
    EngineStarted,
    HeldByPeer,
    HoldChanged,
    IncomingCall,
    LegAnswered,
    LegEnded,
    LegIdentified,
    ReferProgressed,
)
from tests.contracts.telephony_contract_transfer import Three, consulting
from tests.contracts.telephony_parties import ANN, BEN, EVE, Party, party, ringing, talking
from tests.contracts.test_telephony_kamailio import PASSWORDS, KamailioPbx
from tests.peers.raw_sip import RawCaller

NOBODY_LISTENS = "sip:nobody@127.0.0.1:9"


@pytest.fixture(scope="module")
def kamailio() -> Iterator[KamailioPbx]:
    with KamailioPbx(PASSWORDS) as pbx:
        yield pbx


@pytest.fixture
async def three(kamailio: KamailioPbx) -> AsyncIterator[Three]:
    async with party(kamailio, ANN) as ann, party(kamailio, BEN) as ben:
        async with party(kamailio, EVE, accept_refer=True) as eve:
            eves, anns = await talking(eve, ann)
            yield Three(ann, ben, eve, eves, anns)
        for one in (ann, ben, eve):
            assert not any(isinstance(event, EngineLost) for event in one.said)


async def referred(three: Three) -> str:
    """Eve has been told to call Ben, where it rings."""
    three.ann.send(Refer(three.anns, BEN))
    incoming = await three.ben.hears(IncomingCall)
    await three.ann.hears(ReferProgressed, code=180)
    return incoming.leg_id


def ended(one: Party, leg: str) -> bool:
    return any(isinstance(event, LegEnded) and event.leg_id == leg for event in one.said)


async def test_the_transferor_goes_before_the_answer(three: Three) -> None:
    ann, ben, eve, eves, anns = three
    bens = await referred(three)
    ann.send(HangUp(anns))
    await eve.hears(LegIdentified, leg_id=eves, raw_number=BEN)
    ben.send(Answer(bens))
    await ben.hears(LegAnswered, leg_id=bens)
    await eve.settled()
    assert not ended(eve, eves)
    ben.send(HangUp(bens))
    await eve.hears(LegEnded, leg_id=eves, cause=EndCause.REMOTE_HANGUP)
    assert sum(isinstance(event, LegAnswered) for event in eve.said) == 1


async def test_the_transferor_goes_and_the_target_refuses(three: Three) -> None:
    ann, ben, eve, eves, anns = three
    bens = await referred(three)
    ann.send(HangUp(anns))
    await eve.hears(LegIdentified, leg_id=eves)
    ben.send(HangUp(bens, 486))
    await eve.hears(LegEnded, leg_id=eves, cause=EndCause.FAILED, code=486)


async def test_the_caller_hangs_up_while_it_rings(three: Three) -> None:
    ann, ben, eve, eves, anns = three
    bens = await referred(three)
    eve.send(HangUp(eves))
    await eve.hears(LegEnded, leg_id=eves, cause=EndCause.LOCAL_HANGUP)
    await ben.hears(LegEnded, leg_id=bens)
    await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP)
    await ringing(eve, ann)


async def test_engines_that_stop_in_between(kamailio: KamailioPbx, three: Three) -> None:
    await referred(three)
    async with asyncio.timeout(3):
        await three.eve.telephony.stop()
    await three.ann.hears(LegEnded, leg_id=three.anns)


async def test_a_second_refer_while_the_first_rings_is_refused(three: Three) -> None:
    ann, ben, _, _, anns = three
    bens = await referred(three)
    ann.send(Refer(anns, "9999"))
    await ann.hears(ReferProgressed, code=603, final=True)
    ben.send(HangUp(bens))


async def test_a_transferor_who_forgets_to_hang_up(three: Three) -> None:
    ann, ben, eve, eves, anns = three
    bens = await referred(three)
    ben.send(Answer(bens))
    await eve.hears(LegIdentified, leg_id=eves)
    await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP)
    await eve.settled()
    assert not ended(eve, eves)


async def test_refer_to_an_address_where_nobody_is(three: Three) -> None:
    ann, _, eve, eves, anns = three
    ann.send(Hold(anns, True))
    await eve.hears(HeldByPeer, held=True)
    ann.send(Refer(anns, NOBODY_LISTENS))
    progress = await ann.hears(ReferProgressed)
    assert progress.code // 100 == 1
    ann.send(Hold(anns, False))
    await eve.hears(HeldByPeer, leg_id=eves, held=False, within_s=2)
    eve.send(HangUp(eves))
    await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP)


@pytest.mark.manual("D5", "M19")
async def test_the_caller_hangs_up_in_a_join(three: Three) -> None:
    (ann, ben, eve, eves, anns), consult, bens = await consulting(three)
    ann.send(Join(anns, consult))
    eve.send(HangUp(eves))
    await eve.hears(LegEnded, leg_id=eves)
    await ann.hears(LegEnded, leg_id=anns)
    ann.send(HangUp(consult))
    await ben.hears(LegEnded, leg_id=bens)


@pytest.mark.manual("D10", "M20")
async def test_a_held_leg_that_is_taken_over_is_not_held(three: Three) -> None:
    (ann, ben, _, _, anns), consult, bens = await consulting(three)
    ben.send(Hold(bens, True))
    await ann.hears(HeldByPeer, leg_id=consult, held=True)
    ann.send(Join(anns, consult))
    await ben.hears_both(
        (HoldChanged, {"leg_id": bens, "held": False}), (LegIdentified, {"leg_id": bens, "raw_number": EVE})
    )


@pytest.mark.manual("D10")
async def test_replaces_that_names_no_leg_of_ours(three: Three) -> None:
    ann = three.ann
    local = next(event.local for event in reversed(ann.said) if isinstance(event, EngineStarted))
    with RawCaller(local, ANN) as raw:
        raw.send(raw.invite(0, "Replaces: nothing@pbx;to-tag=1;from-tag=2\r\nRequire: replaces\r\n"))
        await asyncio.sleep(0.3)
        assert raw.received() == ["481 0"]
    await ann.settled()
    assert not any(isinstance(event, CallRefused | LegIdentified) for event in ann.said)


async def test_twenty_transfers(three: Three) -> None:
    """PJSIP has four places for calls, and frees them only where nothing of a dialog is kept."""
    ann, ben, eve, eves, anns = three
    for _ in range(20):
        (_, _, _, _, _), consult, bens = await consulting(Three(ann, ben, eve, eves, anns))
        ann.send(Join(anns, consult))
        await ann.hears(ReferProgressed, leg_id=anns, code=200, final=True)
        ann.send(HangUp(anns))
        await ben.hears(LegIdentified, leg_id=bens)
        ben.send(HangUp(bens))
        await eve.hears(LegEnded, leg_id=eves)
        await ann.hears(LegEnded, leg_id=anns)
        await asyncio.sleep(0.1)  # faster than 20 calls in 0.6 s is a flood, and refused
        eves, anns = await talking(eve, ann)
