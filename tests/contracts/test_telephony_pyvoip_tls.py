"""TLS on the second engine: the PBX's certificate is verified, always."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from ctidesk.adapters.telephony.process import HOST_COMMAND, EngineProcess
from ctidesk.domain.commands import HangUp, Register, SipAccount
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import EngineLost, EngineStarted, LegEnded, RegistrationChanged, RegistrationState
from tests.contracts.telephony_parties import ANN, BEN, Party, talking
from tests.peers.certificates import DAY, Authority
from tests.peers.kamailio import Kamailio

PASSWORDS = {ANN: "geheim", BEN: "geheim"}
FAILED = RegistrationState.FAILED


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def pbx(authority: Authority) -> Iterator[Kamailio]:
    with Kamailio(PASSWORDS, transport="tls", certificate=authority.issue("localhost")) as kamailio:
        yield kamailio


def account_at(port: int, ca_file: Path | str = "", user: str = ANN, host: str = "localhost") -> SipAccount:
    return SipAccount(
        f"{host}:{port}", user, PASSWORDS[user], transport="tls", bind="127.0.0.1", tls_ca_file=str(ca_file)
    )


@asynccontextmanager
async def engine(account: SipAccount) -> AsyncIterator[Party]:
    one = Party(EngineProcess((*HOST_COMMAND, "--engine", "pyvoip")), account)
    one.telephony.start(one.listen)
    try:
        await one.hears(EngineStarted)
        yield one
    finally:
        await one.telephony.stop()
    assert not any(isinstance(event, EngineLost) for event in one.said)


async def why_not(account: SipAccount) -> Problem:
    async with engine(account) as one:
        one.send(Register(account))
        failed = await one.hears(RegistrationChanged, state=FAILED, within_s=8)
        leg = one.calls(BEN)
        await one.hears(LegEnded, leg_id=leg)
    assert failed.problem
    return failed.problem


async def test_calls_over_tls(pbx: Kamailio, authority: Authority) -> None:
    async with (
        engine(account_at(pbx.port, authority.ca_file)) as ann,
        engine(account_at(pbx.port, authority.ca_file, BEN)) as ben,
    ):
        for one in (ann, ben):
            await one.registers()
        for caller, callee in ((ann, ben), (ben, ann)):
            leg, theirs = await talking(caller, callee)
            caller.send(HangUp(leg))
            await callee.hears(LegEnded, leg_id=theirs)
            await caller.hears(LegEnded, leg_id=leg)


async def test_the_systems_trust_anchors(pbx: Kamailio, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    async with engine(account_at(pbx.port)) as ann:
        await ann.registers()


async def test_an_unknown_authority(pbx: Kamailio, tmp_path: Path) -> None:
    for trusted in ("", Authority(tmp_path, "another authority").ca_file):
        problem = await why_not(account_at(pbx.port, trusted))
        assert problem.id is ProblemId.PBX_CERTIFICATE_UNTRUSTED
        assert dict(problem.args) == {"server": f"localhost:{pbx.port}"}


async def test_another_hosts_certificate(pbx: Kamailio, authority: Authority) -> None:
    problem = await why_not(account_at(pbx.port, authority.ca_file, host="127.0.0.1"))
    assert problem.id is ProblemId.PBX_CERTIFICATE_OTHER_NAME


@pytest.mark.parametrize(("since", "until"), [(-3 * DAY, -2 * DAY), (DAY, 2 * DAY)])
async def test_out_of_date(tmp_path: Path, since: timedelta, until: timedelta) -> None:
    authority = Authority(tmp_path)
    certificate = authority.issue("localhost", since=since, until=until)
    with Kamailio(PASSWORDS, transport="tls", certificate=certificate) as pbx:
        problem = await why_not(account_at(pbx.port, authority.ca_file))
    assert problem.id is ProblemId.PBX_CERTIFICATE_EXPIRED


async def test_a_server_that_speaks_no_tls(authority: Authority) -> None:
    with Kamailio(PASSWORDS, transport="tcp") as plain:
        problem = await why_not(account_at(plain.port, authority.ca_file))
    assert problem.id is ProblemId.PBX_UNREACHABLE


async def test_a_trust_anchor_that_is_not_there(tmp_path: Path) -> None:
    missing = tmp_path / "none.pem"
    problem = await why_not(account_at(9, missing))
    assert problem.id is ProblemId.PBX_CA_FILE_UNREADABLE
    assert dict(problem.args) == {"file": str(missing)}


async def test_a_trust_anchor_that_is_none(pbx: Kamailio, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
    problem = await why_not(account_at(pbx.port, broken))
    assert problem.id is ProblemId.PBX_CERTIFICATE_UNTRUSTED
