"""What the first-start wizard tries: the doctor's checks on what is filled in, before anything of it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from ctidesk.domain.crm_places import Place, is_cloud, places
from ctidesk.domain.errors import CrmError, CrmUnauthorized, DeskError, Problem, ProblemId
from ctidesk.domain.first_start import Answers, FoundCrm, Phase
from ctidesk.domain.settings import CrmSettings, Settings
from ctidesk.domain.sign_in import DeviceCode, SignInWay
from ctidesk.ports import Crm, CrmSignIn, Secrets, Telephony
from ctidesk.usecases import doctor
from ctidesk.usecases.acquaintance import acquaintance
from ctidesk.usecases.doctor import Resolve
from ctidesk.usecases.sign_in import WITHIN_S
from ctidesk.usecases.status import sip_account

PBX_WITHIN_S = 12.0
ELSEWHERE = frozenset({ProblemId.CRM_NOT_A_CRM, ProblemId.CRM_FAULT})
"""There is something, and it is not what was looked for: another version, the other dialect, a web page."""
NAMED = frozenset({"ntlm", "basic"})

Tell: TypeAlias = Callable[[Phase, DeviceCode | None], None]


@dataclass(frozen=True, slots=True)
class Means:
    """What the checks are made with. ``sign_in_asked`` tells the ``[crm] auth`` that a server asks for."""

    telephony: Callable[[Settings], Telephony]
    crm: Callable[[CrmSettings, Secrets], Awaitable[tuple[CrmSignIn, Crm]]]
    sign_in_asked: Callable[[str], Awaitable[str]]
    address_of: Resolve


async def try_pbx(means: Means, settings: Settings, answers: Answers, secrets: Secrets, tell: Tell) -> None:
    """Register and unregister; raises :class:`DeskError`."""
    filled_in: dict[str, Any] = {name: getattr(answers, name) for name in ("server", "transport", "username")}
    sip = replace(settings.sip, **filled_in)
    tell("name", None)
    await means.address_of(_host(sip.server))
    account = sip_account(sip, await secrets.password("sip", sip.username))
    tell("asking", None)
    finding = await doctor.pbx(means.telephony(replace(settings, sip=sip)), account, PBX_WITHIN_S)
    if finding.problem:
        raise DeskError(finding.problem)


async def try_crm(
    means: Means,
    settings: CrmSettings,
    answers: Answers,
    secrets: Secrets,
    tell: Tell,
    fixed: Set[str] = frozenset(),
) -> tuple[FoundCrm, Problem | None]:
    """Which CRM it is and who we are there, and what of the configured names it lacks; raises :class:`DeskError`.

    A refused sign-in ends the search: the same password is not sent to one address after the other. What is ``fixed``,
    by the names of answers, is tried as ``settings`` have it.
    """
    candidates = _candidates(settings, answers, fixed)
    tell("name", None)
    await means.address_of(_host(urlsplit(candidates[0].url).netloc))
    tell("looking", None)
    auth = answers.auth or await _asked(means, candidates[0].url)
    if auth in NAMED and not answers.crm_username:
        raise DeskError(Problem(ProblemId.CRM_NAME_WANTED))
    nowhere = DeskError(Problem(ProblemId.CRM_NOT_A_CRM))
    for place in candidates:
        try:
            return await _meet(means, _as_answered(settings, answers, place, auth), secrets, tell)
        except CrmError as error:
            if error.problem.id not in ELSEWHERE:
                raise
            nowhere = error
    raise nowhere


def _candidates(settings: CrmSettings, answers: Answers, fixed: Set[str]) -> tuple[Place, ...]:
    """Where to look; raises CRM_NOT_A_CRM where nothing is left to look at."""
    found = places(answers.address)
    if "address" in fixed:
        found = tuple(Place(kind, settings.url) for kind in dict.fromkeys(place.kind for place in found))
    if "kind" in fixed:
        found = tuple(place for place in found if place.kind == settings.kind)
    if not found:
        raise DeskError(Problem(ProblemId.CRM_NOT_A_CRM))
    return found


async def _asked(means: Means, url: str) -> str:
    return "oauth" if is_cloud(url) else await means.sign_in_asked(url)


def _as_answered(settings: CrmSettings, answers: Answers, place: Place, auth: str) -> CrmSettings:
    found: dict[str, Any] = {"kind": place.kind, "url": place.url, "auth": auth}
    return replace(settings, username=answers.crm_username, operator=answers.operator, **found)


async def _meet(means: Means, settings: CrmSettings, secrets: Secrets, tell: Tell) -> tuple[FoundCrm, Problem | None]:
    sign_in, crm = await means.crm(settings, secrets)
    try:
        tell("asking", None)
        user_id = await _signed_in(sign_in, crm, tell)
        tell("reading", None)
        myself = await acquaintance(crm, user_id)
        return FoundCrm(settings.kind, settings.url, settings.auth, myself), crm.unknown_names
    finally:
        await crm.close()


async def _signed_in(sign_in: CrmSignIn, crm: Crm, tell: Tell) -> str:
    """The user's id; the browser is opened where the CRM does not take us without."""
    try:
        return (await crm.connect()).user_id
    except CrmUnauthorized:
        if sign_in.way is not SignInWay.BROWSER:
            raise
    tell("browser", None)
    try:
        async with asyncio.timeout(WITHIN_S):
            await sign_in.renew(device=lambda device: tell("browser", device))
    except (CrmUnauthorized, TimeoutError) as error:
        detail = error.problem.detail if isinstance(error, DeskError) else "nobody finished it"
        raise DeskError(Problem.of(ProblemId.CRM_SIGN_IN_FAILED, detail)) from None
    tell("asking", None)
    return (await crm.connect()).user_id


def _host(server: str) -> str:
    """Raises HOST_UNKNOWN for what is no host and port at all."""
    try:
        parts = urlsplit(f"//{server}")
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.path or parts.username:
        raise DeskError(Problem.of(ProblemId.HOST_UNKNOWN, host=server))
    return host
