"""What the CRM is told of a call, from one state of its record to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctidesk.domain.outbox import WriteKind
from ctidesk.domain.records import CallRecord, CallResult, Client, Direction, Entity, RecordRef
from ctidesk.usecases.call_record import closing_status, description, finished, values_of, writes_for

NOW = datetime(2026, 11, 23, 9, 15, 2, tzinfo=UTC)
LIVE = CallRecord("c0ffee", Direction.INCOMING, "+74951234567", "84951234567", NOW, answered=NOW + timedelta(seconds=3))
OPEN = replace(LIVE, ended=NOW + timedelta(seconds=64), result=CallResult.ANSWERED)
DONE = replace(OPEN, completed=True)
CLIENT = Client(RecordRef(Entity.CONTACT, "c1"), "Иванов Иван")


def kinds(old: CallRecord | None, new: CallRecord) -> list[WriteKind]:
    return [write.kind for write in writes_for(old, new, "u1")]


K = WriteKind


@pytest.mark.manual("M25")
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (None, LIVE, []),
        (LIVE, OPEN, [K.CREATE]),
        (OPEN, DONE, [K.CLOSE]),
        (LIVE, DONE, [K.CREATE, K.CLOSE]),
        (None, DONE, [K.CREATE, K.CLOSE]),
        (OPEN, replace(OPEN, client=CLIENT), [K.UPDATE]),
        (OPEN, replace(DONE, client=CLIENT), [K.UPDATE, K.CLOSE]),
        (DONE, replace(DONE, client=CLIENT), [K.UPDATE, K.UPDATE, K.CLOSE]),
        (DONE, DONE, []),
    ],
)
def test_each_change_of_a_record_is_told_once(old: CallRecord | None, new: CallRecord, told: list[WriteKind]) -> None:
    assert kinds(old, new) == told


@pytest.mark.manual("M25")
def test_a_closed_record_is_reopened_before_it_is_written() -> None:
    reopen, change, close = writes_for(DONE, replace(DONE, client=CLIENT), "u1")
    assert reopen.values == {"status": "open"}
    assert change.values["client"] == "contact:c1"
    assert close.values == {"status": "received"}


@pytest.mark.manual("M25")
def test_the_record_says_who_when_how_long_and_about_what() -> None:
    values = values_of(replace(DONE, client=CLIENT, name="Иванов Иван"), "u1")
    assert values == {
        "subject": "+74951234567 · Иванов Иван",
        "description": "answered; 61 s",
        "number": "+74951234567",
        "direction": "incoming",
        "start": "2026-11-23T09:15:02Z",
        "end": "2026-11-23T09:16:06Z",
        "duration_minutes": 2,
        "regarding": "contact:c1",
        "client": "contact:c1",
        "operator": "user:u1",
    }


@pytest.mark.manual("M25")
def test_regarding_is_the_worksheet_or_case_where_there_is_one() -> None:
    call = replace(DONE, client=CLIENT, regarding=RecordRef(Entity.CASE, "k1"))
    assert values_of(call, "u1")["regarding"] == "case:k1"


@pytest.mark.manual("M25")
@pytest.mark.parametrize(
    ("direction", "result", "status"),
    [
        (Direction.OUTGOING, CallResult.ANSWERED, "made"),
        (Direction.INCOMING, CallResult.ANSWERED, "received"),
        (Direction.INCOMING, CallResult.MISSED, "cancelled"),
        (Direction.OUTGOING, CallResult.BUSY, "cancelled"),
    ],
)
def test_the_closing_status(direction: Direction, result: CallResult, status: str) -> None:
    assert closing_status(replace(DONE, direction=direction, result=result)) == status


def test_a_note_stands_below_the_result() -> None:
    assert description(replace(DONE, note="Перезвонить в пять")) == "answered; 61 s\nПерезвонить в пять"


@pytest.mark.manual("M25")
@pytest.mark.parametrize(
    ("left", "result"),
    [
        (LIVE, CallResult.ANSWERED),
        (replace(LIVE, answered=None), CallResult.MISSED),
        (replace(LIVE, answered=None, direction=Direction.OUTGOING), CallResult.FAILED),
        (OPEN, CallResult.ANSWERED),
    ],
)
def test_a_record_that_a_dead_desk_left_behind_is_finished(left: CallRecord, result: CallResult) -> None:
    done = finished(left)
    assert done.result is result and done.completed and done.ended is not None
