"""The way to the PBX: resolved, connected, verified. Opening blocks, so it is done beside the loop."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from rfcvoip import SIP
from rfcvoip.SIPTransport import SIPConnection, SIPFramingError, SIPTransport

from ctidesk.adapters.telephony.addresses import source_address
from ctidesk.adapters.telephony.pyvoip.phone import Phone
from ctidesk.adapters.telephony.pyvoip.trust import tls_context, verdict
from ctidesk.domain.commands import SipAccount
from ctidesk.domain.errors import Problem, ProblemId

Target = tuple[str, int]

_CONNECT_WITHIN_S = 4.0
_SEND_WITHIN_S = 1.0
_AT_ONCE = 50  # messages, then the loop looks at its other work
_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class WayLost(Exception):
    """The connection is gone."""


class NoWay(Exception):
    """It was not opened; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.id)
        self.problem = problem


@dataclass(frozen=True)
class Way:
    """An open connection, and the phone whose messages travel on it."""

    phone: Phone
    connection: SIPConnection
    pbx: Target
    local: Target

    @property
    def reliable(self) -> bool:
        """Whether the transport itself repeats what is lost."""
        return bool(self.connection.connection_oriented)

    def socket(self) -> socket.socket:
        assert self.connection.socket is not None
        return self.connection.socket

    def send(self, text: str, target: Target | None = None) -> None:
        """To ``target``, else to the PBX. Raises ``OSError``; over UDP a lost packet is the resend's business."""
        to = target if target and _is_address(target[0]) else self.pbx  # a name would ask the DNS, in our one thread
        self.connection.send(text.encode("utf-8", "replace"), to)

    def receive(self) -> Iterator[Any]:
        """Messages that have come, at most :data:`_AT_ONCE`; broken ones are left out. Raises :class:`WayLost`."""
        for _ in range(_AT_ONCE):
            try:
                raw = self.connection.recv_raw_message()
            except _WOULD_BLOCK:
                return
            except (OSError, SIPFramingError) as error:
                if self.reliable:
                    raise WayLost(_reason(error)) from None
                continue  # Windows tells here that an earlier packet of ours was refused
            message = self._parsed(raw)
            if message is not None:
                yield message

    def more(self) -> bool:
        """Whether something waits that no ``select`` will tell of."""
        return self.reliable and bool(self.connection._stream_buffer or getattr(self.socket(), "pending", int)())

    def close(self) -> None:
        self.connection.close()

    def _parsed(self, raw: bytes) -> Any:
        if not raw.strip(b"\0\r\n\t "):
            return None  # a keep-alive
        try:
            return self.phone.sip._message_from_raw(raw)
        except Exception:  # whatever a stranger's packet breaks in the library's parser
            return None


def open_way(account: SipAccount, phone: Phone | None) -> Way:
    """Blocks. ``phone`` is the one that lost its way before. Raises :class:`NoWay`."""
    phone = phone or _phone(account)
    try:
        target = phone.sip.server_target
        pbx = _resolved(target.host, target.port)
        source = account.bind or source_address(f"{pbx[0]}:{pbx[1]}")
        if not source:
            raise OSError("no way to the server")
        return _connected(phone, replace(target, host=pbx[0], port=pbx[1]), pbx, source, target.host)
    except ssl.SSLCertVerificationError as error:
        raise NoWay(verdict(error, account.server)) from None
    except OSError as error:
        raise NoWay(_unreachable(account, error)) from None


def _phone(account: SipAccount) -> Phone:
    try:
        tls = tls_context(account)
    except OSError as error:
        raise NoWay(
            Problem.of(ProblemId.PBX_CA_FILE_UNREADABLE, error.strerror or "", file=account.tls_ca_file)
        ) from None
    try:
        return Phone(account, tls)
    except (OSError, ValueError) as error:
        raise NoWay(_unreachable(account, error)) from None


def _unreachable(account: SipAccount, error: Exception) -> Problem:
    return Problem.of(ProblemId.PBX_UNREACHABLE, _reason(error), server=account.server)


def _connected(phone: Phone, target: Any, pbx: Target, source: str, name: str) -> Way:
    connection = SIPConnection(
        source,
        0,
        target,
        tls_context=phone.tls_context,
        tls_server_name=name if target.transport is SIPTransport.TLS else None,
        send_timeout=_CONNECT_WITHIN_S,
    )
    connection.open()
    assert connection.socket is not None
    connection.socket.setblocking(False)
    connection.send_timeout = _SEND_WITHIN_S
    return Way(phone, connection, pbx, (source, int(connection.socket.getsockname()[1])))


def _resolved(host: str, port: int) -> Target:
    found = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)
    return str(found[0][4][0]), int(found[0][4][1])


def _is_address(host: str) -> bool:
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return True


def _reason(error: Exception) -> str:
    """Words for the operator's tooltip; an error of the library could quote a message."""
    if isinstance(error, OSError):
        return error.strerror or str(error) or type(error).__name__
    return type(error).__name__


def dialog_target(uri: str) -> Target | None:
    """Where a request to this URI goes; ``None`` where it cannot be read."""
    try:
        target = SIP.SIPClient._sip_target_from_uri(uri)
    except Exception:
        return None
    return str(target[0]), int(target[1])
