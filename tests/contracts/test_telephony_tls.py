"""TLS: the PBX's certificate is verified, always, against the system's trust anchors and the account's own."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from ctidesk.adapters.telephony.process import EngineProcess
from ctidesk.domain.commands import Register, SipAccount
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import EngineStarted, RegistrationChanged, RegistrationState
from tests.contracts.telephony_parties import Party


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A self-signed certificate for ``host`` and its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / f"{host}.pem", folder / f"{host}.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    no_password = serialization.NoEncryption()
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, no_password)
    )
    return pem, secret


def _alternative(host: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(host))
    return x509.DNSName(host)


@dataclass
class TlsServer:
    """Takes one connection after another and keeps what arrives after the handshake."""

    port: int
    heard: bytes = b""


@contextmanager
def tls_server(pem: Path, key: Path) -> Iterator[TlsServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
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


def _serve(server: TlsServer, listening: ssl.socket.socket, context: ssl.SSLContext) -> None:  # type: ignore[name-defined]
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:
            return
        with suppress(OSError), plain, context.wrap_socket(plain, server_side=True) as secure:
            secure.settimeout(3)
            server.heard += secure.recv(4096)
            secure.sendall(_forbidden(server.heard))
            secure.recv(1)


def _forbidden(request: bytes) -> bytes:
    """403 with the headers that a response repeats."""
    lines = request.split(b"\r\n")
    kept = [line for line in lines if line.split(b":")[0] in (b"Via", b"From", b"To", b"Call-ID", b"CSeq")]
    return b"\r\n".join([b"SIP/2.0 403 Forbidden", *kept, b"Content-Length: 0", b"", b""])


async def registered_with(account: SipAccount) -> RegistrationChanged:
    one = Party(EngineProcess(), account)
    one.telephony.start(one.listen)
    try:
        await one.hears(EngineStarted)
        one.send(Register(account))
        return await one.hears(RegistrationChanged, state=RegistrationState.FAILED, within_s=8)
    finally:
        await one.telephony.stop()


@pytest.fixture
def pem_and_key(tmp_path: Path) -> tuple[Path, Path]:
    return certificate(tmp_path, "localhost")


def account(port: int, ca_file: str) -> SipAccount:
    return SipAccount(f"localhost:{port}", "1001", "geheim", transport="tls", bind="127.0.0.1", tls_ca_file=ca_file)


async def test_a_trusted_pbx_is_spoken_to(pem_and_key: tuple[Path, Path]) -> None:
    with tls_server(*pem_and_key) as server:
        failed = await registered_with(account(server.port, str(pem_and_key[0])))
    assert server.heard.startswith(b"REGISTER ")
    assert failed.problem and failed.problem.id is ProblemId.PBX_PASSWORD_REFUSED


async def test_an_unknown_certificate_is_refused(pem_and_key: tuple[Path, Path]) -> None:
    with tls_server(*pem_and_key) as server:
        failed = await registered_with(account(server.port, ""))
    assert server.heard == b""
    assert failed.problem and failed.problem.id is ProblemId.PBX_UNREACHABLE


async def test_another_hosts_certificate_is_refused(tmp_path: Path) -> None:
    pem, key = certificate(tmp_path, "other.example")
    with tls_server(pem, key) as server:
        failed = await registered_with(account(server.port, str(pem)))
    assert server.heard == b""
    assert failed.problem and failed.problem.id is ProblemId.PBX_UNREACHABLE


async def test_a_trust_anchor_that_is_not_there(tmp_path: Path) -> None:
    failed = await registered_with(replace(account(9, ""), tls_ca_file=str(tmp_path / "none.pem")))
    assert failed.problem and failed.problem.detail
