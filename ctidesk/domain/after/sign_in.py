"""Signing in to the CRM again."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.sign_in import SigningIn, SignInWay


def sign_in_begun(desk: Desk, event: ev.SignInBegun) -> Desk:
    return _with(desk, SigningIn(event.way, event.account, trying=event.way is not SignInWay.PASSWORD))


def password_given(desk: Desk, event: ev.PasswordGiven) -> Desk:
    present = desk.crm.signing_in
    return _with(desk, replace(present, trying=True, problem=None)) if present else desk


def device_code_given(desk: Desk, event: ev.DeviceCodeGiven) -> Desk:
    present = desk.crm.signing_in
    return _with(desk, replace(present, device=event.device)) if present else desk


def sign_in_failed(desk: Desk, event: ev.SignInFailed) -> Desk:
    """Only a window has a place to say why; elsewhere the CRM's own message does."""
    present = desk.crm.signing_in
    if present is None or present.way is not SignInWay.PASSWORD:
        return _with(desk, None)
    return _with(desk, replace(present, trying=False, problem=event.problem))


def sign_in_ended(desk: Desk, event: ev.SignInEnded) -> Desk:
    return _with(desk, None)


def _with(desk: Desk, signing_in: SigningIn | None) -> Desk:
    return replace(desk, crm=replace(desk.crm, signing_in=signing_in))
