"""Signing in to the CRM again: what the operator sees of it while it is under way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ctidesk.domain.errors import Problem, ProblemId


class SignInWay(StrEnum):
    """Who proves to the CRM who we are, as ``[crm] auth`` has it."""

    NONE = "none"
    PASSWORD = "password"
    """Name and password, of the keyring or of the window."""
    SYSTEM = "system"
    """The account that is signed in to this computer."""
    BROWSER = "browser"
    """A page of the organization's, in the system's browser."""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What to type in at ``address``, on any device, where no browser opens here (RFC 8628)."""

    code: str
    address: str


@dataclass(frozen=True, slots=True)
class SigningIn:
    """A sign-in that has been begun. ``trying``: the CRM is being asked; ``problem``: why the last try failed."""

    way: SignInWay
    account: str = ""
    trying: bool = False
    problem: Problem | None = None
    device: DeviceCode | None = None


ASKS_FOR_SIGN_IN = frozenset(
    {
        ProblemId.CRM_SIGN_IN_REFUSED,
        ProblemId.CRM_SIGN_IN_NEEDED,
        ProblemId.CRM_COMPUTER_REFUSED,
        ProblemId.CRM_SIGN_IN_FAILED,
        ProblemId.CRM_PASSWORD_MISSING,
        ProblemId.KEYRING_UNAVAILABLE,
    }
)
"""What «Войти» mends."""
