"""The contract on the second engine with Kamailio and with the demo PBX, and what only this engine can show."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from ctidesk.adapters.telephony.process import HOST_COMMAND, EngineProcess
from ctidesk.adapters.telephony.pyvoip.watchdog import STOOD_STILL
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import (
    Answer,
    HangUp,
    Register,
    SendDigits,
    Unregister,
)
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import (
    CallRefused,
    EngineLost,
    EngineStarted,
    HeldByPeer,
    IncomingCall,
    LegAnswered,
    LegEnded,
    RegistrationChanged,
    RegistrationState,
)
from tests.contracts.telephony_contract_limits import LimitedContract
from tests.contracts.telephony_parties import ANN, BEN, EVE, Party, party, talking
from tests.peers.demo_pbx import PASSWORD, DemoPbx
from tests.peers.kamailio import Kamailio
from tests.peers.raw_sip import RawCaller
from tests.peers.rtp import PCMA, SAMPLES, sound
from tests.peers.sipp import Caller, Sipp

COMMAND = (*HOST_COMMAND, "--engine", "pyvoip")
TELEPHONE_EVENT, MARKER = 101, 0x80
SILENT_FRAME = b"\xd5" * SAMPLES
PASSWORDS = {user: f"secret-of-{user}" for user in (ANN, BEN, EVE)}


class KamailioPbx(Kamailio):
    def password(self, user: str) -> str:
        return self.passwords[user]

    def telephony(self) -> EngineProcess:
        return EngineProcess(COMMAND)


class PyvoipsDemoPbx(DemoPbx):
    def password(self, user: str) -> str:
        return PASSWORD

    def telephony(self) -> EngineProcess:
        return EngineProcess(COMMAND)


@pytest.fixture(scope="module")
def kamailio() -> Iterator[KamailioPbx]:
    with KamailioPbx(PASSWORDS) as pbx:
        yield pbx
        assert "CRITICAL" not in pbx.log


@pytest.fixture(scope="module")
def demo() -> Iterator[PyvoipsDemoPbx]:
    with PyvoipsDemoPbx() as pbx:
        yield pbx


class TestPyvoipWithKamailio(LimitedContract):
    @pytest.fixture
    def pbx(self, kamailio: KamailioPbx) -> KamailioPbx:
        return kamailio


class TestPyvoipWithTheDemoPbx(LimitedContract):
    @pytest.fixture
    def pbx(self, demo: PyvoipsDemoPbx) -> PyvoipsDemoPbx:
        return demo


async def ended(caller: Sipp) -> None:
    await asyncio.to_thread(caller.wait)


def local_address(one: Party) -> str:
    return next(event.local for event in reversed(one.said) if isinstance(event, EngineStarted))


# --- calls from outside --------------------------------------------------------------------------------------------


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
        assert {packet[12:] for packet in far.received} == {SILENT_FRAME}


async def test_180_comes_soon_and_cancel_is_seen(kamailio: KamailioPbx) -> None:
    calls = 20
    async with party(kamailio, ANN) as ann:
        with Sipp("cancelled", kamailio.server, ANN, talk_s=0.05, calls=calls) as caller:
            for _ in range(calls):
                incoming = await ann.hears(IncomingCall)
                await ann.hears(LegEnded, leg_id=incoming.leg_id, cause=EndCause.REMOTE_HANGUP, code=487)
            await ended(caller)
            times = sorted(caller.milliseconds())
    assert len(times) == calls
    assert times[int(calls * 0.95) - 1] <= 20


async def test_a_flood_of_calls_does_not_touch_the_conversation(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann, party(kamailio, BEN) as ben:
        _, anns = await talking(ben, ann)
        with Sipp("refused_486", kamailio.server, ANN, calls=150, at_once=50) as caller:
            await ended(caller)
        ann.send(HangUp(anns))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.LOCAL_HANGUP)
        assert len([event for event in ann.said if isinstance(event, CallRefused)]) == 150


@pytest.mark.manual("D10")
async def test_a_refer_is_not_obeyed_and_hold_by_the_peer_is_told(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann:
        with Sipp("refer", kamailio.server, ANN) as caller:
            incoming = await ann.hears(IncomingCall)
            ann.send(Answer(incoming.leg_id))
            await ann.hears(HeldByPeer, leg_id=incoming.leg_id, held=True)
            await ended(caller)
        await ann.hears(LegEnded, leg_id=incoming.leg_id, cause=EndCause.REMOTE_HANGUP)


@pytest.mark.manual("D14")
async def test_digits_go_out_by_rfc_4733(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann, sound() as far:
        with Sipp("call", kamailio.server, ANN, Caller(rtp_port=far.port), talk_s=2.5) as caller:
            incoming = await ann.hears(IncomingCall)
            ann.send(Answer(incoming.leg_id))
            await ann.hears(LegAnswered)
            ann.send(SendDigits(incoming.leg_id, "5#A"))
            await ended(caller)
    pressed = [packet[12] for packet in far.received if packet[1] == TELEPHONE_EVENT | MARKER]
    assert pressed == [5, 11, 12], "RFC 4733 3.2: the first packet of an event is marked"


# --- what must not end it ------------------------------------------------------------------------------------------


async def test_broken_packets_do_no_harm(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann, party(kamailio, BEN) as ben:
        with RawCaller(local_address(ann), ANN) as raw:
            whole = raw.invite(0)
            raw.send(b"", b"\0" * 100, b"\r\n\r\n", *(whole[:length] for length in range(0, len(whole) - 80, 7)))
            raw.send(*(whole.replace(b"raw", bytes([byte]) * 3) for byte in range(1, 255, 9)))
        await asyncio.sleep(0.2)
        ann.send(*(HangUp(event.leg_id) for event in ann.said if isinstance(event, IncomingCall)))
        await ann.settled()
        await talking(ben, ann)
        assert not any(isinstance(event, EngineLost) for event in ann.said)


async def test_bit_flips_do_no_harm(kamailio: KamailioPbx) -> None:
    """One flipped bit of an OPTIONS ended the library's own receiving thread."""
    async with party(kamailio, ANN) as ann, party(kamailio, BEN) as ben:
        random = Random(1)
        with RawCaller(local_address(ann), ANN) as raw:
            for request in (OPTIONS, raw.invite(1), raw.cancel(1)):
                raw.send(*(flipped(request, random) for _ in range(300)))
                await asyncio.sleep(0.1)
        ann.send(*(HangUp(event.leg_id) for event in ann.said if isinstance(event, IncomingCall)))
        await ann.settled()
        await talking(ben, ann)
        assert not any(isinstance(event, EngineLost) for event in ann.said)


OPTIONS = (
    b"OPTIONS sip:1006@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-options\r\n"
    b"From: <sip:raw@127.0.0.1>;tag=raw\r\nTo: <sip:1006@127.0.0.1>\r\nCall-ID: options@127.0.0.1\r\n"
    b"CSeq: 1 OPTIONS\r\nMax-Forwards: 5\r\nContent-Length: 0\r\n\r\n"
)


def flipped(message: bytes, random: Random) -> bytes:
    place = random.randrange(len(message))
    return message[:place] + bytes([message[place] ^ 1 << random.randrange(8)]) + message[place + 1 :]


async def test_a_killed_engine_is_back_within_two_seconds(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann:
        assert isinstance(ann.telephony, EngineProcess)
        pid = ann.telephony.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(2):
            lost = await ann.hears(EngineLost)
            await ann.hears(EngineStarted)
            await ann.registers()
        assert (lost.problem.id, lost.problem.detail) == (ProblemId.ENGINE_RESTARTED, "signal 9")


def test_a_loop_that_stands_still_ends_its_process() -> None:
    program = (
        "import sys, time\nfrom ctidesk.adapters.telephony.pyvoip.engine import PyvoipEngine\n"
        "engine = PyvoipEngine(lambda event: None)\nengine.poll(0.1)\ntime.sleep(30)\n"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=20, check=False)
    assert done.returncode == STOOD_STILL
    assert time.monotonic() - began < 5
    assert b"stands still" in done.stderr


# --- how it registers ----------------------------------------------------------------------------------------------


async def test_digest_with_sha_256() -> None:
    with KamailioPbx(PASSWORDS, algorithm="SHA-256") as pbx:
        async with party(pbx, ANN) as ann, party(pbx, BEN) as ben:
            await talking(ben, ann)


async def test_over_tcp() -> None:
    with KamailioPbx(PASSWORDS, transport="tcp") as pbx:
        async with party(pbx, ANN, transport="tcp") as ann, party(pbx, BEN, transport="tcp") as ben:
            bens, _ = await talking(ben, ann)
            ben.send(HangUp(bens))
            await ann.hears(LegEnded, cause=EndCause.REMOTE_HANGUP)
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


async def test_srtp_cannot_be_required(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN, registered=False) as ann:
        ann.send(Register(replace(ann.account, srtp="required")))
        failed = await ann.hears(RegistrationChanged, state=RegistrationState.FAILED)
        assert failed.problem is not None
        assert (failed.problem.id, failed.problem.args) == (ProblemId.ENGINE_CANNOT, (("what", "srtp"),))


@pytest.mark.manual("D5", "M25")
async def test_a_call_that_is_to_replace_a_conversation_is_no_missed_one(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN) as ann, party(kamailio, BEN) as ben:
        await talking(ben, ann)
        with RawCaller(local_address(ann), ANN) as raw:
            raw.send(raw.invite(0, "Replaces: nothing@pbx;to-tag=1;from-tag=2\r\n"))
            async with asyncio.timeout(5):
                while not raw.received():
                    await asyncio.sleep(0.05)
        assert not any(isinstance(event, CallRefused) for event in ann.said)


async def test_a_local_address_that_is_not_ours_is_tried_again(kamailio: KamailioPbx) -> None:
    async with party(kamailio, ANN, registered=False) as ann:
        ann.send(Register(replace(ann.account, bind="192.0.2.1")))
        failed = await ann.hears(RegistrationChanged, state=RegistrationState.FAILED)
        assert failed.retry_s > 0
        ann.send(Unregister())
        await ann.hears(RegistrationChanged, state=RegistrationState.UNREGISTERED)
        await ann.registers()


def test_passwords_and_callers_stay_out_of_the_log() -> None:
    account = b'{"server": "127.0.0.1:1", "username": "1001", "password": "geheim"'
    lines = b'{"kind": "Register", "account": ' + account + b"}}\n"
    lines += b'{"kind": "Call", "leg_id": "1", "number": "84951234567"}\n'
    done = subprocess.run(COMMAND, input=lines, capture_output=True, timeout=10, check=False)
    assert done.returncode == 0
    assert b"geheim" not in done.stdout + done.stderr
    assert b"84951234567" not in done.stderr
