"""How the desk signs in to a CRM."""

from __future__ import annotations

from collections.abc import Callable

import httpx2

from ctidesk.domain.errors import Problem, ProblemId, SettingsError
from ctidesk.domain.settings import CrmSettings

MakeAuth = Callable[[CrmSettings, str], httpx2.Auth | None]


def nothing(_: CrmSettings, __: str) -> httpx2.Auth | None:
    return None


def basic(settings: CrmSettings, password: str) -> httpx2.Auth | None:
    return httpx2.BasicAuth(settings.username, password)


# NTLM and Negotiate sign in a connection, not a request (``design/crm.md``): when they come, the wire also has to
# hold one client with one connection for each of its places.
WAYS: dict[str, MakeAuth] = {"none": nothing, "basic": basic}


def auth_of(settings: CrmSettings, password: str) -> httpx2.Auth | None:
    """The password goes no further than the returned object, which prints without it."""
    way = WAYS.get(settings.auth)
    if not way:
        problem = Problem.of(
            ProblemId.CONFIG_WRONG_VALUE, key="crm.auth", value=settings.auth, accepted=", ".join(WAYS)
        )
        raise SettingsError(problem)
    return way(settings, password)
