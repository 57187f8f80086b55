"""The diagnostic bundle: by the doctor, who finds out everything, and by a desk, which has the doctor come.

It is made in a process of its own, so that no disk and no masking is felt at the desk.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import platformdirs

from ctidesk import launch
from ctidesk.adapters.desktop import bundle_file
from ctidesk.adapters.desktop.control import ask
from ctidesk.adapters.desktop.profile import Profile
from ctidesk.adapters.desktop.program import run
from ctidesk.adapters.secrets.keyring_secrets import KeyringSecrets
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.settings import Settings
from ctidesk.parts import cache_of
from ctidesk.usecases import report
from ctidesk.usecases.bundle import Found, files

_CALLS = 200


async def save_bundle(profile: Profile) -> str:
    """Have the doctor write a bundle where the operator finds it; its path. Raises BUNDLE_NOT_SAVED."""
    folder = profile.data if profile.own else platformdirs.user_documents_path()
    path = (folder if folder.is_dir() else profile.data) / f"ctidesk-{datetime.now():%Y-%m-%d-%H%M%S}.zip"
    own = ("--profile", str(profile.data)) if profile.own else ()
    await run(launch.command("doctor", "--bundle", str(path), *own))
    if not await asyncio.to_thread(path.exists):
        raise DeskError(_not_saved(path))
    return str(path)


async def write_bundle(
    path: Path, profile: Profile, settings: Settings, checks: Sequence[Mapping[str, Any]]
) -> Problem | None:
    """What went wrong, if something did."""
    found = await _found(profile, settings, checks)
    try:
        await asyncio.to_thread(bundle_file.write, path, files(found))
    except OSError:
        return _not_saved(path)
    return None


def _not_saved(path: Path) -> Problem:
    return Problem.of(ProblemId.BUNDLE_NOT_SAVED, file=path)


async def _found(profile: Profile, settings: Settings, checks: Sequence[Mapping[str, Any]]) -> Found:
    asked = await asyncio.to_thread(_asked, profile.socket)
    return Found(
        checks,
        bundle_file.versions(),
        **(asked or await _kept(profile, settings)),
        configuration=bundle_file.configuration(profile),
        logs=await asyncio.to_thread(bundle_file.logs, profile),
        accounts=tuple(_accounts(settings)),
        home=str(Path.home()),
        secrets=await _secrets(settings),
    )


def _asked(socket: Path) -> dict[str, Any]:
    """The running desk's own word; nothing where none runs."""
    try:
        return {
            "status": _answer(socket, "status"),
            "outbox": _answer(socket, "outbox").get("writes", ()),
            "calls": _answer(socket, "calls", limit=str(_CALLS)).get("calls", ()),
            "messages": _answer(socket, "sip-messages").get("messages", ()),
        }
    except ConnectionError:
        return {}


def _answer(socket: Path, verb: str, **options: str) -> dict[str, Any]:
    for answer in ask(socket, verb, [], options):
        return answer
    raise ConnectionError


async def _kept(profile: Profile, settings: Settings) -> dict[str, Any]:
    """Of the calls, what the cache has; of a cache that does not open, the doctor tells."""
    cache = cache_of(settings, profile)
    try:
        await cache.open()
        try:
            return {"calls": [report.ended_call(call) for call in await cache.calls(_CALLS)]}
        finally:
            await cache.close()
    except DeskError:
        return {}


def _accounts(settings: Settings) -> Iterator[str]:
    sip, crm = settings.sip, settings.crm
    yield from (sip.username, sip.auth_username, sip.display_name, crm.username, crm.operator)
    yield crm.username.rpartition("\\")[2]


async def _secrets(settings: Settings) -> tuple[str, ...]:
    """The passwords themselves, so that they are found wherever they stand."""
    known = list(bundle_file.secrets_of(os.environ))
    for purpose, account in (("sip", settings.sip.username), ("crm", settings.crm.username)):
        with contextlib.suppress(DeskError):
            known.append(await KeyringSecrets().password(purpose, account))
    return tuple(known)
