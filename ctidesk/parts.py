"""The adapters that the settings ask for, made when they are needed: of the desktop, and of the doctor."""

from __future__ import annotations

import asyncio
import importlib
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ctidesk import launch
from ctidesk.adapters.desktop.policies import policies
from ctidesk.adapters.desktop.profile import Profile
from ctidesk.adapters.settings_file import read
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.setting_list import TABLES, Value
from ctidesk.domain.settings import CrmSettings, HeadsetSettings, Settings
from ctidesk.domain.settings_reading import Reading
from ctidesk.ports import Cache, Crm, CrmSignIn, Headset, Secrets, Telephony

if TYPE_CHECKING:
    from ctidesk.usecases.first_checks import Means

CRM_DIALECTS = {
    "webapi": ("ctidesk.adapters.crm.webapi.crm", "WebApiCrm"),
    "crm2013": ("ctidesk.adapters.crm.crm2013.crm", "Crm2013"),
}


def read_settings(profile: Profile) -> Reading:
    """The settings of this profile, from files, policies and variables, with where each comes from."""
    return read(profile.config_files, os.environ, policies(TABLES))


def write_settings(profile: Profile, changes: Mapping[tuple[str, str], Value | None]) -> None:
    """Into the user's own file; raises :class:`SettingsError`."""
    from ctidesk.adapters.settings_writer import keep_all  # rarely needed, and slow to import

    keep_all(profile.config_files[-1], changes)


def telephony_of(settings: Settings) -> Telephony:
    from ctidesk.adapters.telephony.process import EngineProcess

    return EngineProcess(launch.command("engine-host", "--engine", settings.sip.engine))


def cache_of(settings: Settings, profile: Profile) -> Cache:
    """Of this account alone: another operator's copy, journal and outbox stay as they are until he signs in."""
    from ctidesk.adapters.cache.sqlite import SqliteCache
    from ctidesk.adapters.secrets.keyring_secrets import CacheKeys

    crm = settings.crm
    path = profile.cache("" if crm.kind == "none" else account_of(crm))
    return SqliteCache(path, crm.country, encrypt=settings.cache.encrypt, keys=CacheKeys(), nameless=profile.cache())


def headset_of(settings: HeadsetSettings) -> Headset | None:
    from ctidesk.adapters.headset.hid import HidHeadsets

    return HidHeadsets() if settings.hid else None


def unsent_elsewhere(settings: Settings, profile: Profile) -> Problem | None:
    """Where the account in the settings was another one, what waits for it is not forgotten."""
    from ctidesk.adapters.cache.others import unsent_beside

    crm = settings.crm
    count = unsent_beside(profile.cache("" if crm.kind == "none" else account_of(crm)))
    return Problem.of(ProblemId.UNSENT_ELSEWHERE, count=count) if count else None


def account_of(crm: CrmSettings) -> str:
    """Whose cache it is, as far as the settings tell. Not by the port: where a CRM moves to another one it is the same,
    and another CRM on the same host says so itself (:meth:`Cache.belongs_to`)."""
    return "\n".join((re.sub(r":\d+(?=/|$)", "", crm.url), crm.username, crm.operator))


async def crm_of(settings: CrmSettings, secrets: Secrets | None = None) -> tuple[CrmSignIn, Crm]:
    """Raises :class:`DeskError` for a sign-in that cannot work; needs a ``kind``. ``secrets``: the keyring, unless told
    otherwise."""
    # The HTTP library takes a tenth of a second to import: in a thread, so that the panel stays alive.
    module, dialect = CRM_DIALECTS[settings.kind]
    adapter = await asyncio.to_thread(importlib.import_module, module)
    from ctidesk.adapters.crm.signin.sign_in import sign_in_of
    from ctidesk.adapters.secrets.keyring_secrets import KeyringSecrets

    sign_in = await asyncio.to_thread(sign_in_of, settings, secrets or KeyringSecrets())
    crm: Crm = await asyncio.to_thread(getattr(adapter, dialect), settings, sign_in)
    return sign_in, crm


def first_start_means() -> Means:
    """What the first start's checks are made with: the doctor's parts."""
    from ctidesk.adapters.desktop.names import address_of
    from ctidesk.usecases.first_checks import Means

    return Means(telephony_of, crm_of, _sign_in_asked, address_of)


async def _sign_in_asked(url: str) -> str:
    await asyncio.to_thread(importlib.import_module, "httpx2")  # as in :func:`crm_of`
    from ctidesk.adapters.crm.sign_in_asked import sign_in_asked

    return await sign_in_asked(url)
