"""Notes and result codes on their way into the journal and the outbox."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.desk import Desk, Registration
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.intents import Intent, OpenNoteLine, SetDisposition, SetNote, TypeNote
from ctidesk.domain.operator import Operator
from ctidesk.domain.outbox import WriteKind
from ctidesk.domain.phone_number import PhoneNumber, parse
from ctidesk.domain.records import NOTE_LIMIT, CallRecord, CallResult, Direction
from ctidesk.usecases.call_record import CallRecords
from ctidesk.usecases.notes import Notes
from ctidesk.usecases.session import Session
from tests.fakes.journal import FakeJournal

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
RESULTS = ("Решено", "Перезвонить")
K = WriteKind


class StoppedClock:
    def now(self) -> datetime:
        return NOW


class Russian:
    def parse(self, raw: str) -> PhoneNumber:
        return parse(raw)


class Office:
    """A desk whose calls are kept in a journal in memory."""

    def __init__(self) -> None:
        free = Desk(registration=Registration(RegistrationState.REGISTERED), operator=Operator(wrap_up_s=15))
        self.session = Session(free, Russian())
        self.journal = FakeJournal()
        Notes(self.session, StoppedClock(), RESULTS)
        self.records = CallRecords(self.session, self.journal, Russian(), StoppedClock(), to_crm=lambda: None)  # type: ignore[arg-type]

    async def does(self, *steps: ev.Event | Intent) -> Office:
        for step in steps:
            self.session.do(step) if type(step) in self.session._handlers else self.session.post(step)  # type: ignore[arg-type]
        await self.records.settled()
        return self

    def kinds(self) -> list[WriteKind]:
        return [write.kind for write in self.journal.writes]

    def descriptions(self) -> list[object]:
        return [w.values["description"] for w in self.journal.writes if "description" in w.values]


TALK = (ev.IncomingCall("a", "84951234567", "", NOW), ev.AnswerRequested("a"), ev.LegAnswered("a", NOW))
ENDED = ev.LegEnded("a", EndCause.REMOTE_HANGUP, NOW + timedelta(seconds=60))
PAST = CallRecord(
    *("p", Direction.INCOMING, "1005", "1005", NOW - timedelta(days=1)),
    ended=NOW - timedelta(days=1),
    result=CallResult.MISSED,
    completed=True,
)


@pytest.fixture
async def office() -> Office:
    return Office()


@pytest.mark.manual("D14", "M25")
async def test_a_note_written_in_the_call_is_on_disk_at_once_and_in_the_record_that_is_created(office: Office) -> None:
    await office.does(*TALK, SetNote("a", "счёт"))
    assert (office.journal.kept["a"].note, office.journal.writes) == ("счёт", [])
    await office.does(SetDisposition("a", "Решено"), ENDED)
    assert office.kinds() == [K.CREATE]
    assert office.descriptions() == ["answered; 60 s\nРешено\nсчёт"]


@pytest.mark.manual("D14", "M25")
async def test_in_the_wrap_up_the_open_record_is_written_and_then_closed(office: Office) -> None:
    await office.does(*TALK, ENDED, SetNote("a", "счёт"), ev.WrapUpExpired("a"))
    assert office.kinds() == [K.CREATE, K.UPDATE, K.CLOSE]


@pytest.mark.manual("D14", "M25")
async def test_the_last_call_s_closed_record_is_reopened_written_and_closed(office: Office) -> None:
    await office.does(*TALK, ENDED, ev.WrapUpExpired("a"), SetNote("a", "счёт"))
    assert office.kinds() == [K.CREATE, K.CLOSE, K.UPDATE, K.UPDATE, K.CLOSE]
    assert office.journal.writes[2].values == {"status": "open"}


@pytest.mark.manual("D14", "M25")
async def test_so_is_any_call_s_of_the_journal_and_two_edits_at_once_keep_both(office: Office) -> None:
    office.journal.kept["p"] = PAST
    await office.does(SetNote("p", "счёт"), SetDisposition("p", "Перезвонить"), SetNote("p", "счёт отправлен"))
    assert office.kinds() == [K.UPDATE, K.UPDATE, K.CLOSE] * 3
    kept = office.journal.kept["p"]
    assert (kept.note, kept.disposition, kept.completed) == ("счёт отправлен", "Перезвонить", True)
    assert office.descriptions()[-1] == "missed; 0 s\nПерезвонить\nсчёт отправлен"


async def test_a_note_that_says_nothing_new_writes_nothing(office: Office) -> None:
    office.journal.kept["p"] = PAST
    await office.does(SetNote("p", "  "), SetDisposition("p", ""))
    assert office.journal.writes == []


@pytest.mark.manual("D14", "M25")
async def test_a_call_in_its_wrap_up_that_another_call_has_pushed_off_the_desk(office: Office) -> None:
    """Dialled in the wrap-up and nobody answered: the wrap-up goes on, and a note on its call is not lost."""
    vain = (
        ev.DialStarted("b", "+74950000000", "84950000000", NOW),
        ev.LegEnded("b", EndCause.BUSY, NOW + timedelta(seconds=70)),
    )
    await office.does(*TALK, ENDED, *vain)
    assert office.session.desk.wrap_up and office.session.desk.find_leg("a") is None
    await office.does(SetNote("a", "счёт"), ev.WrapUpExpired("a"))
    assert office.journal.kept["a"].note == "счёт" and office.journal.kept["a"].completed
    assert [w.kind for w in office.journal.writes if w.record_id == "a"] == [K.CREATE, K.UPDATE, K.CLOSE]


async def test_a_note_on_nobody_s_call_is_told(office: Office) -> None:
    await office.does(SetNote("nobody", "счёт"))
    notice = office.session.desk.notice
    assert notice and notice.problem.id is ProblemId.NO_CALL_TO_NOTE


async def test_a_full_disk_is_told_and_the_next_try_writes_everything(office: Office) -> None:
    office.journal.kept["p"] = PAST
    office.journal.failure = DeskError(Problem(ProblemId.CACHE_FAULT))
    await office.does(SetNote("p", "сч"))
    assert office.session.desk.notice and office.session.desk.notice.problem.id is ProblemId.CACHE_FAULT
    office.journal.failure = None
    await office.does(SetNote("p", "счёт"))
    assert office.journal.kept["p"].note == "счёт"


@pytest.mark.parametrize(
    ("intent", "problem"),
    [
        (SetDisposition("a", "Неведомо"), ProblemId.NO_SUCH_DISPOSITION),
        (SetNote("a", "х" * (NOTE_LIMIT + 1)), ProblemId.NOTE_TOO_LONG),
        (OpenNoteLine(), ProblemId.NO_CALL_TO_NOTE),
    ],
)
async def test_what_cannot_be_is_refused(office: Office, intent: Intent, problem: ProblemId) -> None:
    with pytest.raises(Refused) as caught:
        office.session.do(intent)
    assert caught.value.problem.id is problem


@pytest.mark.manual("D14")
async def test_typing_says_so_and_the_line_opens_for_the_call_at_hand(office: Office) -> None:
    await office.does(*TALK, OpenNoteLine(), ENDED)
    assert office.session.desk.note_line == "a"
    await office.does(TypeNote())
    wrap_up = office.session.desk.wrap_up
    assert wrap_up and wrap_up.until == NOW + timedelta(seconds=75)
    assert not asyncio.all_tasks() - {asyncio.current_task()}


@pytest.mark.manual("M25")
async def test_a_missed_call_is_told_once_whatever_is_written_of_it_later(office: Office) -> None:
    missed: list[CallRecord] = []

    def listen(before: Desk, event: ev.Event, after: Desk) -> None:
        if isinstance(event, ev.CallMissed):
            missed.append(event.record)

    office.session.react(listen)
    await office.does(TALK[0], ev.LegEnded("a", EndCause.REMOTE_HANGUP, NOW))
    await office.does(SetNote("a", "спросить о счёте"))
    assert [(record.id, record.result) for record in missed] == [("a", CallResult.MISSED)]
