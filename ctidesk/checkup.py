"""``ctidesk doctor``: the checks of ``usecases/doctor.py`` on the real parts, one line each, in the desk's language."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from ctidesk.adapters.desktop.control import ask
from ctidesk.adapters.desktop.names import address_of
from ctidesk.adapters.desktop.profile import Profile
from ctidesk.adapters.secrets.keyring_secrets import KeyringSecrets
from ctidesk.bundling import write_bundle
from ctidesk.domain.commands import SipAccount, UseAudio
from ctidesk.domain.errors import DeskError, Problem, ProblemId, SettingsError
from ctidesk.domain.settings import Settings, SipSettings
from ctidesk.domain.settings_reading import Reading
from ctidesk.parts import cache_of, crm_of, read_settings, telephony_of, unsent_elsewhere
from ctidesk.ui.application import install_language
from ctidesk.ui.texts import Texts
from ctidesk.usecases import doctor
from ctidesk.usecases.doctor import Check, Finding
from ctidesk.usecases.status import sip_account

LINE_WITHIN_S = 10.0
"""How long PBX and sound may take together."""


@dataclass(frozen=True, slots=True)
class Line:
    """``text``: facts where it is ``ok``, else a sentence that says what to do."""

    check: str
    ok: bool
    text: str
    problem: str = ""


def run(folder: Path | None, *, as_json: bool, bundle: Path | None = None) -> int:
    """Print a line a check, and write them with what else helps to ``bundle``; 1 where one failed."""
    profile = Profile.at(folder)
    profile.make()
    reading = read_settings(profile)
    application = QCoreApplication(sys.argv[:1])
    install_language(application, reading.safe.ui)
    texts = Texts()

    async def all_of_it() -> int:
        said: list[Line] = []
        status = await _print(_remembered(_lines(profile, reading, texts), said), as_json=as_json)
        if bundle is None:
            return status
        wrong = await write_bundle(bundle, profile, reading.safe, [asdict(line) for line in said])
        print(_shown(_line(Finding(Check.BUNDLE, wrong, str(bundle)), texts), as_json=as_json))
        return 1 if wrong else status

    return asyncio.run(all_of_it())


async def _print(lines: AsyncIterator[Line], *, as_json: bool) -> int:
    status = 0
    async for line in lines:
        status = status if line.ok else 1
        print(_shown(line, as_json=as_json))
    return status


async def _remembered(lines: AsyncIterator[Line], said: list[Line]) -> AsyncIterator[Line]:
    async for line in lines:
        said.append(line)
        yield line


def _shown(line: Line, *, as_json: bool) -> str:
    mark = "ok  " if line.ok else "FAIL"
    return json.dumps(asdict(line), ensure_ascii=False) if as_json else f"{mark}  {line.check:<9} {line.text}"


async def _lines(profile: Profile, reading: Reading, texts: Texts) -> AsyncIterator[Line]:
    settings, problem = reading.safe, reading.problem
    files = ", ".join(str(file) for file in profile.config_files if file.exists())
    yield _line(Finding(Check.SETTINGS, problem, files), texts)
    if problem:
        return
    try:
        status = next(iter(await asyncio.to_thread(lambda: list(ask(profile.socket, "status", [], {})))))
    except (ConnectionError, StopIteration):
        async for finding in _examined(profile, settings):
            yield _line(_placed(finding, reading), texts)
        return
    async for line in _asked(status, settings, texts):
        yield line


def _placed(finding: Finding, reading: Reading) -> Finding:
    """A fault of a setting, with its line."""
    return replace(finding, problem=reading.placed(finding.problem)) if finding.problem else finding


def _line(finding: Finding, texts: Texts) -> Line:
    if finding.problem is None:
        return Line(finding.check, True, finding.facts)
    sentence, detail = texts.sentence(finding.problem), finding.problem.detail
    return Line(finding.check, False, f"{sentence} ({detail})" if detail else sentence, finding.problem.id)


# --- a desk that runs ---------------------------------------------------------------------------------------------


async def _asked(status: Mapping[str, Any], settings: Settings, texts: Texts) -> AsyncIterator[Line]:
    """The desk's own word for the line, the sound and the cache; the CRM is asked beside it, where it takes us."""
    for finding in (await _keyring(settings), await _network(settings)):
        yield _line(finding, texts)
    for line in told_by_the_desk(status, settings, texts):
        yield line
    crm = status["crm"]
    if crm["sync"] == "off" or settings.crm.kind == "none":  # the desk may have been given settings that we have not
        return
    if crm["error"]:
        yield Line(Check.CRM, False, crm["error"], crm["problem"])
    else:
        yield _line(await doctor.look(Check.CRM, _crm(settings)), texts)


def told_by_the_desk(status: Mapping[str, Any], settings: Settings, texts: Texts) -> Iterator[Line]:
    """``status`` is what ``ctl status`` answers."""
    yield _notice(status)
    registration, failed = status["registration"], status["registration_error"]
    why = status["registration_problem"] or ""
    yield Line(Check.PBX, registration == "registered", failed or registration, why)
    audio = status["audio"]
    if audio["input"] or audio["inputs"] or settings.audio.input == "null":
        yield Line(Check.AUDIO, True, f"{audio['input'] or '-'} / {audio['output'] or '-'}")
    else:
        yield _line(Finding(Check.AUDIO, Problem(ProblemId.AUDIO_NO_MICROPHONE)), texts)
    crm = status["crm"]
    kept = f"{crm['records']} records, {status['outbox']} in the outbox"
    yield Line(Check.CACHE, not crm["parked"], crm["outbox_error"] or kept, crm["outbox_problem"] or "")


def _notice(status: Mapping[str, Any]) -> Line:
    """What the desk shows its operator, where that is a fault."""
    if status["settings_error"]:
        return Line(Check.DESK, False, status["settings_error"], status["settings_problem"])
    if status["notice"] and doctor.is_fault(status["notice_problem"]):
        return Line(Check.DESK, False, status["notice"], status["notice_problem"])
    return Line(Check.DESK, True, str(status["version"]))


# --- none runs ----------------------------------------------------------------------------------------------------


async def _examined(profile: Profile, settings: Settings) -> AsyncIterator[Finding]:
    yield await _keyring(settings)
    yield await _network(settings)
    for finding in await _line_findings(profile, settings):
        yield finding
    if settings.crm.kind != "none":
        yield await doctor.look(Check.CRM, _crm(settings))
    yield await doctor.look(Check.CACHE, doctor.cache(cache_of(settings, profile)))
    if elsewhere := unsent_elsewhere(settings, profile):
        yield Finding(Check.OUTBOX, elsewhere)


async def _keyring(settings: Settings) -> Finding:
    return await doctor.look(Check.KEYRING, _passwords(settings))


async def _network(settings: Settings) -> Finding:
    return await doctor.look(Check.NETWORK, doctor.network(_hosts(settings), address_of))


async def _passwords(settings: Settings) -> str:
    """The accounts whose passwords are there; never the passwords."""
    wanted = [("sip", settings.sip.username)] if settings.sip.username else []
    if settings.crm.kind != "none" and settings.crm.auth != "none" and settings.crm.username:
        wanted.append(("crm", settings.crm.username))
    for purpose, account in wanted:
        await KeyringSecrets().password(purpose, account)
    return ", ".join(f"{purpose} {account}" for purpose, account in wanted)


def _hosts(settings: Settings) -> tuple[str, ...]:
    sip = urlsplit(f"//{settings.sip.server}").hostname if settings.sip.server else None
    crm = urlsplit(settings.crm.url).hostname if settings.crm.kind != "none" else None
    return tuple(dict.fromkeys(host for host in (sip, crm) if host))


async def _line_findings(profile: Profile, settings: Settings) -> tuple[Finding, ...]:
    """Without an account that can register, the sound is looked at all the same."""
    audio, telephony = settings.audio, telephony_of(settings)
    devices = UseAudio(audio.input, audio.output, audio.ring, audio.echo_cancellation)
    try:
        account = await _account(profile, settings.sip)
    except DeskError as error:
        return Finding(Check.PBX, error.problem), await doctor.sound(telephony, devices, LINE_WITHIN_S)
    return await doctor.line(telephony, account, devices, LINE_WITHIN_S)


async def _account(profile: Profile, sip: SipSettings) -> SipAccount:
    """Raises :class:`DeskError` where there is none, or no password of it."""
    if not sip.server or not sip.username:
        raise SettingsError(Problem.of(ProblemId.SIP_NOT_CONFIGURED, file=profile.config_files[-1]))
    return sip_account(sip, await KeyringSecrets().password("sip", sip.username))


async def _crm(settings: Settings) -> str:
    _, crm = await crm_of(settings.crm)
    return await doctor.crm(crm)
