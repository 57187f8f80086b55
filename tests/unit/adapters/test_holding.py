"""Hold and resume: what is sent when, and what the desk is told, without a dialog."""

from __future__ import annotations

import pytest

from ctidesk.adapters.telephony.pjsip.holding import AGAIN_S, REQUEST_PENDING, Holding, Outcome


def holding(*, owner: bool = False) -> Holding:
    return Holding(owner, random=lambda low, high: high)


def sends(leg: Holding) -> bool | None:
    step = leg.next()
    if step is not None:
        leg.sent()
    return step


def test_one_wish() -> None:
    leg = holding()
    assert (sends(leg), leg.outcome()) == (None, None)
    leg.want(True)
    assert (leg.cut, leg.outcome()) == (True, Outcome(True)), "whatever the far end will say"
    assert sends(leg) is True
    assert (leg.next(), leg.outcome(), leg.under_way) == (None, None, True)
    assert leg.answered(200) == 0
    assert (leg.next(), leg.outcome()) == (None, None)
    leg.want(False)
    assert (sends(leg), leg.cut, leg.outcome()) == (False, False, None)
    leg.answered(200)
    assert (leg.next(), leg.outcome(), leg.outcome()) == (None, Outcome(False), None)


def test_what_holds_already_is_told_at_once() -> None:
    leg = holding()
    leg.want(False)
    assert (leg.next(), leg.outcome()) == (None, Outcome(False))


@pytest.mark.parametrize("code", [200, 488])
def test_a_wish_that_changes_under_way_is_told_once_at_its_end(code: int) -> None:
    leg = holding()
    leg.want(True)
    sends(leg)
    leg.want(False)
    leg.answered(code)
    assert sends(leg) is (False if code == 200 else None)
    leg.answered(200)
    assert (leg.outcome(), leg.outcome()) == (Outcome(False), None)


def test_a_wish_that_comes_again_after_a_refusal_is_tried_again() -> None:
    leg = holding()
    leg.want(True)
    sends(leg)
    assert leg.answered(488) == 0
    assert (leg.next(), leg.outcome(), leg.outcome()) == (None, Outcome(True, "hold"), None)
    assert leg.cut, "he hears nothing all the same"
    leg.want(True)
    assert (sends(leg), leg.outcome()) == (True, Outcome(True))


def test_a_far_end_that_refuses_to_be_taken_back_stays_held() -> None:
    leg = holding()
    leg.want(True)
    sends(leg)
    leg.answered(200)
    leg.want(False)
    sends(leg)
    leg.answered(488)
    assert (leg.next(), leg.outcome(), leg.outcome()) == (None, Outcome(True, "resume"), None)


def test_one_that_refused_to_be_held_is_taken_back_by_nobody_but_us() -> None:
    leg = holding()
    leg.want(True)
    sends(leg)
    leg.answered(488)
    leg.want(False)
    assert (leg.next(), leg.cut, leg.outcome()) == (None, False, Outcome(False))


@pytest.mark.parametrize(("owner", "latest"), [(True, 4.0), (False, 2.0)])
def test_glare_waits_as_the_rfc_says(owner: bool, latest: float) -> None:
    leg = holding(owner=owner)
    leg.want(True)
    leg.outcome()
    for _ in range(5):
        assert sends(leg) is True
        assert leg.answered(REQUEST_PENDING) == latest
        assert leg.outcome() is None
    sends(leg)
    assert (leg.answered(REQUEST_PENDING), leg.outcome()) == (0, Outcome(True, "hold"))


def test_a_wish_withdrawn_in_a_glare_is_told() -> None:
    leg = holding()
    leg.want(True)
    sends(leg)
    leg.answered(REQUEST_PENDING)
    leg.want(False)
    assert (leg.next(), leg.outcome()) == (None, Outcome(False))


def test_what_cannot_be_sent_is_tried_for_five_seconds() -> None:
    leg = holding()
    leg.want(True)
    waited = 0.0
    while (pause := leg.not_sent()) and waited < 60:
        assert leg.next() is True
        waited += pause
    assert waited == pytest.approx(5.0, abs=2 * AGAIN_S)
    assert (leg.next(), leg.outcome()) == (None, Outcome(True, "hold"))


def test_answers_to_other_requests_are_none_of_ours() -> None:
    leg = holding()
    assert leg.answered(200) == 0
    assert (leg.held, leg.outcome()) == (False, None)
