"""PBX and network go and come back: registered again within 5 s of the return, and calls that live go on."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ctidesk.adapters.telephony.process import HOST_COMMAND, EngineProcess
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, HangUp, Register, SipAccount
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import (
    EngineLost,
    EngineStarted,
    IncomingCall,
    LegAnswered,
    LegEnded,
    RegistrationChanged,
    RegistrationState,
)
from tests.contracts.telephony_parties import ANN, BEN, Party, ringing
from tests.peers.certificates import Authority
from tests.peers.kamailio import Kamailio
from tests.peers.name_server import name_server
from tests.peers.network import DESK_MOVED, PBX, Network, network

REGISTERED, FAILED = RegistrationState.REGISTERED, RegistrationState.FAILED
PASSWORDS = {ANN: "geheim", BEN: "geheim"}
BACK_WITHIN_S = 5


class Site:
    """A PBX, and a desk on another machine; Ben sits beside the PBX."""

    def __init__(self, net: Network, pbx: Kamailio, transport: str, ca_file: str) -> None:
        self.net = net
        self.pbx = pbx
        self._more = {"transport": transport, "tls_ca_file": ca_file}

    @asynccontextmanager
    async def ann(self, server: str = "", *, registered: bool = True) -> AsyncIterator[Party]:
        account = SipAccount(server or self.pbx.server, ANN, PASSWORDS[ANN], **self._more)
        async with _engine(self.net.desk, account, registered=registered) as ann:
            yield ann

    @asynccontextmanager
    async def ben(self) -> AsyncIterator[Party]:
        async with _engine(self.net.pbx, SipAccount(self.pbx.server, BEN, PASSWORDS[BEN], **self._more)) as ben:
            yield ben


@asynccontextmanager
async def _engine(prefix: list[str], account: SipAccount, *, registered: bool = True) -> AsyncIterator[Party]:
    one = Party(EngineProcess([*prefix, *HOST_COMMAND]), account)
    one.telephony.start(one.listen)
    try:
        await one.hears(EngineStarted)
        if registered:
            await one.registers()
        yield one
    finally:
        await one.telephony.stop()
    assert not any(isinstance(event, EngineLost) for event in one.said)


@pytest.fixture(params=["udp", "tcp", "tls"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    authority = Authority(tmp_path)
    certificate = authority.issue(PBX) if request.param == "tls" else None
    with (
        network() as net,
        Kamailio(PASSWORDS, transport=request.param, certificate=certificate, host=PBX, prefix=net.pbx) as pbx,
    ):
        yield Site(net, pbx, request.param, str(authority.ca_file) if certificate else "")


udp = pytest.mark.parametrize("site", ["udp"], indirect=True)
tls = pytest.mark.parametrize("site", ["tls"], indirect=True)
udp_and_tls = pytest.mark.parametrize("site", ["udp", "tls"], indirect=True)


async def is_called(ann: Party, ben: Party, *, within_s: float) -> float:
    """Seconds until a call of Ben's rings at Ann's: the PBX knows where she is."""
    began = time.monotonic()
    while time.monotonic() - began < within_s:
        leg = ben.calls(ANN)
        try:
            incoming = await ann.hears(IncomingCall, within_s=0.4)
        except AssertionError:
            ben.send(HangUp(leg))
            continue
        took = time.monotonic() - began
        ben.send(HangUp(leg))
        await ann.hears(LegEnded, leg_id=incoming.leg_id)
        return took
    raise AssertionError(f"the PBX does not find the desk within {within_s} s: {ann.said[3:]} {ben.said[3:]}")


async def talking(site: Site, ann: Party, ben: Party) -> tuple[str, str]:
    anns, bens = await ringing(ann, ben)
    ben.send(Answer(bens))
    await ann.hears(LegAnswered, leg_id=anns)
    await ben.hears(LegAnswered, leg_id=bens)
    return anns, bens


# --- the PBX -------------------------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
async def test_a_pbx_that_was_restarted_and_has_forgotten_us(site: Site) -> None:
    async with site.ann() as ann, site.ben() as ben:
        site.pbx.stop()
        site.pbx.start()
        await is_called(ann, ben, within_s=BACK_WITHIN_S)


@udp_and_tls
@pytest.mark.manual("M7", "D14")
async def test_a_pbx_that_was_away_for_ten_seconds(site: Site) -> None:
    async with site.ann() as ann:
        site.pbx.stop()
        lost = await ann.hears(RegistrationChanged, state=FAILED, within_s=9)
        assert lost.problem and lost.problem.id is ProblemId.PBX_UNREACHABLE
        await asyncio.sleep(10)
        site.pbx.start()
        await ann.hears(RegistrationChanged, state=REGISTERED, within_s=BACK_WITHIN_S)


@udp
async def test_a_call_outlives_a_restart_of_the_pbx(site: Site) -> None:
    async with site.ann() as ann, site.ben() as ben:
        anns, bens = await talking(site, ann, ben)
        site.pbx.stop()
        await ann.hears(RegistrationChanged, state=FAILED, within_s=9)
        site.pbx.start()
        await ann.hears(RegistrationChanged, state=REGISTERED, within_s=BACK_WITHIN_S)
        ann.send(HangUp(anns))
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.LOCAL_HANGUP)


# --- the network ---------------------------------------------------------------------------------------------------


@udp
@pytest.mark.manual("M7", "D14")
async def test_a_cable_that_was_pulled(site: Site) -> None:
    async with site.ann() as ann:
        site.net.pull_the_cable()
        await ann.hears(RegistrationChanged, state=FAILED, within_s=9)
        await asyncio.sleep(3)
        site.net.plug_in()
        await ann.hears(RegistrationChanged, state=REGISTERED, within_s=BACK_WITHIN_S)


@tls
@pytest.mark.manual("D14")
async def test_a_network_that_loses_everything_for_long(site: Site) -> None:
    """Long enough for TCP to wait ever longer before it tries again."""
    async with site.ann() as ann:
        site.net.fall_silent()
        await ann.hears(RegistrationChanged, state=FAILED, within_s=9)
        await asyncio.sleep(15)
        site.net.speak_again()
        await ann.hears(RegistrationChanged, state=REGISTERED, within_s=BACK_WITHIN_S)


@udp
@pytest.mark.manual("D14")
async def test_an_interface_that_was_down_with_a_call_on_it(site: Site) -> None:
    async with site.ann() as ann, site.ben() as ben:
        anns, bens = await talking(site, ann, ben)
        site.net.switch_off()
        await ann.hears(RegistrationChanged, state=FAILED, within_s=9)
        await asyncio.sleep(2)
        site.net.switch_on()
        await ann.hears(RegistrationChanged, state=REGISTERED, within_s=BACK_WITHIN_S)
        assert not any(isinstance(event, LegEnded) for event in ann.said + ben.said)
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP)


@udp
@pytest.mark.manual("D14")
async def test_another_address(site: Site) -> None:
    async with site.ann() as ann, site.ben() as ben:
        site.net.move()
        moved = await ann.hears(EngineStarted, within_s=BACK_WITHIN_S + 4)
        assert moved.local.startswith(f"{DESK_MOVED}:")
        await ann.hears(RegistrationChanged, state=REGISTERED)
        await is_called(ann, ben, within_s=BACK_WITHIN_S)


@udp
@pytest.mark.manual("D14")
async def test_another_address_in_a_call(site: Site) -> None:
    async with site.ann() as ann, site.ben() as ben:
        anns, bens = await talking(site, ann, ben)
        site.net.move()
        await asyncio.sleep(BACK_WITHIN_S)
        before = site.net.packets_to_the_desk()
        await asyncio.sleep(1)
        assert site.net.packets_to_the_desk() - before >= 40, "50 packets of sound a second"
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP)
        assert {type(event) for event in ann.said if getattr(event, "state", "") == FAILED} == set()
        await is_called(ann, ben, within_s=BACK_WITHIN_S)


# --- sleep ---------------------------------------------------------------------------------------------------------


@udp
@pytest.mark.manual("M7", "D14")
async def test_a_computer_that_slept(site: Site) -> None:
    """Its registration has run out meanwhile: nobody reaches it until it has registered again."""
    async with site.ann() as ann, site.ben() as ben:
        assert isinstance(ann.telephony, EngineProcess) and ann.telephony.pid
        os.kill(ann.telephony.pid, signal.SIGSTOP)
        try:
            site.pbx.stop()
            site.pbx.start()
            await asyncio.sleep(6)
        finally:
            os.kill(ann.telephony.pid, signal.SIGCONT)
        await is_called(ann, ben, within_s=BACK_WITHIN_S)


# --- names ---------------------------------------------------------------------------------------------------------


@udp
@pytest.mark.manual("D14")
async def test_a_name_server_that_hangs(site: Site, tmp_path: Path) -> None:
    """A desk that is registered does not need it, and its engine never waits for it: a call's sound would stop."""
    with name_server(site.net.pbx, PBX) as names:
        site.net.ask_names_of(PBX, tmp_path)
        port = site.pbx.server.partition(":")[2]
        async with site.ann(server=f"pbx.example:{port}") as ann, site.ben() as ben:
            anns, bens = await talking(site, ann, ben)
            names.hang()
            for _ in range(16):
                async with asyncio.timeout(0.4):
                    await ann.settled()
                await asyncio.sleep(0.5)
            ann.send(HangUp(anns))
            await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)
            assert not any(getattr(event, "state", "") == FAILED for event in ann.said)
            await is_called(ann, ben, within_s=BACK_WITHIN_S)


@udp
async def test_a_name_server_that_hangs_from_the_start(site: Site, tmp_path: Path) -> None:
    with name_server(site.net.pbx, PBX) as names:
        site.net.ask_names_of(PBX, tmp_path)
        names.hang()
        port = site.pbx.server.partition(":")[2]
        async with site.ann(server=f"pbx.example:{port}", registered=False) as ann:
            ann.send(Register(ann.account))
            failed = await ann.hears(RegistrationChanged, state=FAILED, within_s=9)
            assert failed.problem and failed.problem.id is ProblemId.PBX_UNREACHABLE
            names.answer_again()
            await ann.hears(RegistrationChanged, state=REGISTERED, within_s=BACK_WITHIN_S)
