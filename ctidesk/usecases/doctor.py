"""``ctidesk doctor``: each part of the desk tried once, and what to do about what fails.

A check never raises: what goes wrong is its finding. Where a desktop runs, it is asked instead of tried beside
(a second registration would take calls away from it, a second hand on the cache could put it aside).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ctidesk.domain.commands import Command, Register, SetRefusal, SipAccount, UseAudio, WatchLevels
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.events import (
    AudioDevicesChanged,
    EngineLost,
    EngineStarted,
    Event,
    ProblemArose,
    RegistrationChanged,
    RegistrationState,
)
from ctidesk.ports import Cache, Crm, Telephony

BUSY_HERE, TEMPORARILY_UNAVAILABLE = 486, 480

_OF_PARTS = ("config_", "keyring_", "sip_", "pbx_", "engine_", "audio_", "crm_", "cache_", "sync_stopped", "unsent_")
_ASKED_FOR = frozenset(
    {
        ProblemId.PBX_AWAY_IN_CALL,
        ProblemId.ENGINE_CANNOT,
        ProblemId.CRM_OFF,
        ProblemId.CRM_HAS_NONE,
        ProblemId.CRM_NO_SIGN_IN,
        ProblemId.CRM_PASSWORD_WANTED,
    }
)
"""What a part does not do, or not now; it is none the worse for it."""


class Check(StrEnum):
    SETTINGS = "settings"
    DESK = "desk"
    """One that runs."""
    KEYRING = "keyring"
    NETWORK = "network"
    PBX = "pbx"
    AUDIO = "audio"
    CRM = "crm"
    CACHE = "cache"
    OUTBOX = "outbox"
    """Of other accounts."""
    BUNDLE = "bundle"
    """Whether it could be written."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``problem`` is ``None`` where all is well; ``facts`` are names and numbers, no sentence."""

    check: Check
    problem: Problem | None = None
    facts: str = ""


Resolve = Callable[[str], Awaitable[str]]
"""The address of a host name; raises :class:`DeskError`."""


async def look(check: Check, work: Awaitable[str]) -> Finding:
    """The finding of a check that either gives facts or raises."""
    try:
        return Finding(check, None, await work)
    except DeskError as error:
        return Finding(check, error.problem)


async def network(hosts: tuple[str, ...], resolve: Resolve) -> str:
    """Every host's address; the first unknown name is raised."""
    return ", ".join([f"{host} {await resolve(host)}" for host in hosts])


async def line(telephony: Telephony, account: SipAccount, audio: UseAudio, within_s: float) -> tuple[Finding, Finding]:
    """PBX and sound: an engine of our own registers, refusing every call, opens its devices, and goes away again."""
    commands = (*_calling_in(account), *_opening(audio))
    found = {Check.PBX: _silent(account), Check.AUDIO: _soundless()}
    await _ask(telephony, commands, found, lambda event: findings(event, account, audio), within_s)
    return found[Check.PBX], found[Check.AUDIO]


async def pbx(telephony: Telephony, account: SipAccount, within_s: float) -> Finding:
    """The PBX alone: registers once, refusing every call, and unregisters."""
    found = {Check.PBX: _silent(account)}
    await _ask(telephony, _calling_in(account), found, lambda event: pbx_findings(event, account), within_s)
    return found[Check.PBX]


async def sound(telephony: Telephony, audio: UseAudio, within_s: float) -> Finding:
    """The sound alone: where there is no account to register, there are devices all the same."""
    found = {Check.AUDIO: _soundless()}
    await _ask(telephony, _opening(audio), found, lambda event: sound_findings(event, audio), within_s)
    return found[Check.AUDIO]


def _opening(audio: UseAudio) -> tuple[Command, ...]:
    """A device that nobody listens to is not opened."""
    return audio, WatchLevels(True)


def _soundless() -> Finding:
    return Finding(Check.AUDIO, Problem(ProblemId.AUDIO_NO_SPEAKER))


def _calling_in(account: SipAccount) -> tuple[Command, ...]:
    return SetRefusal(BUSY_HERE, TEMPORARILY_UNAVAILABLE), Register(account)


def _silent(account: SipAccount) -> Finding:
    return Finding(Check.PBX, Problem.of(ProblemId.PBX_UNREACHABLE, server=account.server))


async def _ask(
    telephony: Telephony,
    commands: Sequence[Command],
    found: dict[Check, Finding],
    findings: Callable[[Event], Iterable[Finding]],
    within_s: float,
) -> None:
    """Tell an engine of our own and listen until each of ``found`` is known; what is not stays as it is there."""
    heard: asyncio.Queue[Event] = asyncio.Queue()
    unknown = set(found)
    telephony.start(heard.put_nowait)
    try:
        async with asyncio.timeout(within_s):
            while unknown:
                event = await heard.get()
                for command in commands if isinstance(event, EngineStarted) else ():
                    telephony.send(command)
                for finding in findings(event):
                    found[finding.check] = finding
                    unknown.discard(finding.check)
    except TimeoutError:
        pass
    finally:
        await telephony.stop()


def findings(event: Event, account: SipAccount, audio: UseAudio) -> Iterator[Finding]:
    """What an event of the engine says about PBX and sound."""
    yield from pbx_findings(event, account)
    yield from sound_findings(event, audio)


def pbx_findings(event: Event, account: SipAccount) -> Iterator[Finding]:
    match event:
        case EngineLost():
            yield Finding(Check.PBX, event.problem)
        case RegistrationChanged(state=RegistrationState.REGISTERED | RegistrationState.FAILED):
            yield Finding(Check.PBX, event.problem, f"{account.username}@{account.server}")


def sound_findings(event: Event, audio: UseAudio) -> Iterator[Finding]:
    match event:
        case EngineLost():
            yield Finding(Check.AUDIO, event.problem)
        case ProblemArose() if event.problem.id.startswith("audio_"):
            yield Finding(Check.AUDIO, event.problem)
        case AudioDevicesChanged() if event.input or audio.input == "null":
            yield Finding(Check.AUDIO, None, f"{event.input or '-'} / {event.output or ', '.join(event.outputs)}")


def is_fault(problem: str) -> bool:
    """Whether a notice of the running desk is about the line, the sound, the CRM, the copy, the keyring or the
    settings; others tell of what the operator did just now. ``problem`` is a problem's id."""
    return problem.startswith(_OF_PARTS) and problem not in _ASKED_FOR


async def crm(server: Crm) -> str:
    """Sign in and compare the configured names; all unknown ones are raised as one problem."""
    try:
        identity = await server.connect()
        if server.unknown_names:
            raise DeskError(server.unknown_names)
        return f"user {identity.user_id}, organization {identity.organization_id}"
    finally:
        await server.close()


async def cache(copy: Cache) -> str:
    await copy.open()
    try:
        return f"{await copy.record_count()} records, {len(await copy.outbox())} in the outbox"
    finally:
        await copy.close()
