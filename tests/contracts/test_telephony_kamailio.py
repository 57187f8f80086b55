"""The contract on PJSIP and Kamailio, and what only this pair can show."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ctidesk.adapters.telephony.process import EngineProcess
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, HangUp, Register, SetRefusal, Unregister
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import (
    CallRefused,
    EngineLost,
    EngineStarted,
    IncomingCall,
    LegAnswered,
    LegEnded,
    RegistrationChanged,
    RegistrationState,
)
from tests.contracts.telephony_contract_presence import PresenceContract
from tests.contracts.telephony_contract_transfer import TransferContract
from tests.contracts.telephony_parties import ANN, BEN, EVE, party, ringing, talking
from tests.peers.kamailio import Kamailio
from tests.peers.raw_sip import RawCaller
from tests.peers.rtp import PCMA, sound
from tests.peers.sipp import Caller, Sipp


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


class TestPjsipWithKamailio(TransferContract, PresenceContract):
    @pytest.fixture
    def pbx(self, kamailio: KamailioPbx) -> KamailioPbx:
        return kamailio


async def ended(caller: Sipp) -> None:
    await asyncio.to_thread(caller.wait)


# --- SIPp calls ----------------------------------------------------------------------------------------------------


@pytest.mark.manual("M9", "M24")
async def test_a_call_from_outside_with_sound(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann, sound() as far:
        with Sipp("call", kamailio.server, ANN, Caller("84951234567", "Ivan", far.port), talk_s=1) as caller:
            incoming = await ann.hears(IncomingCall, raw_number="84951234567", display_name="Ivan")
            ann.send(Answer(incoming.leg_id))
            await ann.hears(LegAnswered, leg_id=incoming.leg_id)
            await asyncio.sleep(0.2)
            await far.send(packets=20)
            await ended(caller)
        await ann.hears(LegEnded, leg_id=incoming.leg_id, cause=EndCause.REMOTE_HANGUP)
        assert len(far.received) >= 30, "a packet of sound each 20 ms"
        assert far.payload_types() == {PCMA}


async def test_each_call_rings_and_its_cancel_is_seen(kamailio: KamailioPbx) -> None:
    calls = 20
    async with party(kamailio, ANN) as ann:
        with Sipp("cancelled", kamailio.server, ANN, talk_s=0.05, calls=calls) as caller:
            for _ in range(calls):
                incoming = await ann.hears(IncomingCall)
                await ann.hears(LegEnded, leg_id=incoming.leg_id, cause=EndCause.REMOTE_HANGUP, code=487)
            await ended(caller)
            assert len(caller.milliseconds()) == calls


@pytest.mark.manual("M7", "D10")
async def test_refused_in_a_call_and_in_wrap_up(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann, party(kamailio, BEN) as ben:
        await talking(ben, ann)
        with Sipp("refused_486", kamailio.server, ANN) as caller:
            await ended(caller)
        await ann.hears(CallRefused, raw_number="84951234567", code=486)
        ann.send(SetRefusal(in_call=486, always=480))
        await ann.settled()
        with Sipp("refused_480", kamailio.server, ANN, calls=3) as caller:
            await ended(caller)
        for _ in range(3):
            await ann.hears(CallRefused, code=480)


async def test_a_flood_of_calls_does_not_touch_the_conversation(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann, party(kamailio, BEN) as ben:
        _, anns = await talking(ben, ann)
        with Sipp("refused_486", kamailio.server, ANN, calls=150, at_once=50) as caller:
            await ended(caller)
        ann.send(HangUp(anns))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.LOCAL_HANGUP)
        refused = [event for event in ann.said if isinstance(event, CallRefused)]
        assert len(refused) == 150
        assert not any(isinstance(event, EngineLost) for event in ann.said)


async def test_a_call_in_the_same_burst_as_the_last_ones_end_goes_on_ringing(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann:
        local = next(event.local for event in reversed(ann.said) if isinstance(event, EngineStarted))
        with RawCaller(local, ANN) as raw:
            raw.send(raw.invite(0))
            for call in range(1, 30):
                await ann.hears(IncomingCall)
                await asyncio.sleep(0.05)
                raw.send(raw.cancel(call - 1), raw.invite(call))
            await ann.hears(IncomingCall)
            await asyncio.sleep(0.2)
            final = {line for line in raw.received() if not line.startswith(("100", "180", "200"))}
        assert final == {f"487 {call}" for call in range(29)}


async def test_broken_packets_do_no_harm(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann, party(kamailio, BEN) as ben:
        local = next(event.local for event in reversed(ann.said) if isinstance(event, EngineStarted))
        with RawCaller(local, ANN) as raw:
            whole = raw.invite(0)
            raw.send(b"", b"\0" * 100, b"\r\n\r\n", *(whole[:length] for length in range(0, len(whole) - 80, 7)))
            raw.send(*(whole.replace(b"raw", bytes([byte]) * 3) for byte in range(1, 255, 9)))
        await asyncio.sleep(0.2)
        ann.send(*(HangUp(event.leg_id) for event in ann.said if isinstance(event, IncomingCall)))
        await ann.settled()
        await talking(ben, ann)
        assert not any(isinstance(event, EngineLost) for event in ann.said)


@pytest.mark.manual("D10")
async def test_a_transfer_that_nobody_allowed_and_hold(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann:
        with Sipp("refer", kamailio.server, ANN) as caller:
            incoming = await ann.hears(IncomingCall)
            ann.send(Answer(incoming.leg_id))
            await ended(caller)
        await ann.hears(LegEnded, leg_id=incoming.leg_id, cause=EndCause.REMOTE_HANGUP)
        assert not any(isinstance(event, EngineLost) for event in ann.said)


# --- the engine process --------------------------------------------------------------------------------------------


async def test_a_killed_engine_is_back_within_two_seconds(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann, party(kamailio, BEN) as ben:
        await talking(ben, ann)
        assert isinstance(ann.telephony, EngineProcess)
        pid = ann.telephony.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(2):
            lost = await ann.hears(EngineLost)
            await ann.hears(EngineStarted)
            await ann.registers()
        assert (lost.problem.id, lost.problem.detail) == (ProblemId.ENGINE_RESTARTED, "signal 9")
        assert ann.telephony.pid != pid
        async with party(kamailio, EVE) as eve:
            await ringing(eve, ann)


# --- how it registers ----------------------------------------------------------------------------------------------


async def test_digest_with_sha_256() -> None:
    with KamailioPbx(PASSWORDS, algorithm="SHA-256") as pbx:
        async with party(pbx, ANN) as ann, party(pbx, BEN) as ben:
            await talking(ben, ann)


async def test_a_restarted_pbx_reaches_a_conversation_by_the_new_connection() -> None:
    """The caller's side, whose address stays, is told ours, and so his BYE comes through."""
    with KamailioPbx(PASSWORDS, transport="tcp", trunk=True) as pbx:
        async with party(pbx, ANN, transport="tcp") as ann:
            with Sipp("moved", pbx.server, ANN) as caller:
                leg = (await ann.hears(IncomingCall)).leg_id
                ann.send(Answer(leg))
                await ann.hears(LegAnswered, leg_id=leg)
                pbx.stop()
                pbx.start()
                await ann.hears(LegEnded, leg_id=leg, cause=EndCause.REMOTE_HANGUP, within_s=20)
                await ended(caller)


async def test_over_tcp() -> None:
    with KamailioPbx(PASSWORDS, transport="tcp") as pbx:
        async with party(pbx, ANN, transport="tcp") as ann, party(pbx, BEN, transport="tcp") as ben:
            await talking(ben, ann)
            pbx.stop()
            await ann.hears(RegistrationChanged, state=RegistrationState.FAILED, within_s=8)
            pbx.start()
            await ann.hears(RegistrationChanged, state=RegistrationState.REGISTERED, within_s=6)


async def test_an_account_that_is_no_sip_address_is_refused(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN, registered=False) as ann:
        ann.send(Register(replace(ann.account, server="pbx>\r\nX: y")))
        failed = await ann.hears(RegistrationChanged, state=RegistrationState.FAILED)
        assert failed.problem is not None
        assert failed.problem.id is ProblemId.PBX_REFUSED
        await ann.registers()


async def test_a_local_address_that_is_not_ours_is_tried_again(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN, registered=False) as ann:
        ann.send(Register(replace(ann.account, bind="192.0.2.1")))
        failed = await ann.hears(RegistrationChanged, state=RegistrationState.FAILED)
        assert failed.retry_s > 0
        ann.send(Unregister())
        await ann.hears(RegistrationChanged, state=RegistrationState.UNREGISTERED)
        await ann.registers()
