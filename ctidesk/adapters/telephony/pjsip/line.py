"""Our line to the PBX in PJSIP: transport, account, and the REGISTER that the registration asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony.addresses import (
    host_of,
    is_server,
    port_of,
    quoted,
    source_address,
    transport_parameter,
    whole_text,
)
from ctidesk.adapters.telephony.names import Names, is_address
from ctidesk.adapters.telephony.pjsip.certificates import fault, tls_config
from ctidesk.adapters.telephony.pjsip.shielded import shielded
from ctidesk.adapters.telephony.registration import Registration
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.domain.commands import SipAccount
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import RegistrationChanged, RegistrationState

_TRANSPORTS: Mapping[str, int] = {
    "udp": pj.PJSIP_TRANSPORT_UDP,
    "tcp": pj.PJSIP_TRANSPORT_TCP,
    "tls": pj.PJSIP_TRANSPORT_TLS,
}
_SRTP: Mapping[str, int] = {
    "off": pj.PJMEDIA_SRTP_DISABLED,
    "optional": pj.PJMEDIA_SRTP_OPTIONAL,
    "required": pj.PJMEDIA_SRTP_MANDATORY,
}
_SRTP_SUITE = "AES_CM_128_HMAC_SHA1_80"  # RFC 4568 6.2: all have it; PJSIP's four take an INVITE over 1300 bytes
_ALWAYS = 2  # PJSIP's 1 keeps a Contact whose port alone is wrong where the address is a private one
_OPEN_AGAIN_S = 4  # a bound address that is not there yet: a VPN that comes up
_UNSUPPORTED_TRANSPORT = 171060  # PJSIP_EUNSUPTRANSPORT: the Windows wheel has no TLS
_NOT_ACCEPTABLE = 488
_RTP_PORTS = (16384, 16000)


@dataclass(frozen=True, slots=True)
class Way:
    """From our address ``source`` (empty where no way leads there) to the PBX's ``address``."""

    source: str
    address: str


def way_to(account: SipAccount, address: str) -> Way:
    return Way(account.bind or source_address(f"{address}:{port_of(account.server)}"), address)


def open_transport(endpoint: Any, account: SipAccount, way: Way) -> int:
    """The id of the transport for ``account``; raises ``pj.Error``, ``OSError`` where the CA file is not there."""
    config = pj.TransportConfig()
    config.boundAddress = account.bind
    config.publicAddress = way.source
    if account.transport == "tls":
        config.tlsConfig = tls_config(account.tls_ca_file)
    return int(endpoint.transportCreate(_TRANSPORTS[account.transport], config))


def account_config(account: SipAccount, transport_id: int, way: Way) -> Any:
    config = pj.AccountConfig()
    config.idUri = f"{quoted(account.display_name)}<sip:{account.username}@{account.server}>"
    _registration(config.regConfig, account)
    _authentication(config.sipConfig, account)
    if account.transport == "udp":
        config.sipConfig.transportId = transport_id
    else:
        config.natConfig.contactRewriteUse = _ALWAYS  # a new connection's port, else nobody reaches us by it
    if account.transport != "tls" and not is_address(host_of(account.server)):
        config.sipConfig.proxies.append(_straight_to(way.address, account))
    _media(config.mediaConfig.transportConfig, account.bind, way.source)
    _encryption(config.mediaConfig, account.srtp)
    return config


def _straight_to(address: str, account: SipAccount) -> str:
    """PJSIP looks a name up for every request and waits for it, the sound of calls with it: it gets none to look up.

    ``hide`` keeps this route off the wire. Not for TLS, where the name is what the certificate is held against.
    """
    return f"<sip:{address}:{port_of(account.server)}{transport_parameter(account.transport)};lr;hide>"


def _registration(config: Any, account: SipAccount) -> None:
    config.registrarUri = f"sip:{account.server}{transport_parameter(account.transport)}"
    config.timeoutSec = account.register_expires_s
    config.registerOnAdd = False
    config.retryIntervalSec = 0  # Registration keeps the only back-off
    config.dropCallsOnFail = False


def _authentication(config: Any, account: SipAccount) -> None:
    username = account.auth_username or account.username
    config.authCreds.append(pj.AuthCredInfo("digest", "*", username, 0, account.password))


def _media(config: Any, bind: str, source: str) -> None:
    config.boundAddress = bind
    config.publicAddress = source
    config.port, config.portRange = _RTP_PORTS
    config.randomizePort = True  # desks on one machine would else try each other's ports first


def _encryption(config: Any, srtp: str) -> None:
    config.srtpUse = _SRTP[srtp]
    config.srtpSecureSignaling = 0
    suite = pj.SrtpCrypto()
    suite.name = _SRTP_SUITE
    config.srtpOpt.cryptos.append(suite)


class Line(pj.Account):  # type: ignore[misc]  # pjsua2 is untyped
    """One account at the PBX. Kept while a leg of it lives, even after another account has taken its place."""

    def __init__(
        self,
        account: SipAccount,
        way: Way,
        timers: Timers,
        tell: Callable[[RegistrationChanged], None],
        ring: Callable[[Line, Any], None],
        names: Names,
        let_in: Callable[[], None],
    ) -> None:
        super().__init__()
        self.account = account
        self.way = way
        self.registration: Registration | None = Registration(self, account.server, timers, tell)
        self._ring = ring
        self._names = names
        self._let_in = let_in

    @property
    def uri(self) -> str:
        """Our address of record."""
        return f"sip:{self.account.username}@{self.account.server}"

    @property
    def open(self) -> bool:
        """Whether the desk wants to be called on this line."""
        return self.registration is not None and self.registration.wanted

    @property
    def failed(self) -> bool:
        return self.registration is not None and self.registration.state is RegistrationState.FAILED

    @property
    def unanswered(self) -> bool:
        """Whether a connection keeps silent: TCP would wait ever longer before it tries again."""
        silent = self.registration is not None and self.registration.unanswered
        return silent and self.account.transport != "udp"

    def refuses_as_plain(self, code: int, invitation: str) -> bool:
        """Whether PJSIP has refused an INVITE because its media is not encrypted."""
        return self.account.srtp == "required" and code == _NOT_ACCEPTABLE and "RTP/SAVP" not in invitation

    def moves_to(self, way: Way, transport_id: int) -> None:
        """Be at the way's source from now on, with the same socket."""
        self.way = way
        if self.registration:
            self.modify(account_config(self.account, transport_id, way))
            self.registration.refresh()

    def ready(self) -> bool:
        """Over TLS PJSIP looks the name up itself, and waits: only while the name server answers."""
        host = host_of(self.account.server)
        if self.account.transport != "tls" or self._names.fresh(host):
            return True
        self._names.ask(host)
        return False

    def register(self) -> None:
        self._send(True)

    def remove(self) -> None:
        self._send(False)

    def _send(self, renew: bool) -> None:
        try:
            self.setRegistration(renew)
        except pj.Error as error:
            raise OSError(whole_text(error.reason)) from None

    def connection_lost(self, tls_info: Any) -> None:
        if self.registration:
            self.registration.connection_lost(fault(tls_info, self.account.server))

    @shielded
    def onRegState(self, prm: Any) -> None:
        if 200 <= prm.code <= 299 and prm.expiration:
            self._let_in()
        if self.registration:
            self.registration.answered(prm.code, whole_text(prm.reason), prm.expiration)

    @shielded
    def onIncomingCall(self, prm: Any) -> None:
        self._ring(self, prm)


def not_opened(error: pj.Error | OSError, account: SipAccount) -> tuple[Problem, int]:
    """Why there is no line, and in how many seconds to try again (0: never by itself)."""
    if isinstance(error, OSError):
        problem = Problem.of(ProblemId.PBX_CA_FILE_UNREADABLE, error.strerror or "", file=account.tls_ca_file)
        return problem, _OPEN_AGAIN_S
    detail = whole_text(error.reason)
    if error.status == _UNSUPPORTED_TRANSPORT:
        return Problem.of(ProblemId.PBX_TLS_UNAVAILABLE, detail), 0
    return Problem.of(ProblemId.PBX_REFUSED, detail, server=account.server), _OPEN_AGAIN_S


def valid(account: SipAccount) -> str:
    """Why PJSIP cannot have this account; empty where it can."""
    if not is_server(account.server) or not account.username or set(account.username) & set('<>@;?" \r\n'):
        return "server or username is no part of a SIP address"
    if account.transport not in _TRANSPORTS or account.srtp not in _SRTP:
        return "no such transport or srtp"
    return ""
