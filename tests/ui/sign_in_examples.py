"""Example desks of a sign-in to the CRM that has come to its end."""

from __future__ import annotations

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import SyncState
from ctidesk.domain.sign_in import DeviceCode, SignInWay
from tests.ui.examples import Example, desk_after, idle


def refused() -> Desk:
    problem = Problem.of(ProblemId.CRM_SIGN_IN_REFUSED, host="crm")
    return desk_after(ev.SyncChanged(SyncState.ERROR, problem), desk=idle())


def expired() -> Desk:
    problem = Problem.of(ProblemId.CRM_SIGN_IN_NEEDED, host="crm")
    return desk_after(ev.SyncChanged(SyncState.ERROR, problem), desk=idle())


def window() -> Desk:
    return desk_after(ev.SignInBegun(SignInWay.PASSWORD, "ROMASHKA\\a.petrova"), desk=refused())


def wrong() -> Desk:
    failed = ev.SignInFailed(Problem(ProblemId.CRM_SIGN_IN_REFUSED))
    return desk_after(ev.PasswordGiven(), failed, desk=window())


def trying() -> Desk:
    return desk_after(ev.PasswordGiven(), desk=window())


def browser() -> Desk:
    return desk_after(ev.SignInBegun(SignInWay.BROWSER, "a.petrova@romashka.ru"), desk=expired())


def device() -> Desk:
    code = DeviceCode("B7XK-QW42", "https://microsoft.com/devicelogin")
    return desk_after(ev.DeviceCodeGiven(code), desk=browser())


EXAMPLES: dict[str, Example] = {
    "sign-in-refused": Example(refused),
    "sign-in-expired": Example(expired),
    "sign-in-window": Example(window),
    "sign-in-wrong": Example(wrong),
    "sign-in-trying": Example(trying),
    "sign-in-browser": Example(browser),
    "sign-in-device": Example(device),
}
