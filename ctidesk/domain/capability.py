"""What an engine can do. What it cannot is shown on the panel and refused with a sentence, never tried."""

from __future__ import annotations

from enum import StrEnum


class Capability(StrEnum):
    HOLD = "hold"
    MUTE = "mute"
    DTMF_RFC4733 = "dtmf_rfc4733"
    DTMF_INFO = "dtmf_info"
    EARLY_MEDIA = "early_media"
    CONSULT = "consult"
    """A second leg beside a held one."""
    JOIN = "join"
    """REFER with Replaces (RFC 3891, RFC 5589)."""
    REFER = "refer"
    """A plain REFER (RFC 3515)."""
    REPLACED = "replaced"
    """A call of ours may be taken over by an INVITE with Replaces."""
    CONNECTED_LINE = "connected_line"
    PUBLISH = "publish"
    WATCH = "watch"
    """SUBSCRIBE to colleagues' presence."""
    SESSION_TIMERS = "session_timers"
    RELIABLE_PROVISIONAL = "reliable_provisional"
    TCP = "tcp"
    TLS = "tls"
    SRTP = "srtp"
    AUDIO = "audio"
    """Microphone and headset."""
