"""PJSIP's library as a whole: how it is started, and what it can do where we are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pjsua2 as pj

from ctidesk import __version__
from ctidesk.adapters.telephony.pjsip.log import Log, used
from ctidesk.adapters.telephony.pjsip.shielded import shielded
from ctidesk.domain.capability import Capability

_CODECS = ("PCMA/8000", "PCMU/8000", "G722/16000")  # few, so that an INVITE stays below 1300 bytes (RFC 3261 18.1.1)
_MAX_CALLS = 4


class Endpoint(pj.Endpoint):  # type: ignore[misc]  # pjsua2 is untyped
    def __init__(self, transport_lost: Callable[[Any], None], overrun: Callable[[Any], None]) -> None:
        super().__init__()
        self._transport_lost = transport_lost
        self._overrun = overrun
        self._connections: dict[int, Any] = {}

    @shielded
    def onTransportState(self, prm: Any) -> None:
        if prm.state == pj.PJSIP_TP_STATE_CONNECTED and prm.type in ("TCP", "TLS"):
            self._connections[int(prm.hnd)] = prm.hnd
        elif prm.state == pj.PJSIP_TP_STATE_DISCONNECTED:
            self._transport_lost(prm.tlsInfo)
        elif prm.state == pj.PJSIP_TP_STATE_DESTROY:
            self._connections.pop(int(prm.hnd), None)

    def drop_connections(self) -> None:
        """What is sent from now on opens new ones."""
        for connection in self._connections.values():
            self.transportShutdown(connection)

    @shielded
    def onRejectedIncomingCall(self, prm: Any) -> None:
        self._overrun(prm)


def started(transport_lost: Callable[[Any], None], overrun: Callable[[Any], None], log: Log) -> Endpoint:
    endpoint = Endpoint(transport_lost, overrun)
    endpoint.libCreate()
    endpoint.libInit(_config(log))
    endpoint.libStart()
    for codec in endpoint.codecEnum2():
        endpoint.codecSetPriority(codec.codecId, 0)
    for rank, codec_id in enumerate(_CODECS):
        endpoint.codecSetPriority(codec_id, 255 - rank)
    return endpoint


def _config(log: Log) -> Any:
    config = pj.EpConfig()
    used(config.logConfig, log)
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.uaConfig.maxCalls = _MAX_CALLS
    config.uaConfig.natTypeInSdp = 0
    config.uaConfig.userAgent = f"ctidesk/{__version__}"
    # RTP comes through our poll: PJSIP's own media thread wakes up 100 times a second, call or no call.
    config.medConfig.hasIoqueue = False
    config.medConfig.threadCnt = 0
    config.medConfig.noVad = True
    config.medConfig.sndAutoCloseTime = -1  # else the media clock stops and RFC 4733 digits are lost
    return config


def wake_transport(endpoint: Endpoint) -> tuple[str, int]:
    """A loopback port to wake the poll by, whatever transport the account has."""
    config = pj.TransportConfig()
    config.boundAddress = "127.0.0.1"
    info = endpoint.transportGetInfo(endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, config))
    host, _, port = str(info.localAddress).rpartition(":")
    return host, int(port)


def capabilities(endpoint: Endpoint, *, audio: bool) -> tuple[Capability, ...]:
    """All of them, less what this build of the library lacks."""
    lacks = {
        Capability.TLS: not _has(endpoint.utilSslGetAvailableCiphers),
        Capability.SRTP: not _has(endpoint.srtpCryptoEnum),
        Capability.AUDIO: not audio,
    }
    return tuple(each for each in Capability if not lacks.get(each))


def _has(listing: Callable[[], Any]) -> bool:
    """The wheel for Windows has no TLS: its list is empty, or asking for it fails."""
    try:
        return len(listing()) > 0
    except pj.Error:
        return False
