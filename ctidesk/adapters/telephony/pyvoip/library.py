"""``rfcvoip``, kept quiet: what it prints are callers' numbers, and a console that is no UTF-8 ends its threads."""

from __future__ import annotations

import select
import time
import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # audioop, which Python 3.13 has no more, nor do we run on it
    import rfcvoip
    from rfcvoip import RTP, SIP, _version
    from rfcvoip.VoIP import VoIP

VERSION = f"rfcvoip {_version.__version__}"
CODECS = (RTP.PayloadType.PCMA, RTP.PayloadType.PCMU, RTP.PayloadType.EVENT)
_METHODS = ("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS")  # what Allow may promise

_LOOK_S = 0.2
_LONGEST_PACKET = 8192


class _NoWarnings:
    """Takes the place of ``warnings``, whose filters the library resets each time that it warns of a number."""

    def warn(self, *args: Any, **kwargs: Any) -> None:
        pass

    def simplefilter(self, *args: Any, **kwargs: Any) -> None:
        pass


def _nothing(*args: Any, **kwargs: Any) -> None:
    pass


def _tolerant(parse: Any) -> Any:
    """An RTP packet that cannot be read is lost, not the thread that read it."""

    def parse_packet(self: Any, packet: bytes) -> None:
        try:
            parse(self, packet)
        except Exception as error:
            raise RTP.RTPParseError(type(error).__name__) from None

    return parse_packet


def _receive(self: Any) -> None:
    """In place of ``RTPClient.recv``, which looks each 10 ms: so late is half of the packets, and it costs as much."""
    while self.NSD:
        try:
            socket = self.sin
            if select.select([socket], [], [], _LOOK_S)[0]:
                self.parse_packet(socket.recv(_LONGEST_PACKET))
        except RTP.RTPParseError:
            continue
        except (OSError, ValueError, TypeError):  # stopped meanwhile: closed, or taken away
            time.sleep(_LOOK_S / 20)


def _any_scheme(parse: Any) -> Any:
    """Gateways call from ``tel:`` addresses (RFC 3966), which the library takes for a broken message."""

    def parse_address(header: str, data: str) -> dict[str, Any]:
        try:
            return dict(parse(header, data))
        except SIP.SIPParseError:
            raw, tag = SIP._split_sip_address_header(data)
            if "tel:" not in raw.lower():
                raise
            return {"raw": raw, "tag": tag, "address": raw, "number": None, "caller": "", "host": ""}

    return parse_address


def tame() -> None:
    """Replace what must be replaced; done once, before anything of the library runs."""
    for module in (rfcvoip, SIP, RTP, VoIP):
        setattr(module, "debug", _nothing)  # noqa: B010  # the library's modules each hold the function by name
    for module in (SIP, RTP, VoIP):
        setattr(module, "warnings", _NoWarnings())  # noqa: B010
    setattr(RTP.RTPClient, "parse_packet", _tolerant(RTP.RTPClient.parse_packet))  # noqa: B010
    setattr(RTP.RTPClient, "recv", _receive)  # noqa: B010
    rfcvoip.SIPCompatibleMethods[:] = _METHODS
    SIP._parse_from_to_header = _any_scheme(SIP._parse_from_to_header)


def only_our_codecs() -> None:
    """G.711 and telephone-event: said again after each ``VoIPPhone``, whose making enables all there are."""
    rfcvoip.RTPCompatibleCodecs = list(CODECS)


tame()
