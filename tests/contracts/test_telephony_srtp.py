"""SRTP (SDES, RFC 4568): off, optional, required, between two desks and beside baresip, over UDP and TLS.

An optional offer is RTP/AVP with keys, which a peer that demands RTP/SAVP refuses (RFC 4568 leaves it no choice).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from ctidesk.adapters.telephony.process import EngineProcess
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, HangUp
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import CallRefused, IncomingCall, LegAnswered, LegEnded, LegSecured, ProblemArose
from tests.contracts.telephony_parties import ANN, BEN, Party, party, talking
from tests.peers.baresip import Baresip, Phone, baresip
from tests.peers.certificates import Authority
from tests.peers.kamailio import Kamailio

PASSWORDS = {ANN: "geheim", BEN: "geheim"}
SUITE = "0,audio,AES_CM_128_HMAC_SHA1_80"


class KamailioPbx(Kamailio):
    """``ca_file`` is empty for a PBX without TLS."""

    ca_file = ""

    @property
    def transport(self) -> str:
        return "tls" if self.ca_file else "udp"

    def password(self, user: str) -> str:
        return self.passwords[user]

    def telephony(self) -> EngineProcess:
        return EngineProcess()


@pytest.fixture(scope="module", params=["udp", "tls"])
def pbx(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KamailioPbx]:
    authority = Authority(tmp_path_factory.mktemp("ca"))
    certificate = authority.issue("127.0.0.1") if request.param == "tls" else None
    with KamailioPbx(PASSWORDS, transport=request.param, certificate=certificate) as kamailio:
        kamailio.ca_file = str(authority.ca_file) if certificate else ""
        yield kamailio


@asynccontextmanager
async def desk(pbx: KamailioPbx, user: str, srtp: str) -> AsyncIterator[Party]:
    async with party(pbx, user, registered=False, transport=pbx.transport) as one:
        one.account = replace(one.account, srtp=srtp, tls_ca_file=pbx.ca_file)
        await one.registers()
        yield one


@asynccontextmanager
async def phone(pbx: KamailioPbx, mediaenc: str) -> AsyncIterator[Baresip]:
    account = Phone(pbx.server, BEN, PASSWORDS[BEN], pbx.transport, pbx.ca_file, mediaenc)
    async with baresip(account) as ben:
        yield ben


async def secured(one: Party, leg: str, encrypted: bool) -> None:
    """Told, once, before the answer or after it."""
    async with asyncio.timeout(5):
        while not (told := [event for event in one.said if isinstance(event, LegSecured) and event.leg_id == leg]):
            await asyncio.sleep(0.02)
    assert [event.srtp for event in told] == [encrypted]


# --- two desks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caller", "callee", "encrypted"),
    [
        ("optional", "optional", True),
        ("required", "optional", True),
        ("required", "required", True),
        ("optional", "off", False),
        ("off", "optional", False),
        ("off", "off", False),
    ],
)
async def test_two_desks_agree(pbx: KamailioPbx, caller: str, callee: str, encrypted: bool) -> None:
    async with desk(pbx, ANN, caller) as ann, desk(pbx, BEN, callee) as ben:
        anns, bens = await talking(ann, ben)
        await secured(ann, anns, encrypted)
        await secured(ben, bens, encrypted)


@pytest.mark.parametrize(("caller", "callee"), [("required", "off"), ("off", "required"), ("optional", "required")])
async def test_two_desks_do_not_agree(pbx: KamailioPbx, caller: str, callee: str) -> None:
    async with desk(pbx, ANN, caller) as ann, desk(pbx, BEN, callee) as ben:
        leg = ann.calls(BEN)
        ended = await ann.hears(LegEnded, leg_id=leg)
        assert (ended.cause, ended.code) == (EndCause.FAILED, 488)
        await ben.hears(CallRefused, raw_number=ANN, code=488)
        if callee == "required":
            why = (await ben.hears(ProblemArose)).problem
            assert (why.id, dict(why.args)) == (ProblemId.CALL_NOT_ENCRYPTED, {"number": ANN})
        assert not any(isinstance(event, IncomingCall | LegSecured) for event in ann.said + ben.said)


# --- beside baresip ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs", "encrypted"),
    [
        ("optional", "srtp", True),
        ("required", "srtp-mand", True),
        ("optional", "", False),
        ("off", "srtp", False),
    ],
)
async def test_baresip_and_we_agree_both_ways(pbx: KamailioPbx, ours: str, theirs: str, encrypted: bool) -> None:
    async with desk(pbx, ANN, ours) as ann, phone(pbx, theirs) as ben:
        leg = ann.calls(BEN)
        await ben.hears("CALL_INCOMING")
        await ben.does("accept")
        await talked(ann, leg, ben, encrypted)
        await ben.dials(ANN)
        leg = (await ann.hears(IncomingCall)).leg_id
        ann.send(Answer(leg))
        await talked(ann, leg, ben, encrypted)


async def talked(ann: Party, leg: str, ben: Baresip, encrypted: bool) -> None:
    """``CALL_RTPESTAB``: baresip has taken a packet of sound, decrypted where it is encrypted."""
    await ann.hears(LegAnswered, leg_id=leg)
    await secured(ann, leg, encrypted)
    await ben.hears("CALL_RTPESTAB", param="audio")
    assert any(event["type"] == "CALL_MENC" and event["param"] == SUITE for event in ben.said) is encrypted
    ann.send(HangUp(leg))
    await ann.hears(LegEnded, leg_id=leg)
    await ben.hears("CALL_CLOSED")


async def test_required_refuses_baresip_without(pbx: KamailioPbx) -> None:
    async with desk(pbx, ANN, "required") as ann, phone(pbx, "") as ben:
        leg = ann.calls(BEN)
        ended = await ann.hears(LegEnded, leg_id=leg)
        assert (ended.cause, ended.code) == (EndCause.FAILED, 488)
        await ben.dials(ANN)
        await ann.hears(CallRefused, raw_number=BEN, code=488)
        closed = await ben.hears("CALL_CLOSED", param="488 Not Acceptable Here")
        assert closed["direction"] == "outgoing"


async def test_baresip_that_demands_refuses_us_without(pbx: KamailioPbx) -> None:
    async with desk(pbx, ANN, "off") as ann, phone(pbx, "srtp-mand") as ben:
        leg = ann.calls(BEN)
        ended = await ann.hears(LegEnded, leg_id=leg)
        assert (ended.cause, ended.code) == (EndCause.FAILED, 488)
        await ben.dials(ANN)
        await ben.hears("CALL_CLOSED", param="488 Not Acceptable Here")
