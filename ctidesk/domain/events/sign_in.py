"""Signing in to the CRM again."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.errors import Problem
from ctidesk.domain.sign_in import DeviceCode, SignInWay


@dataclass(frozen=True, slots=True)
class SignInBegun:
    """By a password, which is asked for now; by this computer's account or in the browser, which is waited for."""

    way: SignInWay
    account: str = ""


@dataclass(frozen=True, slots=True)
class PasswordGiven:
    """The CRM is being asked whether it takes the password."""


@dataclass(frozen=True, slots=True)
class DeviceCodeGiven:
    """No browser opens here: this code is to be typed in elsewhere."""

    device: DeviceCode


@dataclass(frozen=True, slots=True)
class SignInFailed:
    """The window stays open and says so; a sign-in without a window is over."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class SignInEnded:
    """The CRM takes us again, or the operator does not want to sign in now."""
