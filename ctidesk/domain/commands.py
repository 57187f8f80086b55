"""What the desk tells the telephony engine to do. Commands in, events out; both cross the engine's pipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


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
    audio_input: str = "default"
    audio_output: str = "default"


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
    leg_id: str
    number: str


@dataclass(frozen=True, slots=True)
class Answer:
    leg_id: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """BYE, CANCEL or a final ``code``, whichever the leg's state asks for."""

    leg_id: str
    code: int = 603


Command: TypeAlias = Register | Unregister | SetRefusal | Call | Answer | HangUp
