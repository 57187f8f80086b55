"""Handing a caller over: consultation, referral, REFER, Replaces.

Three parties: a caller whose phone takes a REFER, the first operator, the second one. Run on the fake, and on PJSIP
with Kamailio and with the demo PBX, which both are plain proxies: the caller's phone itself gets the REFER.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, Call, HangUp, Hold, Join, Mute, Refer
from ctidesk.domain.events import (
    CallRefused,
    EngineLost,
    HeldByPeer,
    HoldChanged,
    IncomingCall,
    LegAnswered,
    LegEnded,
    LegIdentified,
    MuteChanged,
    ReferProgressed,
)
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.domain.transfer import Referral
from tests.contracts.telephony_contract_calls import CallsContract
from tests.contracts.telephony_parties import ANN, BEN, EVE, NOBODY, Pair, Party, Pbx, party, talking


class Three(NamedTuple):
    """``eve`` has called ``ann``; ``ben`` is the second operator."""

    ann: Party
    ben: Party
    eve: Party
    eves: str
    anns: str


class Consultation(NamedTuple):
    """Eve is on hold at Ann; Ann and Ben talk on ``consult``, which is ``bens`` at his desk."""

    three: Three
    consult: str
    bens: str


CLIENT = RecordRef(Entity.CONTACT, str(uuid.UUID(int=7)))
ABOUT = Referral(
    number="+74951234567",
    name="Константинопольская-Задунайская Александра Владиславовна",
    client=CLIENT,
    call_id=str(uuid.UUID(int=8)),
)


class TransferContract(CallsContract):
    """Everything of :class:`CallsContract` too."""

    @pytest.fixture
    async def three(self, pbx: Pbx) -> AsyncIterator[Three]:
        async with party(pbx, ANN) as ann, party(pbx, BEN) as ben, party(pbx, EVE, accept_refer=True) as eve:
            eves, anns = await talking(eve, ann)
            yield Three(ann, ben, eve, eves, anns)

    @pytest.fixture
    async def consultation(self, three: Three) -> Consultation:
        return await consulting(three)

    # --- a second leg ----------------------------------------------------------------------------------------------

    @pytest.mark.manual("D5", "M19")
    async def test_a_consultation_beside_a_held_caller(self, three: Three) -> None:
        ann, ben, eve, eves, anns = three
        ann.send(Hold(anns, True))
        await ann.hears(HoldChanged, leg_id=anns, held=True)
        consult, bens = await talking(ann, ben)
        ann.send(HangUp(consult), Hold(anns, False))
        await ann.hears(LegEnded, leg_id=consult, cause=EndCause.LOCAL_HANGUP)
        await ann.hears(HoldChanged, leg_id=anns, held=False, within_s=1)
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)
        await eve.hears(HeldByPeer, leg_id=eves, held=False)

    @pytest.mark.manual("D10")
    async def test_a_call_from_outside_is_refused_meanwhile(self, consultation: Consultation) -> None:
        ann, ben, eve, _, _ = consultation.three
        for busy in (ann, ben):
            leg = eve.calls(busy.account.username)
            await eve.hears(LegEnded, leg_id=leg, cause=EndCause.BUSY, code=486)
            await busy.hears(CallRefused, raw_number=EVE, code=486)

    @pytest.mark.manual("M20", "D12")
    async def test_who_the_caller_is_travels_with_the_consultation(self, pair: Pair) -> None:
        ann, ben = pair
        ann.send(Call(str(uuid.uuid4()), BEN, ABOUT))
        told = (await ben.hears(IncomingCall, raw_number=ANN)).referral
        assert told is not None
        assert (told.by, told.by_name, told.number, told.client) == (ANN, f"Nr {ANN}", ABOUT.number, CLIENT)
        assert told.call_id == ABOUT.call_id
        assert len(told.name) >= 12 and ABOUT.name.startswith(told.name)

    async def test_an_ordinary_call_has_no_referral(self, pair: Pair) -> None:
        ann, ben = pair
        ann.calls(BEN)
        assert (await ben.hears(IncomingCall, raw_number=ANN)).referral is None

    # --- the caller is handed over ---------------------------------------------------------------------------------

    @pytest.mark.manual("D5", "D10", "M19", "M20")
    async def test_join(self, consultation: Consultation) -> None:
        (ann, ben, eve, eves, anns), consult, bens = consultation
        ben.send(Mute(bens, True))
        await ben.hears(MuteChanged)
        ann.send(Join(anns, consult))
        await ann.hears_both(
            (ReferProgressed, {"leg_id": anns, "code": 200, "final": True}),
            (LegEnded, {"leg_id": consult, "cause": EndCause.REMOTE_HANGUP}),
        )
        ann.send(HangUp(anns), HangUp(consult))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.LOCAL_HANGUP)
        assert (await ben.hears(LegIdentified, leg_id=bens)).raw_number == EVE
        assert (await eve.hears(LegIdentified, leg_id=eves)).raw_number == BEN
        await eve.settled()
        assert not any(isinstance(event, LegEnded) and event.leg_id in (eves, bens) for event in eve.said + ben.said)
        ben.send(Hold(bens, True))
        await eve.hears(HeldByPeer, leg_id=eves, held=True)
        eve.send(HangUp(eves))
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)
        answers = [event for event in ben.said + eve.said if isinstance(event, LegAnswered)]
        assert len(answers) == 2, "a leg that goes on with somebody else is not answered again"

    @pytest.mark.manual("D5", "D10")
    async def test_join_with_a_caller_who_takes_no_refer(self, pbx: Pbx) -> None:
        async with party(pbx, ANN) as ann, party(pbx, BEN) as ben, party(pbx, EVE) as eve:
            eves, anns = await talking(eve, ann)
            (_, _, _, _, _), consult, bens = await consulting(Three(ann, ben, eve, eves, anns))
            ann.send(Join(anns, consult))
            await ann.hears(ReferProgressed, leg_id=anns, code=603, final=True)
            ann.send(HangUp(consult), Hold(anns, False))
            await eve.hears(HeldByPeer, leg_id=eves, held=False, within_s=1)
            await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)

    @pytest.mark.manual("D5")
    async def test_refer(self, three: Three) -> None:
        ann, ben, eve, eves, anns = three
        ann.send(Refer(anns, BEN))
        incoming = await ben.hears(IncomingCall, raw_number=EVE)
        assert incoming.referral is not None and incoming.referral.by == ANN
        progress = await ann.hears(ReferProgressed, leg_id=anns)
        assert (progress.code // 100, progress.final) == (1, False)
        ben.send(Answer(incoming.leg_id))
        await ann.hears(ReferProgressed, leg_id=anns, code=200, final=True)
        ann.send(HangUp(anns))
        assert (await eve.hears(LegIdentified, leg_id=eves)).raw_number == BEN
        ben.send(HangUp(incoming.leg_id))
        await eve.hears(LegEnded, leg_id=eves, cause=EndCause.REMOTE_HANGUP)

    @pytest.mark.parametrize(("number", "code"), [(NOBODY, 404), (BEN, 486)])
    async def test_refer_to_somebody_who_cannot_be_had(self, three: Three, number: str, code: int) -> None:
        ann, ben, eve, eves, anns = three
        ann.send(Hold(anns, True), Refer(anns, number))
        if number == BEN:
            ben.send(HangUp((await ben.hears(IncomingCall)).leg_id, code))
        await ann.hears(ReferProgressed, leg_id=anns, code=code, final=True)
        ann.send(Hold(anns, False))
        await ann.hears(HoldChanged, leg_id=anns, held=False)
        ann.send(HangUp(anns))
        await eve.hears(LegEnded, leg_id=eves, cause=EndCause.REMOTE_HANGUP)
        assert not any(isinstance(event, LegIdentified) for event in eve.said)

    @pytest.mark.manual("D10")
    async def test_refer_where_it_is_not_allowed(self, pair: Pair) -> None:
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        ann.send(Refer(anns, EVE))
        await ann.hears(ReferProgressed, leg_id=anns, code=603, final=True)
        ann.send(HangUp(anns))
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)

    async def test_legs_that_are_gone_meanwhile(self, pair: Pair) -> None:
        ann, ben = pair
        _, anns = await talking(ben, ann)
        ann.send(Join(anns, "no leg"), Join("no leg", anns), Refer("no leg", BEN))
        for leg in (anns, "no leg", "no leg"):
            await ann.hears(ReferProgressed, leg_id=leg, code=481, final=True)

    async def test_transfers_one_after_another(self, three: Three) -> None:
        """An engine that keeps a dialog which has been taken over hangs up one of the later ones."""
        for _ in range(3):
            (ann, ben, eve, eves, anns), consult, bens = await consulting(three)
            ann.send(Join(anns, consult))
            await ann.hears(ReferProgressed, leg_id=anns, code=200, final=True)
            ann.send(HangUp(anns))
            await ann.hears(LegEnded, leg_id=anns)
            await ben.hears(LegIdentified, leg_id=bens)
            eve.send(HangUp(eves))
            await ben.hears(LegEnded, leg_id=bens)
            await eve.hears(LegEnded, leg_id=eves)
            three = Three(ann, ben, eve, *await talking(eve, ann))
        assert not any(isinstance(event, EngineLost) for one in three[:3] for event in one.said)


async def consulting(three: Three) -> Consultation:
    ann, ben = three.ann, three.ben
    ann.send(Hold(three.anns, True))
    await ann.hears(HoldChanged, leg_id=three.anns, held=True)
    consult, bens = await talking(ann, ben)
    return Consultation(three, consult, bens)
