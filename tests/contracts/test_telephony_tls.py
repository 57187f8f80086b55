"""TLS: the PBX's certificate is verified, always, against the system's trust anchors and the account's own."""

from __future__ import annotations

import asyncio
import ssl
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from socket import create_server, socket

import pytest

from ctidesk.adapters.telephony.process import HOST_COMMAND, EngineProcess
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import HangUp, Register, SipAccount
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import EngineLost, EngineStarted, LegEnded, RegistrationChanged, RegistrationState
from tests.contracts.telephony_parties import ANN, BEN, Party, talking
from tests.peers.certificates import DAY, Authority, Certificate
from tests.peers.kamailio import Kamailio

PASSWORDS = {ANN: "geheim", BEN: "geheim"}
FAILED = RegistrationState.FAILED


@dataclass
class TlsServer:
    """Takes one connection after another; keeps how many came, and what arrives after the handshake."""

    port: int
    connections: int = 0
    heard: bytes = b""


@contextmanager
def tls_server(certificate: Certificate) -> Iterator[TlsServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.pem, certificate.key)
    listening = create_server(("127.0.0.1", 0))
    server = TlsServer(listening.getsockname()[1])
    thread = threading.Thread(target=_serve, args=(server, listening, context))
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown(2)
        listening.close()
        thread.join()


def _serve(server: TlsServer, listening: socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:
            return
        server.connections += 1
        with suppress(OSError), plain, context.wrap_socket(plain, server_side=True) as secure:
            secure.settimeout(3)
            server.heard += secure.recv(4096)


@asynccontextmanager
async def engine(account: SipAccount, command: Sequence[str] = HOST_COMMAND) -> AsyncIterator[Party]:
    one = Party(EngineProcess(command), account)
    one.telephony.start(one.listen)
    try:
        await one.hears(EngineStarted)
        yield one
    finally:
        await one.telephony.stop()
    assert not any(isinstance(event, EngineLost) for event in one.said)


async def why_not(account: SipAccount, command: Sequence[str] = HOST_COMMAND) -> Problem:
    """The problem of a registration that fails; a call fails as well."""
    async with engine(account, command) as one:
        one.send(Register(account))
        failed = await one.hears(RegistrationChanged, state=FAILED, within_s=8)
        leg = one.calls(BEN)
        await one.hears(LegEnded, leg_id=leg, cause=EndCause.FAILED)
    assert failed.problem
    return failed.problem


def account_at(port: int, ca_file: Path | str = "", user: str = ANN, srtp: str = "off") -> SipAccount:
    return SipAccount(
        f"localhost:{port}",
        user,
        PASSWORDS[user],
        transport="tls",
        bind="127.0.0.1",
        tls_ca_file=str(ca_file),
        srtp=srtp,
    )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def pbx(authority: Authority) -> Iterator[Kamailio]:
    with Kamailio(PASSWORDS, transport="tls", certificate=authority.issue("localhost")) as kamailio:
        yield kamailio


# --- trusted -------------------------------------------------------------------------------------------------------


async def test_calls_over_tls(pbx: Kamailio, authority: Authority) -> None:
    async with (
        engine(account_at(pbx.port, authority.ca_file)) as ann,
        engine(account_at(pbx.port, authority.ca_file, BEN)) as ben,
    ):
        for one in (ann, ben):
            await one.registers()
        assert [event.transport for event in ann.said if isinstance(event, EngineStarted)] == ["", "tls"]
        for caller, callee in ((ann, ben), (ben, ann)):
            leg, theirs = await talking(caller, callee)
            caller.send(HangUp(leg))
            await callee.hears(LegEnded, leg_id=theirs, cause=EndCause.REMOTE_HANGUP)


async def test_the_systems_trust_anchors(pbx: Kamailio, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    async with engine(account_at(pbx.port)) as ann:
        await ann.registers()


# --- refused -------------------------------------------------------------------------------------------------------


async def test_an_unknown_authority(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path, "another authority")
    with tls_server(authority.issue("localhost")) as server:
        for trusted in ("", other.ca_file):
            problem = await why_not(account_at(server.port, trusted))
            assert problem.id is ProblemId.PBX_CERTIFICATE_UNTRUSTED
            assert dict(problem.args) == {"server": f"localhost:{server.port}"}
            assert "untrusted" in problem.detail and "localhost" in problem.detail
    assert server.heard == b""


async def test_another_hosts_certificate(authority: Authority) -> None:
    with tls_server(authority.issue("other.example")) as server:
        problem = await why_not(account_at(server.port, authority.ca_file))
    assert problem.id is ProblemId.PBX_CERTIFICATE_OTHER_NAME
    assert "other.example" in problem.detail
    assert server.heard == b""


@pytest.mark.parametrize(("since", "until"), [(-3 * DAY, -2 * DAY), (DAY, 2 * DAY)])
async def test_out_of_date(authority: Authority, since: timedelta, until: timedelta) -> None:
    with tls_server(authority.issue("localhost", since=since, until=until)) as server:
        problem = await why_not(account_at(server.port, authority.ca_file))
    assert problem.id is ProblemId.PBX_CERTIFICATE_EXPIRED
    assert server.heard == b""


async def test_a_refused_certificate_is_not_asked_for_again_and_again(authority: Authority) -> None:
    with tls_server(authority.issue("other.example")) as server:
        account = account_at(server.port, authority.ca_file)
        async with engine(account) as one:
            one.send(Register(account))
            delays = [(await one.hears(RegistrationChanged, state=FAILED)).retry_s for _ in range(2)]
            await asyncio.sleep(1.5)
    assert delays == [1, 2]
    assert server.connections == 2


async def test_a_certificate_that_is_put_right_is_taken(authority: Authority, tmp_path: Path) -> None:
    wrong, right = authority.issue("other.example"), authority.issue("localhost")
    with Kamailio(PASSWORDS, transport="tls", certificate=wrong) as pbx:
        async with engine(account_at(pbx.port, authority.ca_file)) as ann:
            ann.send(Register(ann.account))
            await ann.hears(RegistrationChanged, state=FAILED)
            pbx.stop()
            wrong.pem.write_bytes(right.pem.read_bytes())
            wrong.key.write_bytes(right.key.read_bytes())
            pbx.start()
            await ann.hears(RegistrationChanged, state=RegistrationState.REGISTERED, within_s=8)


async def test_a_server_that_speaks_no_tls(authority: Authority) -> None:
    with Kamailio(PASSWORDS, transport="tcp") as plain:
        account = account_at(plain.port, authority.ca_file)
        async with engine(account) as one:
            one.send(Register(account))
            failed = await one.hears(RegistrationChanged, state=FAILED, within_s=8)
    assert failed.problem and failed.problem.id is ProblemId.PBX_UNREACHABLE


# --- what this computer lacks --------------------------------------------------------------------------------------


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


# The Windows wheel's pjsua_transport_create() answers PJSIP_EUNSUPTRANSPORT; this engine process has such a library.
WITHOUT_TLS = """
import pjsua2 as pj
create = pj.Endpoint.transportCreate
def without_tls(self, kind, config):
    return create(self, 99 if kind == pj.PJSIP_TRANSPORT_TLS else kind, config)
pj.Endpoint.transportCreate = without_tls
from ctidesk.adapters.telephony import host
host.main([])
"""


async def test_a_library_without_tls(pbx: Kamailio) -> None:
    problem = await why_not(account_at(pbx.port), [sys.executable, "-c", WITHOUT_TLS])
    assert problem.id is ProblemId.PBX_TLS_UNAVAILABLE
