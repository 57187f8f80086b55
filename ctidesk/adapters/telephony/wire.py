"""Commands and events as one JSON line each: what crosses the pipe between the desk and its engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeAlias, cast, get_args

import msgspec

from ctidesk.domain import events as ev
from ctidesk.domain.commands import Command

EngineEvent: TypeAlias = (
    ev.EngineStarted
    | ev.EngineLost
    | ev.RegistrationChanged
    | ev.IncomingCall
    | ev.CallRefused
    | ev.LegProgressed
    | ev.LegAnswered
    | ev.LegEnded
    | ev.FarEndSilent
    | ev.HoldChanged
    | ev.HeldByPeer
    | ev.MuteChanged
    | ev.LegSecured
    | ev.LegIdentified
    | ev.ReferProgressed
    | ev.PresenceChanged
    | ev.AudioDevicesChanged
    | ev.AudioLevels
    | ev.NotHeard
    | ev.MessagesTold
    | ev.ProblemArose
)

COMMANDS: Mapping[str, type] = {kind.__name__: kind for kind in get_args(Command)}
EVENTS: Mapping[str, type] = {kind.__name__: kind for kind in get_args(EngineEvent)}


class WireError(ValueError):
    """A line that is no message. Its text quotes no value of the line: a password may be among them."""


def encode(message: Command | EngineEvent) -> bytes:
    """The message as one line, its line feed included."""
    values = {field.name: getattr(message, field.name) for field in fields(message)}
    return msgspec.json.encode({"kind": type(message).__name__, **values}) + b"\n"


def decode_command(line: bytes) -> Command:
    return cast(Command, _decode(line, COMMANDS))


def decode_event(line: bytes) -> EngineEvent:
    return cast(EngineEvent, _decode(line, EVENTS))


def _decode(line: bytes, kinds: Mapping[str, type]) -> object:
    values = _object(line)
    kind = values.pop("kind", None)
    if not isinstance(kind, str) or kind not in kinds:
        raise WireError("a line of an unknown kind")
    try:
        return msgspec.convert(values, kinds[kind])
    except msgspec.ValidationError as error:
        raise WireError(f"{kind}: {_without_values(error)}") from None


def _object(line: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise WireError("a line that is no JSON object") from None


def _without_values(error: msgspec.ValidationError) -> str:
    """``Invalid enum value 'x' - at `$.state``` keeps its place and loses its value."""
    text, at, place = str(error).partition(" - at ")
    return f"{text.partition(' value ')[0]}{at}{place}"
