"""What the desk tells the telephony engine to do. Commands in, events out; both cross the engine's pipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ctidesk.domain.presence import Presence
from ctidesk.domain.transfer import Referral


@dataclass(frozen=True, slots=True)
class SipAccount:
    """Where and as whom to register. ``password`` never shows in a repr."""

    server: str
    username: str
    password: str = field(repr=False)
    auth_username: str = ""
    display_name: str = ""
    transport: str = "udp"
    bind: str = ""
    register_expires_s: int = 300
    tls_ca_file: str = ""
    srtp: str = "off"
    dtmf: str = "rfc4733"
    accept_refer: bool = False
    presence: bool = False
    """Whether the PBX is told of our status (PUBLISH) and asked for the colleagues'."""


@dataclass(frozen=True, slots=True)
class Register:
    """Register, and stay registered until :class:`Unregister`; failures are retried by the engine's adapter."""

    account: SipAccount


@dataclass(frozen=True, slots=True)
class Unregister:
    """Remove our contact from the PBX; live legs go on."""


@dataclass(frozen=True, slots=True)
class SetRefusal:
    """How the engine answers an INVITE by itself: ``always`` (wrap-up) or, where 0, only in a call (``in_call``)."""

    in_call: int
    always: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """``referral``: this leg rings a colleague about a caller, who is described to him (D12)."""

    leg_id: str
    number: str
    referral: Referral | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    leg_id: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """BYE, CANCEL or a final ``code``, whichever the leg's state asks for."""

    leg_id: str
    code: int = 603


@dataclass(frozen=True, slots=True)
class Hold:
    """``held``: cut the sound both ways at once, and re-INVITE with ``sendonly``; else re-INVITE with ``sendrecv``.

    :class:`HoldChanged` tells the outcome.
    """

    leg_id: str
    held: bool


@dataclass(frozen=True, slots=True)
class Mute:
    """Send silence in place of the microphone; the far end is not told."""

    leg_id: str
    muted: bool


@dataclass(frozen=True, slots=True)
class SendDigits:
    """``digits`` of ``0-9*#A-D``, by the account's ``dtmf`` way."""

    leg_id: str
    digits: str


@dataclass(frozen=True, slots=True)
class Join:
    """REFER the far end of ``leg_id`` to the far end of ``consult_leg``, with Replaces (RFC 5589 §7)."""

    leg_id: str
    consult_leg: str


@dataclass(frozen=True, slots=True)
class Refer:
    """REFER the far end of ``leg_id`` to ``number`` (RFC 3515)."""

    leg_id: str
    number: str


@dataclass(frozen=True, slots=True)
class Publish:
    """Tell the PBX how we are, where the account wants presence (RFC 3903)."""

    presence: Presence


@dataclass(frozen=True, slots=True)
class Watch:
    """Be told of the presence of exactly these numbers from now on (RFC 3856); an empty tuple ends all of it."""

    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UseAudio:
    """Devices by name; ``default`` follows the system's, ``null`` is no sound."""

    input: str = "default"
    output: str = "default"
    ring: str = "default"
    echo_cancellation: bool = True


@dataclass(frozen=True, slots=True)
class WatchLevels:
    """Send :class:`AudioLevels` ten times a second while ``on``, in a call or not."""

    on: bool


@dataclass(frozen=True, slots=True)
class TellMessages:
    """Ask for the last SIP messages; :class:`MessagesTold` answers."""


@dataclass(frozen=True, slots=True)
class TrySound:
    """Outside a call: play the ring tone on its device, or let the microphone be heard in the loudspeaker; stop."""

    sounding: Literal["", "ring", "echo"]


Command: TypeAlias = (
    Register
    | Unregister
    | SetRefusal
    | Call
    | Answer
    | HangUp
    | Hold
    | Mute
    | SendDigits
    | Join
    | Refer
    | Publish
    | Watch
    | UseAudio
    | WatchLevels
    | TellMessages
    | TrySound
)
