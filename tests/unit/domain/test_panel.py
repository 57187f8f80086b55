"""The panel in the tray, what is told there, and the question before the end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.history import CallFilter
from ctidesk.domain.notification import Notifies
from ctidesk.domain.records import CallRecord, CallResult, Direction
from ctidesk.domain.transfer import Referral
from tests.unit.domain.test_history import ENDED, FREE, NOW, TALK, told

RINGS = TALK[0]
MISSED = CallRecord("m", Direction.INCOMING, "+74957654321", "84957654321", NOW, ended=NOW, result=CallResult.MISSED)
HANDED_OVER = replace(RINGS, referral=Referral(by="1002"))


@pytest.mark.parametrize(
    ("notifies", "panel_open", "in_front", "outside"),
    [
        (Notifies.BUTTONS, True, True, False),
        (Notifies.BUTTONS, False, True, True),
        (Notifies.BUTTONS, True, False, True),
        (Notifies.TEXT, False, True, False),
        (Notifies.NOTHING, False, True, False),
    ],
)
def test_a_call_is_told_outside_where_the_panel_is_not_seen_and_buttons_are(
    notifies: Notifies, panel_open: bool, in_front: bool, outside: bool
) -> None:
    desk = replace(told(FREE, RINGS), notifies=notifies, panel_open=panel_open, in_front=in_front)
    assert desk.rings_outside is outside


@pytest.mark.manual("M20")
def test_a_transfer_is_told_in_front_of_all_windows_where_a_window_can_stand_there() -> None:
    desk = replace(told(FREE, HANDED_OVER), notifies=Notifies.BUTTONS, panel_open=False)
    assert not desk.rings_outside
    assert replace(desk, in_front=False).rings_outside


@pytest.mark.parametrize("begins", [(RINGS, ev.AnswerRequested("a")), (ev.DialStarted("b", "+7495", "495", NOW),)])
def test_whoever_talks_has_the_panel(begins: tuple[ev.Event, ...]) -> None:
    assert told(FREE, ev.PanelHidden(), *begins).panel_open


def test_a_call_that_rings_does_not_bring_the_panel() -> None:
    assert not told(FREE, ev.PanelHidden(), RINGS).panel_open


def test_a_call_missed_behind_the_operators_back_is_known_until_he_is_back() -> None:
    assert told(FREE, ev.CallMissed(MISSED)).missed_call is None
    away = told(FREE, ev.PanelHidden(), ev.CallMissed(MISSED))
    assert away.missed_call == MISSED
    named = replace(MISSED, name="Иванов")
    assert told(away, ev.CallKept(named)).missed_call == named
    assert told(away, ev.CallKept(replace(MISSED, id="other"))).missed_call == MISSED
    for back in (ev.PanelShown(), ev.HistoryOpened(CallFilter())):
        assert told(away, back).missed_call is None


def test_where_no_window_stands_in_front_it_is_known_until_the_call_back() -> None:
    wayland = replace(FREE, in_front=False)
    missed = told(wayland, ev.CallMissed(MISSED))
    assert told(missed, ev.DialStarted("b", "+7812", "812", NOW)).missed_call == MISSED
    assert told(missed, ev.DialStarted("b", MISSED.number, MISSED.raw_number, NOW)).missed_call is None


def test_the_question_brings_the_panel_and_goes_with_the_call() -> None:
    asked = told(FREE, *TALK, ev.PanelHidden(), ev.QuitAsked())
    assert asked.quit_asked and asked.panel_open
    for over in (ENDED, ev.HangUpRequested("a", NOW), ev.NoticeDismissed(), ev.PanelHidden()):
        assert not told(asked, over).quit_asked


def test_staying_dismisses_nothing_else() -> None:
    problem = told(FREE, *TALK, ev.ProblemArose(Problem(ProblemId.HOLD_REFUSED), NOW), ev.QuitAsked())
    stayed = told(problem, ev.NoticeDismissed())
    assert stayed.notice and not stayed.quit_asked


def test_a_new_desk_has_its_panel() -> None:
    assert Desk().panel_open and Desk().in_sight
