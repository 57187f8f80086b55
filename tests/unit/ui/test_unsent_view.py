"""What the window of unsent changes shows, without any window."""

from __future__ import annotations

from ctidesk.domain.outbox import WriteState
from ctidesk.ui.message_view import Remedy, message_view
from ctidesk.ui.unsent_view import UnsentView, unsent_view
from tests.ui import unsent_examples as examples
from tests.ui.examples import idle


def view_of(desk) -> UnsentView:
    view = unsent_view(desk)
    assert view is not None
    return view


def test_no_window_no_view() -> None:
    assert unsent_view(idle()) is None


def test_what_is_blocked_names_the_write_that_a_person_must_decide_on() -> None:
    view = view_of(examples.parked())
    assert [row.behind for row in view.rows] == [None, 1, 1, 1, None, None, None]
    assert [row.problem is None for row in view.rows] == [False, True, True, True, False, False, True]
    assert view.undecided == 2


def test_how_many_go_with_a_write() -> None:
    view = view_of(examples.parked())
    assert [row.also for row in view.rows] == [0, 0, 1, 0, 0, 0, 0]


def test_references_have_names_and_numbers_are_for_people() -> None:
    view = view_of(examples.parked())
    call = view.row(3)
    assert call and call.name == f"+7 495 123-45-67, {examples.LONG.name}"
    assert {each.field: each.name for each in call.values}["client"] == examples.LONG.name


def test_both_sides_of_a_conflict() -> None:
    row = view_of(examples.conflict()).row(5)
    assert row and row.state is WriteState.CONFLICT and not row.can_retry
    assert [(each.mine.value, each.theirs.value) for each in row.conflict][2] == (
        None,
        "ivanov.ivan.ivanovich@romashka.example",
    )


def test_the_panel_offers_the_window_where_somebody_must_decide() -> None:
    message = message_view(examples.told_on_the_panel())
    assert message and message.remedy is Remedy.UNSENT
