"""The transfer's table: every failure has its row, and no pending phase forgets the caller."""

from __future__ import annotations

import pytest

from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.transfer import PENDING, TRANSITIONS, Phase, Transfer, TransferKind, TransferStep

P, S = Phase, TransferStep
LATE = {(P.CANCELLED, S.JOINED), (P.FAILED, S.JOINED)}
"""A REFER cannot be called back."""
WHY = Problem(ProblemId.TRANSFER_FAILED)


def transfer(phase: Phase) -> Transfer:
    return Transfer(TransferKind.JOINED, "1002", phase, "consult")


@pytest.mark.manual("D5", "M19")
@pytest.mark.parametrize("phase", sorted(PENDING))
@pytest.mark.parametrize("step", [S.TIMED_OUT, S.CALLER_GONE])
def test_no_pending_phase_lasts_for_ever(phase: Phase, step: TransferStep) -> None:
    consulting_has_no_clock = phase is P.CONSULTING and step is S.TIMED_OUT
    assert ((phase, step) in TRANSITIONS) is not consulting_has_no_clock


@pytest.mark.parametrize("phase", [P.RINGING, P.CONSULTING, P.JOINING])
def test_the_second_legs_death_is_seen_while_it_lives(phase: Phase) -> None:
    assert (phase, S.CONSULT_ENDED) in TRANSITIONS


@pytest.mark.parametrize("phase", [P.JOINING, P.REPLACED, P.REFERRED, P.PROGRESSING])
@pytest.mark.parametrize("step", [S.PROGRESS, S.JOINED, S.REFUSED])
def test_whatever_a_notify_says_has_its_row(phase: Phase, step: TransferStep) -> None:
    assert (phase, step) in TRANSITIONS


OVER = [(phase, step) for phase in sorted(set(Phase) - PENDING) for step in TransferStep]


@pytest.mark.parametrize(("phase", "step"), [pair for pair in OVER if pair not in LATE])
def test_what_is_over_stays_as_it_is(phase: Phase, step: TransferStep) -> None:
    assert transfer(phase).after(step, WHY) == transfer(phase)


@pytest.mark.parametrize(("phase", "step"), sorted(LATE))
def test_a_success_that_is_told_late_is_one(phase: Phase, step: TransferStep) -> None:
    assert transfer(phase).after(step).phase is P.DONE


def test_every_phase_is_reached_and_every_step_is_used() -> None:
    assert {phase for phase, _ in TRANSITIONS} == PENDING | {phase for phase, _ in LATE}
    assert {step for _, step in TRANSITIONS} == set(TransferStep)
    beginnings = {P.RINGING, P.REFERRED}
    assert set(TRANSITIONS.values()) | beginnings == set(Phase)


@pytest.mark.manual("M8", "M5.4")
def test_what_can_be_cancelled_and_completed() -> None:
    cancellable = {phase for phase in Phase if transfer(phase).can_cancel}
    assert cancellable == {P.RINGING, P.CONSULTING, P.REFERRED, P.PROGRESSING}
    assert [phase for phase in Phase if transfer(phase).can_complete] == [P.CONSULTING]


def test_the_reason_stands_with_a_transfer_that_is_over_and_never_with_a_pending_one() -> None:
    assert transfer(P.JOINING).after(S.PROGRESS, WHY).problem is None
    assert transfer(P.JOINING).after(S.REFUSED, WHY).problem == WHY


def test_the_words_of_ctl() -> None:
    assert {phase.value: transfer(phase).public for phase in Phase} == {
        "ringing": "ringing",
        "referred": "ringing",
        "progressing": "ringing",
        "consulting": "answered",
        "joining": "answered",
        "replaced": "answered",
        "done": "answered",
        "rejected": "rejected",
        "failed": "failed",
        "cancelled": "cancelled",
    }
