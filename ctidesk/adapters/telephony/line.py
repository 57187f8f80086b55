"""Our line to the PBX in PJSIP: transport, account, and the REGISTER that the registration asks for."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony.addresses import is_server, quoted, source_address, transport_parameter, whole_text
from ctidesk.adapters.telephony.registration import Registration
from ctidesk.adapters.telephony.shielded import shielded
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.domain.commands import SipAccount
from ctidesk.domain.events import RegistrationChanged

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
_RTP_PORTS = (16384, 16000)
_TRUST_STORES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)


def open_transport(endpoint: Any, account: SipAccount, source: str) -> int:
    """The id of the transport for ``account``; raises ``pj.Error``."""
    config = pj.TransportConfig()
    config.boundAddress = account.bind
    config.publicAddress = account.bind or source
    if account.transport == "tls":
        config.tlsConfig = _tls(account.tls_ca_file)
    return int(endpoint.transportCreate(_TRANSPORTS[account.transport], config))


def _tls(ca_file: str) -> Any:
    tls = pj.TlsConfig()
    tls.verifyServer = True  # PJSIP's default is False
    stores = (os.environ.get("SSL_CERT_FILE", ""), *_TRUST_STORES)
    system = next((store for store in stores if store and Path(store).is_file()), "")
    if ca_file:  # PJSIP reads the file or the buffer, never both
        tls.CaBuf = "\n".join(Path(name).read_text("ascii", "ignore") for name in (system, ca_file) if name)
    else:
        tls.CaListFile = system
    return tls


def account_config(account: SipAccount, transport_id: int, source: str) -> Any:
    config = pj.AccountConfig()
    config.idUri = f"{quoted(account.display_name)}<sip:{account.username}@{account.server}>"
    _registration(config.regConfig, account)
    _authentication(config.sipConfig, account)
    if account.transport == "udp":
        config.sipConfig.transportId = transport_id
    _media(config.mediaConfig.transportConfig, account.bind, source)
    config.mediaConfig.srtpUse = _SRTP[account.srtp]
    config.mediaConfig.srtpSecureSignaling = 0
    return config


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
    config.publicAddress = bind or source
    config.port, config.portRange = _RTP_PORTS
    config.randomizePort = True  # desks on one machine would else try each other's ports first


class Line(pj.Account):  # type: ignore[misc]  # pjsua2 is untyped
    """One account at the PBX. Kept while a leg of it lives, even after another account has taken its place."""

    def __init__(
        self,
        account: SipAccount,
        timers: Timers,
        tell: Callable[[RegistrationChanged], None],
        ring: Callable[[Line, Any], None],
    ) -> None:
        super().__init__()
        self.account = account
        self.registration: Registration | None = Registration(self, account.server, timers, tell)
        self._ring = ring

    @property
    def open(self) -> bool:
        """Whether the desk wants to be called on this line."""
        return self.registration is not None and self.registration.wanted

    def register(self) -> None:
        self._send(True)

    def remove(self) -> None:
        self._send(False)

    def _send(self, renew: bool) -> None:
        try:
            self.setRegistration(renew)
        except pj.Error as error:
            raise OSError(whole_text(error.reason)) from None

    @shielded
    def onRegState(self, prm: Any) -> None:
        if self.registration:
            self.registration.answered(prm.code, whole_text(prm.reason), prm.expiration)

    @shielded
    def onIncomingCall(self, prm: Any) -> None:
        self._ring(self, prm)


def valid(account: SipAccount) -> str:
    """Why PJSIP cannot have this account; empty where it can."""
    if not is_server(account.server) or not account.username or set(account.username) & set('<>@;?" \r\n'):
        return "server or username is no part of a SIP address"
    if account.transport not in _TRANSPORTS or account.srtp not in _SRTP:
        return "no such transport or srtp"
    return ""


def way_to(account: SipAccount) -> str:
    return account.bind or source_address(account.server)
