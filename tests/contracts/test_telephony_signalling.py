"""What PJSIP sends and takes on the wire in a conversation, beside SIPp and a socket of sound."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, Call, HangUp, Hold, Mute, SendDigits
from ctidesk.domain.events import (
    CallRefused,
    FarEndSilent,
    HeldByPeer,
    HoldChanged,
    IncomingCall,
    LegAnswered,
    LegEnded,
    LegIdentified,
    LegProgressed,
    LegSecured,
)
from tests.contracts.telephony_contract_transfer import ABOUT
from tests.contracts.telephony_parties import ANN, Party, party
from tests.contracts.test_telephony_kamailio import PASSWORDS, KamailioPbx, ended
from tests.peers.raw_sip import RawPhone
from tests.peers.rtp import PCMA, sound
from tests.peers.sipp import Caller, Sipp

TELEPHONE_EVENT = 101


@pytest.fixture(scope="module")
def kamailio() -> Iterator[KamailioPbx]:
    with KamailioPbx(PASSWORDS) as pbx:
        yield pbx


@pytest.fixture
async def ann(kamailio: KamailioPbx) -> AsyncIterator[Party]:
    async with party(kamailio, ANN) as registered:
        yield registered


async def answers(ann: Party) -> str:
    leg = (await ann.hears(IncomingCall)).leg_id
    ann.send(Answer(leg))
    await ann.hears(LegAnswered, leg_id=leg)
    return leg


async def calls(ann: Party, callee: Sipp) -> str:
    await asyncio.sleep(0.3)  # SIPp comes up
    return ann.calls(callee.uri)


# --- who is there --------------------------------------------------------------------------------------------------


@pytest.mark.manual("D12", "D14", "M20")
async def test_the_connected_line_is_followed(kamailio: KamailioPbx, ann: Party) -> None:
    with Sipp("connected_line", kamailio.server, ANN) as caller:
        leg = await answers(ann)
        await ended(caller)
    await ann.hears(LegEnded, leg_id=leg, cause=EndCause.REMOTE_HANGUP)
    told = [(event.raw_number, event.display_name) for event in ann.said if isinstance(event, LegIdentified)]
    assert told == [("+74957654321", "Maria"), ("1009", "Oleg"), ("", "Anonymous")]


async def test_who_has_taken_an_outgoing_call(kamailio: KamailioPbx, ann: Party) -> None:
    with Sipp("identified", kamailio.server, ANN) as callee:
        leg = await calls(ann, callee)
        await ann.hears(LegAnswered, leg_id=leg)
        await ann.hears(LegIdentified, leg_id=leg, raw_number="2000", display_name="Reception")
        ann.send(HangUp(leg))
        await ended(callee)


# --- sound ---------------------------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
async def test_early_media_flows_before_the_answer(kamailio: KamailioPbx, ann: Party) -> None:
    async with sound() as far:
        with Sipp("early_media", kamailio.server, ANN, Caller(rtp_port=far.port), talk_s=1) as callee:
            leg = await calls(ann, callee)
            await ann.hears(LegProgressed, leg_id=leg, early_media=False)
            await ann.hears(LegProgressed, leg_id=leg, early_media=True)
            await asyncio.sleep(0.5)
            assert len(far.received) >= 10
            assert not any(isinstance(event, LegAnswered) for event in ann.said)
            await ann.hears(LegAnswered, leg_id=leg)
            ann.send(HangUp(leg))
            await ended(callee)


@pytest.mark.manual("D14")
async def test_digits_as_events_of_rfc_4733(kamailio: KamailioPbx, ann: Party) -> None:
    async with sound() as far:
        with Sipp("call", kamailio.server, ANN, Caller(rtp_port=far.port), talk_s=5) as caller:
            leg = await answers(ann)
            ann.send(SendDigits(leg, "159*0#"), SendDigits(leg, "223D"))
            await ended(caller)
    assert far.digits(TELEPHONE_EVENT) == "159*0#223D"


@pytest.mark.manual("D14")
async def test_digits_by_info(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN, dtmf="info") as ann:
        with Sipp("info", kamailio.server, ANN) as caller:
            leg = await answers(ann)
            ann.send(SendDigits(leg, "4#"))
            await ended(caller)


@pytest.mark.manual("D14")
async def test_muted_is_silence(kamailio: KamailioPbx, ann: Party) -> None:
    async with sound() as far:
        with Sipp("hung_up", kamailio.server, ANN, Caller(rtp_port=far.port)) as caller:
            leg = await answers(ann)
            ann.send(Mute(leg, True))
            await asyncio.sleep(0.5)
            assert far.payload_types() == {PCMA}, "muted is silence, not nothing: the PBX would take it for a loss"
            assert len(far.received) >= 10
            ann.send(HangUp(leg))
            await ended(caller)


async def test_plain_media_is_told_as_such(kamailio: KamailioPbx, ann: Party) -> None:
    with Sipp("call", kamailio.server, ANN) as caller:
        leg = await answers(ann)
        await ended(caller)
    assert [event for event in ann.said if isinstance(event, LegSecured)] == [LegSecured(leg, srtp=False)]


@pytest.mark.manual("D5", "D14")
async def test_a_far_end_that_has_vanished_is_told_and_withdrawn(kamailio: KamailioPbx, ann: Party) -> None:
    async with sound() as far:
        with Sipp("hung_up", kamailio.server, ANN, Caller(rtp_port=far.port)) as caller:
            leg = await answers(ann)
            while far.peer is None:
                await asyncio.sleep(0.02)
            await far.send(50)
            await ann.hears(FarEndSilent, leg_id=leg, silent=True, within_s=9)
            await far.send(10)
            await ann.hears(FarEndSilent, leg_id=leg, silent=False)
            ann.send(HangUp(leg))
            await ended(caller)


# --- hold ----------------------------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
async def test_a_far_end_that_refuses_to_be_held(kamailio: KamailioPbx, ann: Party) -> None:
    with Sipp("refuses_hold", kamailio.server, ANN) as callee:
        leg = await calls(ann, callee)
        await ann.hears(LegAnswered, leg_id=leg)
        ann.send(Hold(leg, True))
        await ann.hears(HoldChanged, leg_id=leg, held=True, refused="")
        await ann.hears(HoldChanged, leg_id=leg, held=True, refused="hold")
        ann.send(Hold(leg, True))
        await ann.hears(HoldChanged, leg_id=leg, held=True, refused="")
        await ann.hears(LegIdentified, leg_id=leg, raw_number="2001", within_s=6)  # comes with the 200
        ann.send(HangUp(leg))
        await ended(callee)


@pytest.mark.manual("D10")
async def test_held_by_the_far_end(kamailio: KamailioPbx, ann: Party) -> None:
    with Sipp("refer", kamailio.server, ANN) as caller:
        leg = await answers(ann)
        await ann.hears(HeldByPeer, leg_id=leg, held=True)
        await ended(caller)


# --- what a PBX may require ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["session_timer", "prack"])
async def test_what_a_pbx_may_require(kamailio: KamailioPbx, ann: Party, scenario: str) -> None:
    with Sipp(scenario, kamailio.server, ANN) as caller:
        leg = await answers(ann)
        await ended(caller)
    await ann.hears(LegEnded, leg_id=leg, cause=EndCause.REMOTE_HANGUP)


async def test_a_session_that_is_too_short_does_not_go_on_ringing(kamailio: KamailioPbx, ann: Party) -> None:
    with Sipp("session_too_short", kamailio.server, ANN) as caller:
        await ended(caller)
    leg = (await ann.hears(IncomingCall)).leg_id
    await ann.hears(LegEnded, leg_id=leg, code=422)
    await ann.settled()
    assert not any(isinstance(event, CallRefused) for event in ann.said)


# --- how large it gets ---------------------------------------------------------------------------------------------


async def invites(ann: Party, phone: RawPhone) -> tuple[str, str]:
    """Without credentials, then with them."""
    ann.send(Call("of the consultation", phone.uri, replace(ABOUT, number="+749512345678901")))
    plain = await phone.request("INVITE")
    phone.challenge(plain)
    return plain, await phone.request("INVITE", header="Proxy-Authorization")


@pytest.mark.manual("D12")
async def test_an_invite_about_a_caller_fits_a_datagram(kamailio: KamailioPbx) -> None:
    """RFC 3261 18.1.1 gives it 1300 bytes. Credentials come on top, as they do for every INVITE."""
    async with party(kamailio, ANN, display_name="Анна Петрова") as ann:
        with RawPhone() as phone:
            plain, with_credentials = await invites(ann, phone)
    assert "User-to-User: 317c63" in plain and "Referred-By: <sip:1006@" in plain
    assert len(plain.encode()) < 1300
    assert "User-to-User: 317c63" in with_credentials
