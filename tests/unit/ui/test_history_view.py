"""What the history, the note line and the panel's buttons show."""

from __future__ import annotations

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.history import CalledBack, CallFilter, CallKind, Period
from ctidesk.domain.records import CallResult, Direction
from ctidesk.ui.call_view import Off
from ctidesk.ui.history_view import (
    ListState,
    Mark,
    history_view,
    mark_of,
    note_key,
    note_line_view,
    row_view,
)
from ctidesk.ui.view_state import panel_view
from tests.ui import examples
from tests.ui import history_examples as past
from tests.ui.examples import LEG, at

R = CallResult
IN, OUT = Direction.INCOMING, Direction.OUTGOING


@pytest.mark.manual("D14")
@pytest.mark.parametrize(
    ("direction", "result", "mark"),
    [
        (IN, R.ANSWERED, Mark.TAKEN),
        (OUT, R.ANSWERED, Mark.MADE),
        (IN, R.MISSED, Mark.MISSED),
        (IN, R.REJECTED, Mark.TURNED_AWAY),
        (IN, R.FAILED, Mark.TURNED_AWAY),
        (OUT, R.BUSY, Mark.IN_VAIN),
        (OUT, R.CANCELLED, Mark.IN_VAIN),
        (IN, R.TRANSFERRED, Mark.HANDED_OVER),
        (OUT, None, Mark.LIVE),
    ],
)
def test_each_way_a_call_goes_has_its_mark(direction: Direction, result: CallResult | None, mark: Mark) -> None:
    assert mark_of(past.call(1, 0, direction, result)) is mark


def test_a_row_says_who_and_marks_what_was_searched_for() -> None:
    told = past.CALLS[2]
    row = row_view(told, CallFilter(text="елк"), {})
    assert (row.number, row.name) == ("+7 495 123-45-03", "Ёлкина Анна Сергеевна")
    assert row.organization == "АО «Северное сияние»"
    assert row.name_spans == ((0, 3),)
    assert row_view(told, CallFilter(text="1234503"), {}).number_spans
    assert row_view(told, CallFilter(), {}).number_spans == ()


@pytest.mark.manual("D14")
def test_only_a_missed_call_can_have_been_called_back() -> None:
    back = CalledBack(at(0), "Анна Петрова")
    missed, taken = past.CALLS[0], past.CALLS[1]
    told = {missed.id: back, taken.id: back}
    assert row_view(missed, CallFilter(), told).called_back == back
    assert row_view(taken, CallFilter(), told).called_back is None


@pytest.mark.parametrize(
    ("filter", "state"),
    [
        (CallFilter(), ListState.NO_CALLS),
        (CallFilter(CallKind.MISSED), ListState.NO_MISSED),
        (CallFilter(CallKind.MISSED, Period.TODAY), ListState.NO_MISSED),
        (CallFilter(CallKind.MISSED, text="щука"), ListState.NOTHING_FOUND),
        (CallFilter(period=Period.TODAY), ListState.NOTHING_FOUND),
    ],
)
def test_an_empty_list_says_why(filter: CallFilter, state: ListState) -> None:
    view = history_view(past.showing((), filter))
    assert view and view.state is state


def test_before_the_first_answer_it_reads() -> None:
    view = history_view(examples.desk_after(ev.HistoryOpened(CallFilter())))
    assert view and view.state is ListState.READING
    assert history_view(Desk()) is None


@pytest.mark.manual("D14")
def test_calling_back_is_possible_when_dialling_is() -> None:
    free, talking = history_view(past.history()), history_view(past.history_in_call())
    assert free and free.can_dial and talking and not talking.can_dial


@pytest.mark.manual("D14")
def test_the_note_key_is_on_from_the_first_call_on() -> None:
    assert note_key(examples.idle()).off is Off.NO_CALL
    assert note_key(examples.ringing()).off is Off.NO_CALL
    assert note_key(examples.conversation()).on and note_key(examples.wrap_up()).on
    assert note_key(past.note_in_call()).pressed


def test_the_note_line_shows_whose_note_it_is() -> None:
    view = note_line_view(past.note_in_wrap_up())
    assert view and (view.leg_id, view.name, view.disposition) == (LEG, "Иванов Иван Иванович", "Перезвонить")
    assert view.note == past.NOTE
    assert note_line_view(examples.conversation()) is None


@pytest.mark.manual("D14")
def test_missed_calls_are_told_between_calls_only() -> None:
    assert panel_view(past.missed(), at(0)).missed == 3
    assert panel_view(past.missed_many(), at(48)).missed == 0
    assert panel_view(past.missed(), at(0)).dialled == "84957654321"
