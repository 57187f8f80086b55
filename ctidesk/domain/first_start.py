"""The first start: five steps, what is answered so far, and how the check of each step stands.

A step is left behind when its check has passed, or when the operator has skipped it knowingly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, TypeAlias

from ctidesk.domain.errors import Problem
from ctidesk.domain.settings_reading import Fixed
from ctidesk.domain.sign_in import DeviceCode


class Step(StrEnum):
    LANGUAGE = "language"
    PBX = "pbx"
    CRM = "crm"
    SOUND = "sound"
    OPERATOR = "operator"
    """Who am I; the last one, at which everything is kept."""


STEPS = tuple(Step)


class Standing(StrEnum):
    """Of a step's check."""

    OPEN = "open"
    TRYING = "trying"
    GOOD = "good"
    BAD = "bad"
    SKIPPED = "skipped"


class Move(StrEnum):
    EDIT = "edit"
    """Something else is answered: what was found out holds no longer."""
    TRY = "try"
    PASS = "pass"
    FAIL = "fail"
    CANCEL = "cancel"
    SKIP = "skip"


S, M = Standing, Move

TRANSITIONS: Mapping[tuple[Standing, Move], Standing] = {
    (S.OPEN, M.EDIT): S.OPEN,
    (S.OPEN, M.TRY): S.TRYING,
    (S.OPEN, M.SKIP): S.SKIPPED,
    (S.TRYING, M.EDIT): S.OPEN,
    (S.TRYING, M.PASS): S.GOOD,
    (S.TRYING, M.FAIL): S.BAD,
    (S.TRYING, M.CANCEL): S.OPEN,
    (S.TRYING, M.SKIP): S.SKIPPED,
    (S.GOOD, M.EDIT): S.OPEN,
    (S.GOOD, M.TRY): S.TRYING,
    (S.GOOD, M.FAIL): S.BAD,  # a headset is unplugged
    (S.GOOD, M.SKIP): S.SKIPPED,
    (S.BAD, M.EDIT): S.OPEN,
    (S.BAD, M.TRY): S.TRYING,
    (S.BAD, M.PASS): S.GOOD,  # a headset is plugged in
    (S.BAD, M.SKIP): S.SKIPPED,
    (S.SKIPPED, M.EDIT): S.OPEN,
    (S.SKIPPED, M.TRY): S.TRYING,
}


class IllegalMove(Exception):
    """A pair that :data:`TRANSITIONS` lacks."""


def next_standing(standing: Standing, move: Move) -> Standing:
    try:
        return TRANSITIONS[standing, move]
    except KeyError:
        raise IllegalMove(f"{move} in {standing}") from None


PASSABLE = frozenset({S.GOOD, S.SKIPPED})
CHECKED = (Step.PBX, Step.CRM, Step.SOUND)
"""The steps that have something to try, and may be skipped."""


@dataclass(frozen=True, slots=True)
class Checked:
    """``problem``: why it is bad, or what is worth knowing although it is good."""

    standing: Standing = Standing.OPEN
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What the operator has filled in; empty where he has not. No secret is among them.

    ``address`` is the CRM's as it was pasted, ``auth`` empty where it is to be found out, ``operator`` who we are in a
    CRM that does not say it; ``wrap_up_s`` whole seconds.
    """

    language: str = "ru"
    server: str = ""
    transport: str = "udp"
    username: str = ""
    address: str = ""
    auth: str = ""
    crm_username: str = ""
    operator: str = ""
    input: str = "default"
    output: str = "default"
    ring: str = "default"
    display_name: str = ""
    wrap_up_s: str = ""


ANSWERED_AT: Mapping[str, Step] = {
    "language": Step.LANGUAGE,
    **dict.fromkeys(("server", "transport", "username"), Step.PBX),
    **dict.fromkeys(("address", "auth", "crm_username", "operator"), Step.CRM),
    **dict.fromkeys(("input", "output", "ring"), Step.SOUND),
    **dict.fromkeys(("display_name", "wrap_up_s"), Step.OPERATOR),
}

WANTED: Mapping[Step, tuple[str, ...]] = {Step.PBX: ("server", "username"), Step.CRM: ("address",)}
"""Without these there is nothing to try."""

Phase: TypeAlias = Literal["", "looking", "name", "asking", "browser", "reading"]
"""How far a check is: looking for the CRM's kind, for the host's name, asking, waiting for the browser, reading."""
Sounding: TypeAlias = Literal["", "ring", "echo"]


@dataclass(frozen=True, slots=True)
class Myself:
    """Who the CRM says we are; ``wrap_up_s`` is ``None`` where it has no value."""

    name: str
    wrap_up_s: int | None = None
    teams: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundCrm:
    """What a pasted address has turned out to be, in the words of ``[crm]``."""

    kind: str
    url: str
    auth: str
    myself: Myself


@dataclass(frozen=True, slots=True)
class FirstStart:
    """``level`` is what the microphone hears, 0 to 1; ``heard``: it has heard something since it was chosen.

    ``keeping``: the answers are being written; ``problem``: why they could not be. ``fixed``: the answers that are
    somebody else's, by their names; ``kind`` is the CRM's, ``pbx_password`` and ``crm_password`` are passwords.
    """

    answers: Answers = field(default_factory=Answers)
    step: Step = Step.LANGUAGE
    checks: Mapping[Step, Checked] = field(default_factory=dict)
    crm: FoundCrm | None = None
    phase: Phase = ""
    device: DeviceCode | None = None
    level: float = 0.0
    heard: bool = False
    sounding: Sounding = ""
    keeping: bool = False
    problem: Problem | None = None
    fixed: Mapping[str, Fixed] = field(default_factory=dict)

    def check(self, step: Step) -> Checked:
        return self.checks.get(step, Checked() if step in CHECKED else Checked(Standing.GOOD))

    @property
    def here(self) -> Checked:
        return self.check(self.step)

    @property
    def tryable(self) -> bool:
        """Whether what the check needs is filled in."""
        return self.step in CHECKED and all(getattr(self.answers, name).strip() for name in WANTED.get(self.step, ()))

    @property
    def passable(self) -> bool:
        return self.here.standing in PASSABLE and not self.keeping

    def moved(self, step: Step, move: Move, problem: Problem | None = None) -> FirstStart:
        """The check of a step one move on; raises :class:`IllegalMove`."""
        now = Checked(next_standing(self.check(step).standing, move), problem)
        found = self.crm if step is not Step.CRM or move is Move.PASS else None
        return replace(self, checks={**self.checks, step: now}, crm=found, phase="", device=None)

    def answered(self, name: str, value: str) -> FirstStart:
        """Raises :class:`KeyError` for a name that is none."""
        step = ANSWERED_AT[name]
        told = replace(self, answers=replace(self.answers, **{name: value}))
        return told.moved(step, Move.EDIT) if step in WANTED else told

    def at(self, step: Step) -> FirstStart:
        return replace(self, step=step, sounding="", level=0.0, problem=None)

    @property
    def following(self) -> Step | None:
        place = STEPS.index(self.step) + 1
        return STEPS[place] if place < len(STEPS) else None

    @property
    def before(self) -> Step | None:
        place = STEPS.index(self.step)
        return STEPS[place - 1] if place else None


def resumed(answers: Answers, reached: Step, skipped: frozenset[Step]) -> FirstStart:
    """After a kill: nothing that was found out holds, and passwords were kept nowhere, so it goes on at the first step
    that has to be tried again, at ``reached`` at most."""
    checks = {step: Checked(Standing.SKIPPED) for step in skipped if step in CHECKED}
    first = FirstStart(answers, checks=checks)
    before = STEPS[: STEPS.index(reached)]
    return replace(first, step=next((step for step in before if first.check(step).standing not in PASSABLE), reached))
