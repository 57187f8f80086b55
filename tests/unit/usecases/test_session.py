"""The inbox, and what the use cases send to the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, Call, Command, HangUp, Register, SetRefusal, SipAccount, Unregister
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.intents import Accept, Dial, End, Redial
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.phone_number import PhoneNumber, parse
from ctidesk.domain.settings import CallSettings
from ctidesk.usecases.backoff import LONGEST_S, wait_s
from ctidesk.usecases.calls import Calls
from ctidesk.usecases.session import Session
from ctidesk.usecases.status import LineState

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
ACCOUNT = SipAccount("pbx", "1001", "secret")
STARTED = ev.EngineStarted("pjsip", "2.15", "udp", "127.0.0.1:5060")


class Line:
    """A line that only writes down what it is told."""

    def __init__(self) -> None:
        self.sent: list[Command] = []

    def start(self, listener: Callable[[ev.Event], None]) -> None:
        pass

    def send(self, command: Command) -> None:
        self.sent.append(command)

    async def stop(self) -> None:
        pass


class Russian:
    def parse(self, raw: str) -> PhoneNumber:
        return parse(raw)


class StoppedClock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def session(line: Line) -> Session:
    opened = Session(Desk(), Russian())
    Calls(opened, line, Russian(), StoppedClock(), CallSettings(), "pbx:5060")
    LineState(opened, line, CallSettings()).use_account(ACCOUNT)
    opened.post(STARTED)
    opened.post(ev.RegistrationChanged(RegistrationState.REGISTERED))
    return opened


def rings(leg_id: str) -> ev.IncomingCall:
    return ev.IncomingCall(leg_id, "84951234567", "", NOW)


def test_an_engine_that_has_started_is_told_everything(session: Session, line: Line) -> None:
    assert line.sent == [SetRefusal(486, 0), Register(ACCOUNT)]
    line.sent.clear()
    session.post(ev.EngineLost(NOW, Problem(ProblemId.ENGINE_RESTARTED)))
    assert line.sent == []
    session.post(STARTED)
    assert line.sent == [SetRefusal(486, 0), Register(ACCOUNT)]


@pytest.mark.manual("M7")
def test_only_what_differs_is_sent(session: Session, line: Line) -> None:
    line.sent.clear()
    session.post(ev.StatusRequested(OperatorStatus.WRAP_UP, NOW))
    session.post(ev.StatusRequested(OperatorStatus.INACTIVE, NOW))
    session.post(ev.StatusRequested(OperatorStatus.AVAILABLE, NOW))
    assert line.sent == [SetRefusal(486, 480), Unregister(), SetRefusal(486, 0), Register(ACCOUNT)]


def test_the_number_is_normalised_on_its_way_in(session: Session) -> None:
    session.post(rings("a"))
    assert session.desk.leg is not None and session.desk.leg.number == "+74951234567"


@pytest.mark.manual("M5.2", "M5.3")
def test_accept_and_end_reach_the_engine(session: Session, line: Line) -> None:
    session.post(rings("a"))
    session.do(Accept())
    assert line.sent[-1] == Answer("a")
    with pytest.raises(Refused):
        session.do(Accept())
    session.do(End())
    assert line.sent[-1] == HangUp("a", 603)
    assert not session.desk.legs
    session.post(ev.LegEnded("a", EndCause.LOCAL_HANGUP, NOW))  # the engine's own word comes later
    assert session.desk.last is not None and session.desk.last.id == "a"


@pytest.mark.manual("D10")
def test_a_call_that_crossed_our_last_word_is_refused_and_kept(session: Session, line: Line) -> None:
    refused: list[ev.Event] = []
    session.react(lambda before, event, after: refused.append(event) if isinstance(event, ev.CallRefused) else None)
    session.post(rings("a"))
    session.post(rings("b"))
    assert line.sent[-1] == HangUp("b", 486)
    assert [event.leg_id for event in refused if isinstance(event, ev.CallRefused)] == ["b"]


def test_dialling_is_refused_in_a_call_and_for_what_is_no_number(session: Session, line: Line) -> None:
    with pytest.raises(Refused) as refused:
        session.do(Dial("позвони"))
    assert refused.value.problem.id is ProblemId.NOT_A_NUMBER
    for number in ("1" * 33, "-5", "10\t02", "1002\r\nX-Evil: 1"):
        with pytest.raises(Refused) as refused:
            session.do(Dial(number))
        assert refused.value.problem.id is ProblemId.NOT_A_NUMBER
    with pytest.raises(Refused) as refused:
        session.do(Dial("sip:1002@evil.example"))
    assert refused.value.problem.id is ProblemId.NUMBER_ELSEWHERE
    session.do(Dial("8 (495) 123-45-67"))
    assert isinstance(line.sent[-1], Call) and line.sent[-1].number == "+74951234567"
    with pytest.raises(Refused) as refused:
        session.do(Dial("84951234567"))
    assert refused.value.problem.id is ProblemId.CANNOT_DIAL_IN_CALL


def test_a_story_that_fails_does_not_keep_the_others_from_hearing(session: Session) -> None:
    heard: list[ev.Event] = []

    def fails(before: Desk, event: ev.Event, after: Desk) -> None:
        raise ValueError("a mistake of ours")

    session.react(fails)
    session.react(lambda before, event, after: heard.append(event))
    session.post(ev.NoticeDismissed())
    assert heard == [ev.NoticeDismissed()]


def test_an_event_posted_by_a_reaction_waits_its_turn(session: Session) -> None:
    order: list[str] = []

    def answer(before: Desk, event: ev.Event, after: Desk) -> None:
        if isinstance(event, ev.IncomingCall):
            session.post(ev.NoticeDismissed())

    session.react(answer)
    session.react(lambda before, event, after: order.append(type(event).__name__))
    session.post(rings("a"))
    assert order == ["IncomingCall", "NoticeDismissed"]


def test_back_off_doubles_up_to_five_minutes_and_obeys_the_server() -> None:
    assert 0.8 <= wait_s(0) <= 1.2
    assert 6.4 <= wait_s(3) <= 9.6
    assert wait_s(50) <= LONGEST_S * 1.2
    assert wait_s(3, retry_after_s=7) == 7


@pytest.mark.manual("D14")
def test_redial_calls_the_number_dialled_last(session: Session, line: Line) -> None:
    with pytest.raises(Refused) as caught:
        session.do(Redial())
    assert caught.value.problem.id is ProblemId.NOTHING_TO_REDIAL
    session.do(Dial("8 495 123-45-67"))
    with pytest.raises(Refused):
        session.do(Redial())  # while that call lasts
    session.do(End())
    line.sent.clear()
    session.do(Redial())
    (called,) = line.sent
    assert isinstance(called, Call) and called.number == "+74951234567"
