"""The sign-in of a :class:`tests.fakes.crm.FakeCrm`: the password it takes, and what it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ctidesk.domain.errors import CrmUnauthorized, DeskError, Problem, ProblemId
from ctidesk.domain.sign_in import DeviceCode, SignInWay
from tests.fakes.crm import FakeCrm

REFUSED = Problem.of(ProblemId.CRM_SIGN_IN_REFUSED, host="fake")


@dataclass
class FakeSignIn:
    """``good`` is what the CRM takes, ``in_keyring`` what is there; ``browser`` is what happens in it."""

    crm: FakeCrm
    way: SignInWay = SignInWay.PASSWORD
    account: str = "anna"
    good: str = "today's"
    in_keyring: str = "yesterday's"
    keyring_locked: bool = False
    browser: Callable[[Callable[[DeviceCode], None]], object] | None = None
    tried: list[str] = field(default_factory=list)
    used: str = ""

    def listen(self, refused: Callable[[Problem], None]) -> None:
        self.refused = refused

    def refuse(self, problem: Problem = REFUSED) -> None:
        """The CRM does not take us any more; somebody's request has just found out."""
        self.crm.refused = CrmUnauthorized(problem)
        self.refused(problem)

    async def renew(self, password: str | None = None, device: Callable[[DeviceCode], None] | None = None) -> None:
        if device is not None:
            assert self.browser
            await self.browser(device)  # type: ignore[misc]
            self.crm.refused = None
            return
        self.used = self.in_keyring if password is None else password
        self.tried.append(self.used)
        self.crm.refused = None if self.used == self.good else CrmUnauthorized(REFUSED)

    async def keep(self) -> None:
        if self.keyring_locked:
            raise DeskError(Problem(ProblemId.KEYRING_UNAVAILABLE))
        self.in_keyring = self.used
