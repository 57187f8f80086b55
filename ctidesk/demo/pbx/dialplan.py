"""What is dialled, and what becomes of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

OUTSIDE = re.compile(r"\+?\d{7,}")
SEPARATORS = str.maketrans("", "", " -.()")


@dataclass(frozen=True)
class Step:
    """One response of an answering robot, so long after the one before."""

    code: int
    after_s: float = 0


JOIN = (Step(200),)
NEVER = (Step(180),)

SPECIAL = {
    "0404": (Step(404),),
    "0480": NEVER,
    "0486": (Step(486),),
    "0500": (Step(500),),
    "0603": (Step(180), Step(603, after_s=1)),
}

PRESENCES = ("inactive", "available", "available", "available", "busy", "wrap-up")


@dataclass(frozen=True)
class Dialplan:
    """The first account is the operator; the next three answer, the fifth is busy, the sixth writes up a call, the
    rest are away."""

    accounts: Sequence[str]
    answer_s: float = 3

    @property
    def operator(self) -> str:
        return self.accounts[0]

    def steps(self, user: str) -> tuple[Step, ...] | None:
        """How a robot answers; None where no robot stands for this number."""
        if user in self.accounts:
            return self._colleague(self.accounts.index(user))
        number = user.translate(SEPARATORS)
        return self._outside(number) if OUTSIDE.fullmatch(number) else None

    def presence(self, user: str) -> str:
        """How the robot that stands for an account is: the note of its presence document."""
        position = self.accounts.index(user)
        return PRESENCES[position] if position < len(PRESENCES) else "inactive"

    def refusal(self, user: str) -> int:
        return 480 if user in self.accounts else 404

    def _outside(self, number: str) -> tuple[Step, ...]:
        early_media = number.endswith("0183")
        return SPECIAL.get(number[-4:], self._answered(183 if early_media else 180))

    def _colleague(self, position: int) -> tuple[Step, ...] | None:
        if 1 <= position <= 3:
            return self._answered(180)
        return (Step(486),) if position == 4 else None

    def _answered(self, ringing: int) -> tuple[Step, ...]:
        return Step(ringing), Step(200, self.answer_s)
