"""PJSIP beside a telephone of another make: baresip calls, answers, holds, refers, sends digits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from ctidesk.adapters.telephony.process import EngineProcess
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, HangUp, Hold, Join, Refer, SendDigits
from ctidesk.domain.events import (
    HeldByPeer,
    HoldChanged,
    IncomingCall,
    LegAnswered,
    LegEnded,
    LegIdentified,
    LegProgressed,
    ReferProgressed,
)
from tests.contracts.telephony_parties import ANN, BEN, EVE, Party, party, ringing
from tests.peers.baresip import Baresip, Phone, baresip
from tests.peers.kamailio import Kamailio

PASSWORDS = {user: f"secret-of-{user}" for user in (ANN, BEN, EVE)}


class KamailioPbx(Kamailio):
    def password(self, user: str) -> str:
        return self.passwords[user]

    def telephony(self) -> EngineProcess:
        return EngineProcess()

    def phone(self, user: str) -> Phone:
        return Phone(self.server, user, self.passwords[user])


@pytest.fixture(scope="module")
def pbx() -> Iterator[KamailioPbx]:
    with KamailioPbx(PASSWORDS) as kamailio:
        yield kamailio


@pytest.fixture
async def ann(pbx: KamailioPbx) -> AsyncIterator[Party]:
    async with party(pbx, ANN) as one:
        yield one


@pytest.fixture
async def ben(pbx: KamailioPbx) -> AsyncIterator[Baresip]:
    async with baresip(pbx.phone(BEN)) as phone:
        yield phone


async def we_call(ann: Party, ben: Baresip) -> str:
    leg = ann.calls(ben.phone.user)
    await ben.hears("CALL_INCOMING")
    await ben.does("accept")
    await ann.hears(LegAnswered, leg_id=leg)
    await ben.hears("CALL_ESTABLISHED")
    return leg


async def he_calls(ben: Baresip, ann: Party) -> str:
    await ben.dials(ann.account.username)
    incoming = await ann.hears(IncomingCall, raw_number=ben.phone.user)
    ann.send(Answer(incoming.leg_id))
    await ann.hears(LegAnswered, leg_id=incoming.leg_id)
    await ben.hears("CALL_ESTABLISHED")
    return incoming.leg_id


# --- set up and end ------------------------------------------------------------------------------------------------


@pytest.mark.manual("M9", "M24")
async def test_he_calls_and_hangs_up(ann: Party, ben: Baresip) -> None:
    await ben.dials(ANN)
    incoming = await ann.hears(IncomingCall, raw_number=BEN, display_name=f"Phone {BEN}")
    await ben.hears("CALL_RINGING")
    ann.send(Answer(incoming.leg_id))
    await ann.hears(LegAnswered, leg_id=incoming.leg_id)
    await ben.hears("CALL_RTPESTAB")
    await ben.does("hangup")
    await ann.hears(LegEnded, leg_id=incoming.leg_id, cause=EndCause.REMOTE_HANGUP)


@pytest.mark.manual("M21")
async def test_we_call_and_hang_up(ann: Party, ben: Baresip) -> None:
    leg = ann.calls(BEN)
    await ben.hears("CALL_INCOMING")
    await ann.hears(LegProgressed, leg_id=leg, early_media=False)
    await ben.does("accept")
    await ann.hears(LegAnswered, leg_id=leg)
    await ben.hears("CALL_RTPESTAB")
    ann.send(HangUp(leg))
    await ann.hears(LegEnded, leg_id=leg, cause=EndCause.LOCAL_HANGUP)
    await ben.hears("CALL_CLOSED")


async def test_he_rejects(ann: Party, ben: Baresip) -> None:
    leg = ann.calls(BEN)
    await ben.hears("CALL_INCOMING")
    await ben.does("hangup")
    await ann.hears(LegEnded, leg_id=leg, cause=EndCause.BUSY, code=486)


async def test_he_gives_up(ann: Party, ben: Baresip) -> None:
    await ben.dials(ANN)
    incoming = await ann.hears(IncomingCall)
    await ben.does("hangup")
    await ann.hears(LegEnded, leg_id=incoming.leg_id, cause=EndCause.REMOTE_HANGUP, code=487)


async def test_sound_before_the_answer(pbx: KamailioPbx, ann: Party) -> None:
    async with baresip(replace(pbx.phone(BEN), answermode="early")) as ben:
        leg = ann.calls(BEN)
        await ann.hears(LegProgressed, leg_id=leg, early_media=True)
        await ben.hears("CALL_RTPESTAB")
        await ben.does("accept")
        await ann.hears(LegAnswered, leg_id=leg)


# --- in the call ---------------------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
async def test_he_holds_us(ann: Party, ben: Baresip) -> None:
    leg = await he_calls(ben, ann)
    await ben.does("hold")
    await ann.hears(HeldByPeer, leg_id=leg, held=True)
    await ben.does("resume")
    await ann.hears(HeldByPeer, leg_id=leg, held=False)


@pytest.mark.manual("D14")
async def test_we_hold_him(ann: Party, ben: Baresip) -> None:
    leg = await we_call(ann, ben)
    for held in (True, False, True, False):
        ann.send(Hold(leg, held))
        await ann.hears(HoldChanged, leg_id=leg, held=held)
    ann.send(HangUp(leg))
    await ben.hears("CALL_CLOSED")


@pytest.mark.manual("D14")
async def test_digits_that_we_send(ann: Party, ben: Baresip) -> None:
    leg = await we_call(ann, ben)
    await ben.hears("CALL_RTPESTAB")
    ann.send(SendDigits(leg, "15#"))
    for digit in "15#":
        await ben.hears("CALL_DTMF_START", param=digit)


async def test_digits_that_he_sends_do_no_harm(ann: Party, ben: Baresip) -> None:
    leg = await we_call(ann, ben)
    await ben.does("sndcode", "1")
    await ben.does("hangup")
    await ann.hears(LegEnded, leg_id=leg, cause=EndCause.REMOTE_HANGUP)


# --- handing over --------------------------------------------------------------------------------------------------


@pytest.mark.manual("D10")
async def test_his_refer_is_refused(pbx: KamailioPbx, ann: Party, ben: Baresip) -> None:
    """baresip 1.0.0 hangs up when its REFER is refused."""
    async with party(pbx, EVE) as eve:
        leg = await he_calls(ben, ann)
        await ben.does("transfer", f"sip:{EVE}@{pbx.server}")
        await ben.hears("TRANSFER_FAILED", param="603 Decline")
        await ann.hears(LegEnded, leg_id=leg, cause=EndCause.REMOTE_HANGUP)
        assert not any(isinstance(event, IncomingCall) for event in eve.said)


@pytest.mark.manual("D10")
async def test_his_refer_is_taken_where_that_is_allowed(pbx: KamailioPbx, ann: Party, ben: Baresip) -> None:
    ann.account = replace(ann.account, accept_refer=True)
    await ann.registers()
    async with party(pbx, EVE) as eve:
        leg = await he_calls(ben, ann)
        await ben.does("transfer", f"sip:{EVE}@{pbx.server}")
        incoming = await eve.hears(IncomingCall, raw_number=ANN)
        eve.send(Answer(incoming.leg_id))
        await ann.hears(LegIdentified, leg_id=leg, raw_number=EVE)
        await ben.hears("CALL_CLOSED")
        assert not any(isinstance(event, LegEnded) for event in ann.said)
        eve.send(HangUp(incoming.leg_id))
        await ann.hears(LegEnded, leg_id=leg, cause=EndCause.REMOTE_HANGUP)


@pytest.mark.manual("D5")
async def test_we_refer_him(pbx: KamailioPbx, ann: Party, ben: Baresip) -> None:
    async with party(pbx, EVE) as eve:
        leg = await he_calls(ben, ann)
        ann.send(Refer(leg, EVE))
        incoming = await eve.hears(IncomingCall, raw_number=BEN)
        eve.send(Answer(incoming.leg_id))
        await ann.hears(ReferProgressed, leg_id=leg, code=200, final=True)
        ann.send(HangUp(leg))
        await ann.hears(LegEnded, leg_id=leg)
        eve.send(HangUp(incoming.leg_id))
        await eve.hears(LegEnded, leg_id=incoming.leg_id, cause=EndCause.LOCAL_HANGUP)


@pytest.mark.manual("D5", "M19")
async def test_he_takes_no_refer(pbx: KamailioPbx, ann: Party) -> None:
    async with baresip(replace(pbx.phone(BEN), accepts_refer=False)) as ben:
        leg = await he_calls(ben, ann)
        ann.send(Refer(leg, EVE))
        refused = await ann.hears(ReferProgressed, leg_id=leg, final=True)
        assert 400 <= refused.code < 700
        await ben.does("hangup")
        await ann.hears(LegEnded, leg_id=leg, cause=EndCause.REMOTE_HANGUP)


@pytest.mark.manual("D5", "M19")
async def test_he_joins_nobody(pbx: KamailioPbx, ann: Party, ben: Baresip) -> None:
    """baresip 1.0.0 knows no Replaces and rings Eve anew, who is busy with us: the caller is not lost."""
    async with party(pbx, EVE) as eve:
        leg = await he_calls(ben, ann)
        ann.send(Hold(leg, True))
        await ann.hears(HoldChanged, leg_id=leg, held=True)
        consult, eves = await ringing(ann, eve)
        eve.send(Answer(eves))
        await ann.hears(LegAnswered, leg_id=consult)
        ann.send(Join(leg, consult))
        await ann.hears(ReferProgressed, leg_id=leg, code=486, final=True)
        ann.send(Hold(leg, False))
        await ann.hears(HoldChanged, leg_id=leg, held=False)
        ann.send(HangUp(consult))
        await eve.hears(LegEnded, leg_id=eves, cause=EndCause.REMOTE_HANGUP)
        ann.send(HangUp(leg))
        await ben.hears("CALL_CLOSED")
