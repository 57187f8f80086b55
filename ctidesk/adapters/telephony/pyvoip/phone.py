"""The library's phone and SIP client, with what they leave out of their messages."""

from __future__ import annotations

import socket
import ssl
from contextlib import closing
from typing import Any

from rfcvoip import SIP
from rfcvoip.VoIP.VoIP import VoIPPhone

from ctidesk.adapters.telephony.addresses import quoted
from ctidesk.adapters.telephony.pyvoip import library
from ctidesk.adapters.telephony.sound import pcm
from ctidesk.domain.commands import SipAccount

_BITS = 16
_PORT_TRIES = 50


class Client(SIP.SIPClient):
    """Writes messages; never receives, registers or calls by itself."""

    display_name = ""

    def gen_invite(self, *args: Any, **kwargs: Any) -> str:
        """With our display name in From."""
        return str(super().gen_invite(*args, **kwargs)).replace("\r\nFrom: <", f"\r\nFrom: {self.display_name}<", 1)

    def _build_response(self, request: Any, status: Any, **kwargs: Any) -> str:
        """With the Record-Route of the request (RFC 3261 12.1.1), else a proxy falls out of the dialog."""
        routes = request.headers.get("Record-Route")
        if routes and request.method == "INVITE" and 101 <= int(status) <= 299:
            kwargs["extra_headers"] = [*(kwargs.get("extra_headers") or ()), f"Record-Route: {routes}"]
        return str(super()._build_response(request, status, **kwargs))

    def _auth_user_for_header(self, header_name: str | None) -> str:
        """For a registrar as for a proxy; the library's own choice knows it for proxies only."""
        return str(self.auth_username)

    def refusal(self, request: Any, code: int) -> str:
        """A final answer that refuses; the same To tag each time that it is asked for."""
        self.own_tag(request)
        return str(self.gen_response(request, SIP.SIPStatus(code)))

    def own_tag(self, request: Any) -> str:
        return str(self.tagLibrary.setdefault(request.headers["Call-ID"], self.gen_tag()))

    def forget(self, call_id: str) -> None:
        """The tags of a call that is over."""
        self.tagLibrary.pop(call_id, None)
        self.tags.clear()


class Phone(VoIPPhone):
    """Holds the client, and makes the calls' media."""

    sip: Client

    def __init__(self, account: SipAccount, tls: ssl.SSLContext | None) -> None:
        """May ask the DNS; raises ``ValueError`` or ``OSError``."""
        super().__init__(
            account.server,
            None,
            account.username,
            account.password,
            myIP="127.0.0.1",
            sipPort=0,
            auth_username=account.auth_username or account.username,
            transport=account.transport,
            tls_context=tls,
            codec_priorities={"PCMA": 1000},
            audio_sample_rate=pcm.RATE,
            audio_bit_depth=_BITS,
        )
        library.only_our_codecs()
        self.sip.__class__ = Client
        self.sip.display_name = quoted(account.display_name)
        self.sip.default_expires = account.register_expires_s
        self.sip.NSD = True  # the library's word for "running"

    def lives_at(self, ip: str, port: int) -> None:
        """The address that messages and SDP name from now on."""
        self.myIP = self.sip.myIP = ip
        self.sip.myPort = port

    def accepts(self, message: Any) -> bool:
        """Whether its SDP has sound that we can carry."""
        return bool(
            self._has_compatible_rtp_address_family(message)
            and self._has_assignable_audio_ports(message)
            and self._has_compatible_audio_offer(message)
        )

    def request_ports(self, count: int, blocking: bool = True) -> list[int]:
        """RTP ports that nobody has; the library looks at its own calls only, and desks share machines."""
        ports = [_free_even_port(self.myIP) for _ in range(count)]
        self.assignedPorts.extend(ports)
        return ports


def _free_even_port(ip: str) -> int:
    """RFC 3550 11: even for RTP, the next one for RTCP."""
    for _ in range(_PORT_TRIES):
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
            probe.bind((ip, 0))
            port = int(probe.getsockname()[1])
        if port % 2 == 0:
            return port
    return port
