"""Whether requests may leave: a refused sign-in is not repeated by itself, so that no account is ever locked."""

from __future__ import annotations

from collections.abc import Callable

from ctidesk.domain.errors import CrmUnauthorized, Problem, ProblemId

REFUSALS = frozenset({ProblemId.CRM_SIGN_IN_REFUSED, ProblemId.CRM_SIGN_IN_NEEDED, ProblemId.CRM_COMPUTER_REFUSED})


class Gate:
    """Shut by a refusal, opened by a new sign-in. ``attempt`` numbers the sign-ins: what an older one still hears
    from the CRM says nothing of the present one."""

    def __init__(self) -> None:
        self.attempt = 0
        self._problem: Problem | None = None
        self._refused: Callable[[Problem], None] = lambda _: None

    def listen(self, refused: Callable[[Problem], None]) -> None:
        """Have ``refused`` called once, when the gate is shut."""
        self._refused = refused

    def enter(self) -> int:
        """The present attempt; raises CrmUnauthorized where it has been refused: nothing is sent then."""
        if self._problem:
            raise CrmUnauthorized(self._problem)
        return self.attempt

    def shut(self, attempt: int, problem: Problem) -> None:
        """Where the CRM or its authority has refused; a password that is merely missing is looked for again."""
        if problem.id in REFUSALS and attempt == self.attempt and self._problem is None:
            self._problem = problem
            self._refused(problem)

    def open(self) -> None:
        """For a new sign-in."""
        self.attempt += 1
        self._problem = None
