"""Our presence and the colleagues': what the PBX and the CRM are told, and what a question is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Command, Publish, Watch
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import CrmForbidden, CrmUnavailable, DeskError, Problem, ProblemId
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.operator import Operator, OperatorStatus
from ctidesk.domain.presence import Colleague, Presence
from ctidesk.domain.records import Entity
from ctidesk.domain.settings import SipSettings
from ctidesk.usecases import presence as usecase
from ctidesk.usecases.presence import MOST_WATCHED, Presences
from ctidesk.usecases.session import Session
from tests.fakes.crm import FakeCrm, FakeServer
from tests.unit.usecases.test_session import NOW, STARTED, Line, Russian, StoppedClock

ME, BORIS, VERA = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
LEG = "a leg"
COLLEAGUES = (
    Colleague("1002", "Борис Соколов", "Отдел продаж", BORIS, Presence.WRAP_UP),
    Colleague("1003", "Вера Лебедева", "Отдел продаж", VERA, Presence.UNKNOWN),
    Colleague("8 (495) 123-45-67", "Вера Лебедева", "Филиал", VERA, Presence.UNKNOWN),
    Colleague("1001", "Анна Петрова", "Филиал", ME, Presence.AVAILABLE),
)
UNREACHABLE = Problem.of(ProblemId.CRM_UNREACHABLE, host="crm")


@dataclass
class Directory:
    """As much of a cache as is asked for colleagues."""

    everybody: tuple[Colleague, ...] = COLLEAGUES
    fault: DeskError | None = None

    async def colleagues(self) -> tuple[Colleague, ...]:
        if self.fault:
            raise self.fault
        return self.everybody


@dataclass
class Story:
    presences: Presences
    session: Session
    line: Line
    crm: FakeCrm
    directory: Directory
    heard: list[ev.Event] = field(default_factory=list)

    def post(self, *events: ev.Event) -> None:
        for event in events:
            self.session.post(event)

    def told(self) -> list[Command]:
        sent, self.line.sent = self.line.sent, []
        return sent

    def published(self) -> list[Presence]:
        return [command.presence for command in self.told() if isinstance(command, Publish)]

    def in_crm(self) -> list[object]:
        """What was written on our user record, in order."""
        return [write.values["cti_status"] for write in self.crm.written if write.record_id == ME]

    def registers(self) -> None:
        self.post(STARTED, ev.RegistrationChanged(RegistrationState.REGISTERED))

    def rings(self) -> None:
        self.post(ev.IncomingCall(LEG, "84951234567", "", NOW))

    async def asked(self, number: str, answer: Presence | None = None) -> Presence:
        """What the question is answered where the PBX tells ``answer``, or keeps silent."""
        question = asyncio.create_task(self.presences.of(number))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        if answer:
            self.post(ev.PresenceChanged(number, answer))
        return await question


Make = Callable[[str], Story]


@pytest.fixture
async def make(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Make]:
    monkeypatch.setattr(usecase, "ANSWER_WITHIN_S", 0.05)
    made: list[Session] = []

    def desk(presence: str) -> Story:
        session, line, directory = Session(Desk(Operator(wrap_up_s=30)), Russian()), Line(), Directory()
        settings = SipSettings(username="1001", presence=presence)  # type: ignore[arg-type]
        presences = Presences(session, line, directory, Russian(), StoppedClock(), settings)  # type: ignore[arg-type]
        server = FakeServer()
        for user in (ME, BORIS, VERA):
            server.put(Entity.USER, user, cti_status=0)
        made.append(session)
        told = Story(presences, session, line, FakeCrm(server), directory)
        session.react(lambda before, event, after: told.heard.append(event))
        return told

    yield desk
    for session in made:
        await session.stop()


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def known(user_id: str = ME) -> ev.OperatorKnown:
    return ev.OperatorKnown(user_id, "Анна Петрова", 30, True)


# --- our own -------------------------------------------------------------------------------------------------------


@pytest.mark.manual("D11", "M7")
async def test_the_pbx_is_told_of_the_whole_day(make: Make) -> None:
    told = make("sip")
    told.registers()
    assert told.published() == [Presence.INACTIVE, Presence.AVAILABLE]
    told.rings()
    assert told.published() == [Presence.BUSY]
    told.post(ev.LegAnswered(LEG, NOW))
    assert told.published() == []
    told.post(ev.LegEnded(LEG, EndCause.REMOTE_HANGUP, NOW))
    assert told.published() == [Presence.WRAP_UP]
    told.post(ev.WrapUpExpired(LEG))
    assert told.published() == [Presence.AVAILABLE]
    told.post(ev.StatusRequested(OperatorStatus.INACTIVE, NOW))
    assert told.published() == [Presence.INACTIVE]


@pytest.mark.manual("D11")
async def test_a_call_makes_busy_whatever_the_line_says(make: Make) -> None:
    told = make("sip")
    told.registers()
    told.rings()
    told.post(ev.RegistrationChanged(RegistrationState.FAILED, UNREACHABLE))
    assert told.published()[-1] is Presence.BUSY
    told.post(ev.LegEnded(LEG, EndCause.REMOTE_HANGUP, NOW))
    assert told.published() == [Presence.INACTIVE]


async def test_an_engine_that_was_started_anew_is_told_everything(make: Make) -> None:
    told = make("sip")
    told.registers()
    question = asyncio.create_task(told.presences.of("4711"))
    await settled()
    told.told()
    told.post(ev.EngineLost(NOW, Problem(ProblemId.ENGINE_RESTARTED)))
    assert told.told() == []
    told.post(STARTED)
    assert told.told() == [Watch(("4711",)), Publish(Presence.INACTIVE)]
    told.post(ev.PresenceChanged("4711", Presence.BUSY))
    assert await question is Presence.BUSY


@pytest.mark.manual("D11")
@pytest.mark.parametrize("presence", ["off", "crm"])
async def test_the_pbx_is_told_and_asked_nothing_where_it_is_not_wanted(make: Make, presence: str) -> None:
    told = make(presence)
    told.registers()
    told.rings()
    told.post(ev.TransferFormOpened())
    await told.asked("1002")
    assert told.told() == []


@pytest.mark.manual("D11")
async def test_the_crm_is_told_of_the_whole_day(make: Make) -> None:
    told = make("both")
    told.presences.use_crm(told.crm)
    told.registers()
    await settled()
    assert told.in_crm() == [], "the CRM has not said yet who we are"
    told.post(known())
    await settled()
    assert told.in_crm() == [1]
    for event in (
        ev.IncomingCall(LEG, "84951234567", "", NOW),
        ev.LegAnswered(LEG, NOW),
        ev.LegEnded(LEG, EndCause.REMOTE_HANGUP, NOW),
        ev.WrapUpExpired(LEG),
        ev.StatusRequested(OperatorStatus.INACTIVE, NOW),
    ):
        told.post(event)
        await settled()
    assert told.in_crm() == [1, 2, 3, 1, 0]


@pytest.mark.manual("D11")
async def test_the_crm_is_told_the_newest_only(make: Make) -> None:
    told = make("crm")
    told.presences.use_crm(told.crm)
    told.registers()
    told.post(known())
    told.rings()
    told.post(ev.LegAnswered(LEG, NOW), ev.LegEnded(LEG, EndCause.REMOTE_HANGUP, NOW), ev.WrapUpExpired(LEG))
    await settled()
    assert told.in_crm() == [1]


@pytest.mark.parametrize("error", [CrmUnavailable(UNREACHABLE), CrmForbidden(UNREACHABLE)])
async def test_a_crm_that_does_not_take_it_is_told_when_it_answers_again(make: Make, error: CrmUnavailable) -> None:
    told = make("crm")
    told.presences.use_crm(told.crm)
    told.crm.fail_next(error, 2)
    told.registers()
    told.post(known())
    await settled()
    told.rings()
    await settled()
    assert told.in_crm() == []
    told.post(ev.SyncCompleted(NOW, 1))
    await settled()
    assert told.in_crm() == [2]
    assert not any(isinstance(event, ev.ProblemArose | ev.OutboxChanged) for event in told.heard)


async def test_where_the_crm_does_not_matter_it_is_left_alone(make: Make) -> None:
    told = make("sip")
    told.presences.use_crm(told.crm)
    told.registers()
    told.post(known())
    await settled()
    await told.presences.leave()
    assert told.in_crm() == []


async def test_who_leaves_is_inactive(make: Make) -> None:
    told = make("crm")
    told.presences.use_crm(told.crm)
    told.registers()
    told.post(known())
    await settled()
    await told.presences.leave()
    assert told.in_crm() == [1, 0]


# --- a question ----------------------------------------------------------------------------------------------------


@pytest.mark.manual("M18")
@pytest.mark.parametrize("presence", list(Presence))
async def test_the_pbx_is_asked_for_a_number_in_no_directory(make: Make, presence: Presence) -> None:
    told = make("sip")
    told.registers()
    told.told()
    assert await told.asked("4711", presence) is presence
    assert told.told() == [Watch(("4711",)), Watch()]


@pytest.mark.manual("M18")
async def test_no_answer_is_unknown(make: Make) -> None:
    told = make("sip")
    told.registers()
    assert await told.asked("1002") is Presence.UNKNOWN
    told.post(ev.EngineLost(NOW, Problem(ProblemId.ENGINE_RESTARTED)))
    assert await told.asked("1002") is Presence.UNKNOWN


@pytest.mark.manual("M18", "D11")
async def test_the_pbx_goes_before_the_crm(make: Make) -> None:
    told = make("both")
    told.registers()
    assert await told.asked("1002", Presence.AVAILABLE) is Presence.AVAILABLE
    assert await told.asked("1002", Presence.UNKNOWN) is Presence.WRAP_UP
    assert await told.asked("1002") is Presence.WRAP_UP, "as it was at the last synchronisation"


@pytest.mark.manual("M18", "D11")
async def test_the_crm_is_asked_at_this_moment(make: Make) -> None:
    told = make("crm")
    told.presences.use_crm(told.crm)
    told.crm.server.put(Entity.USER, BORIS, cti_status=2)
    told.crm.server.put(Entity.USER, VERA, cti_status=1)
    assert await told.asked("1002") is Presence.BUSY
    assert await told.asked("+74951234567") is Presence.AVAILABLE
    assert await told.asked("4711") is Presence.UNKNOWN
    told.crm.fail_next(CrmUnavailable(UNREACHABLE))
    assert await told.asked("1002") is Presence.WRAP_UP


async def test_two_questions_for_one_number(make: Make) -> None:
    told = make("sip")
    told.registers()
    first, second = (asyncio.create_task(told.presences.of("1002")) for _ in range(2))
    await settled()
    told.post(ev.PresenceChanged("1002", Presence.BUSY))
    assert await first is await second is Presence.BUSY
    assert told.told()[-1] == Watch()


# --- the form ------------------------------------------------------------------------------------------------------


@pytest.mark.manual("M17", "D11")
async def test_the_open_form_is_kept_up_to_date(make: Make) -> None:
    told = make("sip")
    told.registers()
    told.told()
    told.post(ev.TransferFormOpened())
    await settled()
    form = told.session.desk.transfer_form
    assert form and form.read
    assert [one.name for one in form.colleagues] == ["Борис Соколов", "Вера Лебедева", "Вера Лебедева"], "without us"
    assert {one.in_crm for one in form.colleagues} == {Presence.UNKNOWN}, "the CRM does not matter here"
    watch = Watch(("1002", "1003", "8 (495) 123-45-67"))
    assert told.told() == [watch]
    told.post(ev.PresenceChanged("1003", Presence.BUSY))
    assert told.session.desk.transfer_form and told.session.desk.transfer_form.presence("1003") is Presence.BUSY
    assert await told.asked("1002", Presence.WRAP_UP) is Presence.WRAP_UP
    assert told.told() == [watch, watch], "a question does not end what is watched"
    told.post(ev.TransferFormClosed())
    assert told.told() == [Watch()]


@pytest.mark.manual("D11")
async def test_the_form_follows_the_crm(make: Make) -> None:
    told = make("crm")
    told.post(ev.TransferFormOpened())
    await settled()
    assert told.session.desk.transfer_form and told.session.desk.transfer_form.presence("1002") is Presence.WRAP_UP
    told.directory.everybody = (Colleague("1002", "Борис Соколов", "", BORIS, Presence.AVAILABLE),)
    told.post(ev.SyncCompleted(NOW, 1))
    await settled()
    assert told.session.desk.transfer_form.presence("1002") is Presence.AVAILABLE


async def test_a_form_that_was_closed_at_once_watches_nobody(make: Make) -> None:
    told = make("sip")
    told.registers()
    told.told()
    told.post(ev.TransferFormOpened(), ev.TransferFormClosed())
    await settled()
    assert told.told() == []


async def test_a_large_directory_is_watched_in_part(make: Make) -> None:
    told = make("sip")
    told.registers()
    told.directory.everybody = tuple(Colleague(str(number), "N. N.") for number in range(2000, 2500))
    told.post(ev.TransferFormOpened())
    await settled()
    watch = told.told()[-1]
    assert isinstance(watch, Watch) and len(watch.numbers) == MOST_WATCHED
    assert told.session.desk.transfer_form and len(told.session.desk.transfer_form.colleagues) == 500
    assert await told.asked("2499", Presence.BUSY) is Presence.BUSY


async def test_a_directory_that_cannot_be_read_is_told(make: Make) -> None:
    told = make("sip")
    told.directory.fault = DeskError(Problem.of(ProblemId.CACHE_FAULT))
    told.post(ev.TransferFormOpened())
    await settled()
    assert any(isinstance(event, ev.ProblemArose) for event in told.heard)
    assert told.session.desk.transfer_form and told.session.desk.transfer_form.colleagues == ()


@pytest.mark.manual("M17", "D11")
async def test_the_directory_as_plain_data(make: Make) -> None:
    told = make("both")
    told.registers()
    answer = asyncio.create_task(told.presences.directory())
    await settled()
    told.post(ev.PresenceChanged("1003", Presence.BUSY), ev.PresenceChanged("1002", Presence.UNKNOWN))
    assert await answer == [
        {
            "name": "Отдел продаж",
            "employees": [
                {"name": "Борис Соколов", "number": "1002", "presence": "wrap_up"},
                {"name": "Вера Лебедева", "number": "1003", "presence": "busy"},
            ],
        },
        {
            "name": "Филиал",
            "employees": [{"name": "Вера Лебедева", "number": "8 (495) 123-45-67", "presence": "unknown"}],
        },
    ]
