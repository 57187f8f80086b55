"""Notes, the wrap-up that waits for them, and what the desk knows of past calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.after import after
from ctidesk.domain.call import EndCause
from ctidesk.domain.desk import Desk, Registration
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.history import CalledBack, CallFilter, CallKind, Period, span
from ctidesk.domain.operator import NOTE_GRACE, Operator, OperatorStatus, WrapUp
from ctidesk.domain.records import CallRecord, Direction

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
MOSCOW = timezone(timedelta(hours=3))


def told(start: Desk, *happened: ev.Event) -> Desk:
    for event in happened:
        start = after(start, event)
    return start


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


FREE = Desk(registration=Registration(RegistrationState.REGISTERED), operator=Operator(wrap_up_s=15))
TALK = (ev.IncomingCall("a", "84951234567", "", NOW, "+74951234567"), ev.AnswerRequested("a"), ev.LegAnswered("a", NOW))
ENDED = ev.LegEnded("a", EndCause.REMOTE_HANGUP, at(60))


# --- the wrap-up ---------------------------------------------------------------------------------------------------


@pytest.mark.manual("D14", "M24")
@pytest.mark.parametrize(
    ("until", "typed", "then"),
    [
        (at(15), at(0), at(15)),
        (at(15), at(5), at(15)),
        (at(15), at(6), at(16)),
        (at(15), at(14.5), at(24.5)),
        (None, at(5), None),
    ],
)
def test_a_key_of_a_note_leaves_at_least_ten_seconds(
    until: datetime | None, typed: datetime, then: datetime | None
) -> None:
    assert WrapUp("a", until).typed_in(typed) == WrapUp("a", then)


@pytest.mark.manual("D14", "M24")
def test_typing_prolongs_the_wrap_up_and_its_countdown() -> None:
    wrapping = told(FREE, *TALK, ENDED)
    assert wrapping.wrap_up == WrapUp("a", at(75))
    longer = told(wrapping, ev.NoteTyped(at(74)))
    assert longer.wrap_up and longer.wrap_up.until == at(74) + NOTE_GRACE
    assert longer.wrap_up.left_s(at(75)) == 9
    assert not longer.accepts_calls, "nobody rings while a note is being typed"


def test_typing_without_a_wrap_up_changes_nothing() -> None:
    for desk in (FREE, told(FREE, *TALK), told(FREE, *TALK, ENDED)):
        assert told(desk, ev.NoteTyped(at(60))) is desk


# --- notes and result codes ----------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
def test_note_and_result_code_belong_to_the_call_live_or_last() -> None:
    written = (ev.NoteWritten("a", "счёт"), ev.DispositionChosen("a", "Решено"))
    for desk in (told(FREE, *TALK, *written), told(FREE, *TALK, ENDED, *written), told(FREE, *TALK, *written, ENDED)):
        leg = desk.find_leg("a")
        assert leg and (leg.record().note, leg.record().disposition) == ("счёт", "Решено")
    assert told(FREE, *written) == FREE, "a call of the past is the journal's"


@pytest.mark.manual("D14")
def test_whom_a_note_is_about() -> None:
    assert FREE.call_to_note is None
    ringing = told(FREE, TALK[0])
    assert ringing.call_to_note is None
    talking, over = told(FREE, *TALK), told(FREE, *TALK, ENDED)
    assert talking.call_to_note == talking.leg and over.call_to_note == over.last
    dialling = told(over, ev.DialStarted("b", "+74950000000", "84950000000", at(70)))
    assert dialling.call_to_note and dialling.call_to_note.id == "b"


@pytest.mark.manual("D14")
def test_the_note_line_stays_through_the_wrap_up_and_goes_with_it() -> None:
    wrapping = told(FREE, *TALK, ev.NoteLineOpened("a"), ENDED)
    assert wrapping.note_line == "a"
    assert told(wrapping, ev.WrapUpExpired("a")).note_line == "a"  # until nobody is in it, which only the window knows
    assert told(replace(wrapping, panel_open=False), ev.WrapUpExpired("a")).note_line == ""
    assert told(wrapping, ev.StatusRequested(OperatorStatus.AVAILABLE, at(61))).note_line == ""
    assert told(wrapping, ev.StatusRequested(OperatorStatus.WRAP_UP, at(61))).note_line == "a"
    assert told(wrapping, ev.NoteLineClosed()).note_line == ""


@pytest.mark.manual("D14")
def test_the_note_line_is_never_about_another_call_than_it_says() -> None:
    after_wrap_up = told(FREE, *TALK, ENDED, ev.WrapUpExpired("a"), ev.NoteLineOpened("a"))
    assert after_wrap_up.note_line == "a"
    assert told(after_wrap_up, replace(TALK[0], leg_id="b")).note_line == ""
    assert told(after_wrap_up, ev.DialStarted("b", "1005", "1005", at(90))).note_line == ""


# --- the history ---------------------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        (Period.TODAY, datetime(2026, 11, 23, tzinfo=MOSCOW), None),
        (Period.YESTERDAY, datetime(2026, 11, 22, tzinfo=MOSCOW), datetime(2026, 11, 23, tzinfo=MOSCOW)),
        (Period.WEEK, datetime(2026, 11, 17, tzinfo=MOSCOW), None),
        (Period.ALL, None, None),
    ],
)
def test_a_period_is_made_of_the_operator_s_days(
    period: Period, since: datetime | None, until: datetime | None
) -> None:
    assert span(period, datetime(2026, 11, 23, 0, 30, tzinfo=MOSCOW)) == (since, until)


def record(id: str, note: str = "") -> CallRecord:
    return CallRecord(id, Direction.INCOMING, "1005", "1005", NOW, note=note)


def test_a_late_answer_to_an_older_question_is_dropped() -> None:
    missed = CallFilter(CallKind.MISSED)
    asked = told(FREE, ev.HistoryOpened(CallFilter()), ev.HistoryFiltered(missed))
    assert told(asked, ev.CallsRead(CallFilter(), (record("a"),), False)) == asked
    read = told(asked, ev.CallsRead(missed, (record("b"),), True))
    assert read.history and read.history.read and read.history.more and read.history.calls == (record("b"),)
    assert told(FREE, ev.CallsRead(missed, (), False)) == FREE


def test_what_is_shown_of_a_call_follows_its_record() -> None:
    shown = told(FREE, ev.HistoryOpened(CallFilter()), ev.CallsRead(CallFilter(), (record("a"), record("b")), False))
    changed = told(shown, ev.CallKept(record("b", "счёт")))
    assert changed.history and changed.history.calls == (record("a"), record("b", "счёт"))
    assert told(shown, ev.CallKept(record("c"))) == shown
    assert told(FREE, ev.CallKept(record("b"))) == FREE


def test_who_called_back_is_remembered_while_the_window_is_open() -> None:
    shown = told(FREE, ev.HistoryOpened(CallFilter()), ev.CalledBackFound("a", CalledBack(NOW, "Анна")))
    again = told(shown, ev.CallsRead(CallFilter(), (record("a"),), False, (("b", CalledBack(NOW, mine=True)),)))
    assert again.history and dict(again.history.called_back) == {
        "a": CalledBack(NOW, "Анна"),
        "b": CalledBack(NOW, mine=True),
    }
    assert told(again, ev.HistoryClosed()).history is None


@pytest.mark.manual("D14")
def test_who_opens_the_history_has_seen_what_was_missed() -> None:
    assert told(FREE, ev.JournalRead(3, "1005"), ev.HistoryOpened(CallFilter())).missed == 0


@pytest.mark.manual("D14")
def test_the_number_dialled_last_is_the_one_to_redial() -> None:
    dialled = told(FREE, ev.JournalRead(0, "1005"), ev.DialStarted("b", "+74950000000", "84950000000", NOW))
    assert dialled.dialled == "84950000000"
