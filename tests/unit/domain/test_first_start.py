"""The wizard's state: the table of a check, pair by pair, and the way from step to step."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product

import pytest

from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.first_start import (
    ANSWERED_AT,
    PASSABLE,
    STEPS,
    TRANSITIONS,
    Answers,
    Checked,
    FirstStart,
    FoundCrm,
    IllegalMove,
    Move,
    Myself,
    Standing,
    Step,
    next_standing,
    resumed,
)

FOUND = FoundCrm("webapi", "https://crm/api/data/v9.2/", "negotiate", Myself("Анна Петрова"))
FILLED = Answers(server="pbx", username="1001", address="crm")


@pytest.mark.parametrize(("standing", "move"), sorted(set(product(Standing, Move)) - set(TRANSITIONS)))
def test_a_pair_that_the_table_lacks_raises(standing: Standing, move: Move) -> None:
    with pytest.raises(IllegalMove):
        next_standing(standing, move)


def test_whatever_stands_an_edit_opens_and_only_a_pass_or_a_skip_lets_go_on() -> None:
    assert {next_standing(standing, Move.EDIT) for standing in Standing} == {Standing.OPEN}
    leads_on = {move for (_, move), after in TRANSITIONS.items() if after in PASSABLE}
    assert leads_on == {Move.PASS, Move.SKIP}


def test_a_check_that_was_cancelled_or_edited_cannot_pass_any_more() -> None:
    for move in (Move.CANCEL, Move.EDIT):
        with pytest.raises(IllegalMove):
            next_standing(next_standing(Standing.TRYING, move), Move.PASS)


def test_every_answer_belongs_to_a_step() -> None:
    assert {field.name for field in fields(Answers)} == set(ANSWERED_AT)
    with pytest.raises(KeyError):
        FirstStart().answered("password", "secret")


def test_language_and_operator_have_nothing_to_try() -> None:
    for step in (Step.LANGUAGE, Step.OPERATOR):
        first = FirstStart(FILLED, step)
        assert first.passable and not first.tryable


@pytest.mark.parametrize("step", [Step.PBX, Step.CRM])
def test_what_is_not_filled_in_cannot_be_tried(step: Step) -> None:
    assert not FirstStart(Answers(server=" "), step).tryable
    assert FirstStart(FILLED, step).tryable


def test_an_edit_forgets_what_was_found_out() -> None:
    tried = FirstStart(FILLED, Step.CRM).moved(Step.CRM, Move.TRY)
    good = replace(tried, crm=FOUND).moved(Step.CRM, Move.PASS)
    assert good.passable and good.crm is FOUND
    edited = good.answered("address", "other")
    assert edited.crm is None and not edited.passable
    assert good.answered("server", "other").crm is FOUND, "another step's answer"


def test_without_a_crm_nothing_of_it_is_known() -> None:
    tried = FirstStart(FILLED, Step.CRM).moved(Step.CRM, Move.TRY)
    assert replace(tried, crm=FOUND).moved(Step.CRM, Move.SKIP).crm is None


def test_a_failure_keeps_its_reason_until_the_next_move() -> None:
    why = Problem(ProblemId.PBX_PASSWORD_REFUSED)
    bad = FirstStart(FILLED, Step.PBX).moved(Step.PBX, Move.TRY).moved(Step.PBX, Move.FAIL, why)
    assert bad.here == Checked(Standing.BAD, why)
    assert bad.moved(Step.PBX, Move.TRY).here.problem is None


def test_from_the_first_step_to_the_last_and_back() -> None:
    first, way = FirstStart(), [Step.LANGUAGE]
    while first.following:
        first = first.at(first.following)
        way.append(first.step)
    assert tuple(way) == STEPS
    while first.before:
        first = first.at(first.before)
    assert first.step is Step.LANGUAGE


def test_a_kill_leads_back_to_what_has_to_be_tried_again() -> None:
    assert resumed(FILLED, Step.SOUND, frozenset()).step is Step.PBX
    assert resumed(FILLED, Step.SOUND, frozenset({Step.PBX})).step is Step.CRM
    assert resumed(FILLED, Step.OPERATOR, frozenset({Step.PBX, Step.CRM, Step.SOUND})).step is Step.OPERATOR
    assert resumed(FILLED, Step.LANGUAGE, frozenset()).step is Step.LANGUAGE
