"""What the engine says: itself, the registration, legs, presence, sound. It crosses the engine's pipe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from ctidesk.domain.call import EndCause
from ctidesk.domain.capability import Capability
from ctidesk.domain.errors import Problem
from ctidesk.domain.presence import Presence
from ctidesk.domain.transfer import Referral

RefusedHold: TypeAlias = Literal["", "hold", "resume"]


class RegistrationState(StrEnum):
    UNREGISTERED = "unregistered"
    REGISTERING = "registering"
    REGISTERED = "registered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EngineStarted:
    """The engine process is up; ``local`` is its SIP address."""

    engine: str
    version: str
    transport: str
    local: str
    capabilities: tuple[Capability, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The engine process is gone; the supervisor starts another. Every live leg is lost with it."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class RegistrationChanged:
    """``problem`` says why it failed; ``retry_s`` when the next try comes (0: none is due)."""

    state: RegistrationState
    problem: Problem | None = None
    retry_s: int = 0


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """An INVITE rings here (180 is sent). ``number`` is filled in by the session from ``raw_number``.

    ``referral``: a colleague rings about somebody else (M20).
    """

    leg_id: str
    raw_number: str
    display_name: str
    at: datetime
    number: str = ""
    referral: Referral | None = None


@dataclass(frozen=True, slots=True)
class CallRefused:
    """The engine refused an INVITE by itself with ``code``: in a call or in wrap-up (``manual.md``, M7).

    ``referral``: it was a colleague's about somebody else.
    """

    leg_id: str
    raw_number: str
    display_name: str
    code: int
    at: datetime
    number: str = ""
    referral: Referral | None = None


@dataclass(frozen=True, slots=True)
class LegProgressed:
    """The far end rings (180) or sends sound before the answer (183)."""

    leg_id: str
    early_media: bool = False


@dataclass(frozen=True, slots=True)
class LegAnswered:
    leg_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LegEnded:
    """``code`` is the SIP status that ended it (200 for BYE), 0 where there was none."""

    leg_id: str
    cause: EndCause
    at: datetime
    code: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HoldChanged:
    """The answer to :class:`Hold`: what holds now. ``held``: neither hears the other.

    A hold holds at once, a resume when the far end has agreed. ``refused`` is the wish that it did not agree to: a
    far end that refuses to be held hears nothing all the same, one that refuses to be taken back stays held.
    """

    leg_id: str
    held: bool
    refused: RefusedHold = ""


@dataclass(frozen=True, slots=True)
class HeldByPeer:
    """The far end has put us on hold, or taken us back."""

    leg_id: str
    held: bool


@dataclass(frozen=True, slots=True)
class FarEndSilent:
    """For 5 s no packet has come from the far end, which is not held and does not hold; or one has come again."""

    leg_id: str
    silent: bool


@dataclass(frozen=True, slots=True)
class MuteChanged:
    leg_id: str
    muted: bool


@dataclass(frozen=True, slots=True)
class LegSecured:
    """The leg's media is encrypted (SRTP) or not; told when its media begins or changes."""

    leg_id: str
    srtp: bool


@dataclass(frozen=True, slots=True)
class LegIdentified:
    """Somebody else is on the leg now: a connected-line update (RFC 3325, RFC 4916), or the leg was replaced."""

    leg_id: str
    raw_number: str
    display_name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class ReferProgressed:
    """What a NOTIFY said of our REFER on ``leg_id``, or the refusal of the REFER itself.

    ``final``: no more will be told.
    """

    leg_id: str
    code: int
    final: bool


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """A watched number's presence. ``UNKNOWN`` where the PBX has none."""

    number: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class AudioDevicesChanged:
    """The devices that there are, by name, and those in use; a used name is empty where there is none."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    input: str
    output: str
    ring: str


@dataclass(frozen=True, slots=True)
class AudioLevels:
    """Peak since the last report, 0 to 1 of full scale."""

    input: float
    output: float


@dataclass(frozen=True, slots=True)
class NotHeard:
    """You cannot be heard: the microphone stays silent, or is ``muted`` while somebody speaks into it.

    ``heard`` true: you can be heard again.
    """

    leg_id: str
    muted: bool
    heard: bool = False


@dataclass(frozen=True, slots=True)
class MessagesTold:
    """The last SIP messages, oldest first, each with its time and way in the first line; without credentials."""

    messages: tuple[str, ...]
