"""The history window's questions to the journal and to the CRM."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import CrmUnavailable, ProblemId, Refused
from ctidesk.domain.events import OperatorKnown
from ctidesk.domain.history import CalledBack, CallFilter, CallKind
from ctidesk.domain.intents import CloseHistory, FilterHistory, LookAtCalls, OpenHistory, ReadOlderCalls
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.records import CallRecord, CallResult, Direction, Entity
from ctidesk.ports import OperatorRecord
from ctidesk.usecases.history import ASK_AGAIN_AFTER, ASK_FOR, PAGE, CallHistory
from ctidesk.usecases.request import Request, call_filter
from ctidesk.usecases.session import Session
from tests.fakes.crm import UNREACHABLE, FakeCrm
from tests.fakes.journal import FakeJournal
from tests.unit.usecases.test_notes import Russian

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
IN, OUT = Direction.INCOMING, Direction.OUTGOING
ANNA = OperatorRecord("u-anna", "Анна Петрова", None, None)


def call(id: str, minutes: float, result: CallResult, direction: Direction = IN, number: str = "1005") -> CallRecord:
    began = NOW - timedelta(minutes=minutes)
    return CallRecord(id, direction, number, number, began, ended=began, result=result, completed=True)


class MovingClock:
    at = NOW

    def now(self) -> datetime:
        return self.at


class Office:
    def __init__(self, *calls: CallRecord) -> None:
        self.session, self.clock = Session(Desk(), Russian()), MovingClock()
        self.crm = FakeCrm()
        self.journal = FakeJournal({each.id: each for each in calls}, operators={ANNA.user_id: ANNA})
        self.history = CallHistory(self.session, self.journal, self.clock)  # type: ignore[arg-type]

    async def does(self, *intents: object) -> Office:
        for intent in intents:
            self.session.do(intent)  # type: ignore[arg-type]
        await self.settled()
        return self

    async def happens(self, event: ev.Event) -> None:
        self.session.post(event)
        await self.settled()

    async def settled(self) -> None:
        while self.session._tasks:
            await asyncio.gather(*self.session._tasks)

    def shown(self) -> list[str]:
        assert self.session.desk.history
        return [each.id for each in self.session.desk.history.calls]

    def called_back(self) -> dict[str, CalledBack]:
        assert self.session.desk.history
        return dict(self.session.desk.history.called_back)

    async def colleague_calls(self, number: str, minutes: float, user_id: str = ANNA.user_id) -> None:
        began = (NOW - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
        values = {"number": number, "direction": "outgoing", "start": began, "operator": f"user:{user_id}"}
        await self.crm.write(Write(WriteKind.CREATE, Entity.PHONE_CALL, f"call-{minutes}", values))


MISSED = call("missed", 30, CallResult.MISSED)


@pytest.mark.manual("D14")
async def test_opening_reads_the_newest_page_and_what_was_missed_is_seen() -> None:
    office = Office(*(call(f"c{n}", n, CallResult.ANSWERED) for n in range(1, PAGE + 51)), MISSED)
    await office.history.recall()
    assert office.session.desk.missed == 1
    await office.does(OpenHistory())
    assert (len(office.shown()), office.shown()[0]) == (PAGE, "c1")
    assert office.session.desk.missed == 0 and await office.journal.missed() == 0
    assert office.session.desk.history and office.session.desk.history.more
    await office.does(ReadOlderCalls())
    assert len(office.shown()) == PAGE + 51
    assert not office.session.desk.history.more
    await office.does(ReadOlderCalls(), CloseHistory())
    assert office.session.desk.history is None


async def test_a_filter_asks_anew() -> None:
    office = Office(MISSED, call("mine", 10, CallResult.ANSWERED, OUT))
    await office.does(OpenHistory(), FilterHistory(CallFilter(CallKind.MISSED)))
    assert office.shown() == ["missed"]
    await office.does(FilterHistory(CallFilter(text="щука")))
    assert office.shown() == [] and office.session.desk.history and office.session.desk.history.read


@pytest.mark.manual("D14")
async def test_a_new_call_appears_and_is_counted() -> None:
    office = Office(MISSED)
    await office.does(OpenHistory())
    again = call("again", -1, CallResult.MISSED)
    await office.journal.record_call(again)
    await office.happens(ev.CallKept(again))
    assert office.shown() == ["again", "missed"] and office.session.desk.missed == 1


async def test_a_page_read_before_a_note_was_kept_does_not_take_it_back() -> None:
    office = Office(MISSED)
    await office.does(OpenHistory())
    await office.happens(ev.CallKept(replace(MISSED, note="счёт")))  # kept, and an older page is still on its way
    await office.does(FilterHistory(CallFilter(CallKind.MISSED)))
    assert office.session.desk.history and office.session.desk.history.calls[0].note == "счёт"


@pytest.mark.manual("D14")
async def test_my_own_call_back_is_known_from_the_journal() -> None:
    office = Office(MISSED, call("back", 5, CallResult.ANSWERED, OUT))
    await office.does(OpenHistory())
    assert office.called_back() == {"missed": CalledBack(NOW - timedelta(minutes=5), mine=True)}


@pytest.mark.manual("D14")
async def test_a_colleague_s_is_asked_of_the_crm_for_what_is_in_sight() -> None:
    office = Office(MISSED, call("elsewhere", 40, CallResult.MISSED), call("taken", 50, CallResult.ANSWERED))
    await office.colleague_calls("1005", 10)
    await office.does(OpenHistory(), LookAtCalls(("missed", "taken")))
    assert office.called_back() == {}, "there is no CRM yet"
    office.history.use_crm(office.crm)
    await office.does(LookAtCalls(("missed", "taken")))
    found = CalledBack(NOW - timedelta(minutes=10), "Анна Петрова")
    assert office.called_back() == {"missed": found}
    await office.does(CloseHistory(), OpenHistory())
    assert office.called_back()["missed"] == found, "what was answered once is not asked again"


@pytest.mark.manual("D14")
async def test_my_record_from_another_desk_is_mine() -> None:
    office = Office(MISSED)
    office.history.use_crm(office.crm)
    await office.happens(OperatorKnown(ANNA.user_id, ANNA.name, 30, True))
    await office.colleague_calls("1005", 10)
    await office.does(OpenHistory(), LookAtCalls(("missed",)))
    assert office.called_back()["missed"].mine


async def test_who_has_not_called_back_yet_is_asked_about_again_a_minute_later() -> None:
    office = Office(MISSED, call("long ago", ASK_FOR / timedelta(minutes=1) + 1, CallResult.MISSED))
    office.history.use_crm(office.crm)
    look = LookAtCalls(("missed", "long ago"))
    await office.does(OpenHistory(), look)
    await office.colleague_calls("1005", 1)
    await office.does(look)
    assert office.called_back() == {}
    office.clock.at = NOW + ASK_AGAIN_AFTER + timedelta(seconds=1)
    await office.does(look)
    assert set(office.called_back()) == {"missed"}


async def test_a_crm_that_is_away_is_nothing_to_tell_the_operator() -> None:
    office = Office(MISSED)
    office.history.use_crm(office.crm)
    office.crm.fail_next(CrmUnavailable(UNREACHABLE))
    await office.does(OpenHistory(), LookAtCalls(("missed",)))
    assert (office.called_back(), office.session.desk.notice) == ({}, None)


@pytest.mark.manual("D14")
async def test_the_number_dialled_last_is_recalled_from_the_journal() -> None:
    older = call("older", 20, CallResult.BUSY, OUT, "1007")
    office = Office(MISSED, older, call("newer", 10, CallResult.BUSY, OUT, "1008"))
    await office.history.recall()
    assert office.session.desk.dialled == "1008"


def test_ctl_narrows_by_the_same_words() -> None:
    options = {"kind": "missed", "period": "week", "text": "счёт"}
    assert call_filter(Request("calls", (), options)).query(NOW).kind is CallKind.MISSED
    with pytest.raises(Refused) as caught:
        call_filter(Request("calls", (), {"kind": "lost"}))
    assert caught.value.problem.id is ProblemId.VERB_USAGE
