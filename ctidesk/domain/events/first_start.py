"""The first-start wizard. No event carries a password."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.errors import Problem
from ctidesk.domain.first_start import FirstStart, FoundCrm, Move, Phase, Sounding, Step
from ctidesk.domain.sign_in import DeviceCode


@dataclass(frozen=True, slots=True)
class FirstStartOpened:
    """``first``: where it begins, or goes on."""

    first: FirstStart


@dataclass(frozen=True, slots=True)
class FirstStartClosed:
    """Given up for today, or done."""


@dataclass(frozen=True, slots=True)
class FirstAnswered:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class StepReached:
    step: Step


@dataclass(frozen=True, slots=True)
class CheckMoved:
    """The check of a step has begun, ended, or been skipped; ``problem`` as in ``Checked``."""

    step: Step
    move: Move
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class CheckProgressed:
    """``device``: no browser opens here, this code is to be typed in elsewhere."""

    step: Step
    phase: Phase
    device: DeviceCode | None = None


@dataclass(frozen=True, slots=True)
class CrmFound:
    found: FoundCrm


@dataclass(frozen=True, slots=True)
class SoundTried:
    sounding: Sounding


@dataclass(frozen=True, slots=True)
class AnswersKept:
    """``problem`` is ``None`` while they are being written."""

    problem: Problem | None = None
