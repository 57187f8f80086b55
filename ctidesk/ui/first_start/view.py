"""What the wizard shows of a desk. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ctidesk.domain.desk import Audio, Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.first_start import CHECKED, FirstStart, Phase, Standing, Step


class Main(StrEnum):
    """What the one filled button does."""

    TRY = "try"
    NEXT = "next"
    DONE = "done"


class Tone(StrEnum):
    """Of the line that tells how the check stands."""

    QUIET = "quiet"
    BUSY = "blue"
    GOOD = "green"
    WARNING = "amber"
    BAD = "red"


@dataclass(frozen=True, slots=True)
class LineView:
    """``problem``: its sentence is said; else the words of ``standing`` at ``step``, or of ``phase``."""

    tone: Tone
    step: Step
    standing: Standing
    phase: Phase = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class FirstStartView:
    """``wrong``: the answer to look at first, ``password`` or a field of ``Answers``, empty for none."""

    first: FirstStart
    audio: Audio
    line: LineView
    main: Main
    main_on: bool
    back: bool
    skip: bool
    cancel: bool
    wrong: str = ""


WRONG = {
    ProblemId.HOST_UNKNOWN: "server",
    ProblemId.PBX_PASSWORD_REFUSED: "password",
    ProblemId.SIP_PASSWORD_MISSING: "password",
    ProblemId.PBX_ACCOUNT_UNKNOWN: "username",
    ProblemId.PBX_UNREACHABLE: "server",
    ProblemId.CRM_ADDRESS_WRONG: "address",
    ProblemId.CRM_NOT_A_CRM: "address",
    ProblemId.CRM_UNREACHABLE: "address",
    ProblemId.CRM_NAME_WANTED: "crm_username",
    ProblemId.CRM_COMPUTER_REFUSED: "crm_username",
    ProblemId.CRM_SIGN_IN_REFUSED: "password",
    ProblemId.CRM_PASSWORD_MISSING: "password",
    ProblemId.CRM_OPERATOR_UNTOLD: "operator",
    ProblemId.CRM_OPERATOR_UNKNOWN: "operator",
    ProblemId.AUDIO_NO_MICROPHONE: "input",
    ProblemId.AUDIO_NO_SPEAKER: "output",
}
_TONES = {
    Standing.OPEN: Tone.QUIET,
    Standing.TRYING: Tone.BUSY,
    Standing.GOOD: Tone.GOOD,
    Standing.BAD: Tone.BAD,
    Standing.SKIPPED: Tone.WARNING,
}


def first_start_view(desk: Desk) -> FirstStartView | None:
    first = desk.first_start
    if first is None:
        return None
    standing = first.here.standing
    main = _main(first)
    return FirstStartView(
        first=first,
        audio=desk.audio,
        line=_line(first),
        main=main,
        main_on=first.passable if main is not Main.TRY else first.tryable and standing is not Standing.TRYING,
        back=first.before is not None and not first.keeping,
        skip=first.step in CHECKED and standing in (Standing.OPEN, Standing.BAD),
        cancel=standing is Standing.TRYING,
        wrong=_wrong(first),
    )


def _main(first: FirstStart) -> Main:
    if first.step in CHECKED and not first.passable:
        return Main.TRY
    return Main.NEXT if first.following else Main.DONE


def _line(first: FirstStart) -> LineView:
    here, problem = first.here, first.problem or first.here.problem
    tone = _TONES[here.standing]
    if first.problem:
        tone = Tone.BAD
    elif problem and here.standing is Standing.GOOD:
        tone = Tone.WARNING
    return LineView(tone, first.step, here.standing, first.phase, problem)


def _wrong(first: FirstStart) -> str:
    problem = first.here.problem
    if problem is None or first.here.standing is not Standing.BAD:
        return ""
    wrong = WRONG.get(problem.id, "")
    return "address" if wrong == "server" and first.step is Step.CRM else wrong
