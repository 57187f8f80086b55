"""What the operator wants of the first-start wizard."""

from __future__ import annotations

from dataclasses import dataclass, field

from ctidesk.domain.first_start import Sounding, Step


@dataclass(frozen=True, slots=True)
class OpenFirstStart:
    """Begin, or go on where it was left."""


@dataclass(frozen=True, slots=True)
class CloseFirstStart:
    """Leave it for today: what is answered is there again at the next start, passwords are not."""


@dataclass(frozen=True, slots=True)
class AnswerFirst:
    """``name`` is a field of ``Answers``."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The password of a step is being typed anew: what was found out with the old one holds no longer."""

    step: Step


@dataclass(frozen=True, slots=True)
class TryStep:
    """Check what is filled in. ``password`` is the step's, empty where the keyring or a variable has it; it never
    shows in a repr."""

    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CancelTry:
    """Stop the check under way."""


@dataclass(frozen=True, slots=True)
class SkipStep:
    """Do without it, knowingly."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Go on; at the last step: keep everything and begin to work."""


@dataclass(frozen=True, slots=True)
class PreviousStep:
    """Go back; what the steps behind have found out stays."""


@dataclass(frozen=True, slots=True)
class TrySound:
    """Play the ring tone, or have the operator hear himself; empty: stop."""

    sounding: Sounding
