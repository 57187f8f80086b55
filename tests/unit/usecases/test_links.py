"""A number from outside the desk."""

from __future__ import annotations

from typing import Literal

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.commands import Call
from ctidesk.domain.desk import Desk, Offer
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.intents import DialText
from ctidesk.domain.settings import CallSettings, LinkSettings
from ctidesk.usecases.calls import Calls
from ctidesk.usecases.links import Links
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import NOW, Line, Russian, StoppedClock

TEXT = "Тел.: 8 (495) 123-45-67 доб. 12"


def desk(line: Line, dial: Literal["ask", "fill", "dial"], *, registered: bool = True) -> Session:
    session = Session(Desk(), Russian())
    Calls(session, line, Russian(), StoppedClock(), CallSettings(), "pbx:5060")
    Links(session, StoppedClock(), LinkSettings(dial))
    if registered:
        session.post(ev.RegistrationChanged(RegistrationState.REGISTERED))
    return session


def test_dialled_at_once() -> None:
    line = Line()
    session = desk(line, "dial")
    session.do(DialText(TEXT))
    assert [command.number for command in line.sent if isinstance(command, Call)] == ["+74951234567"]
    assert session.desk.offer is None


@pytest.mark.parametrize("dial", ["ask", "fill"])
def test_offered_until_a_call_begins(dial: Literal["ask", "fill"]) -> None:
    session = desk(Line(), dial)
    session.do(DialText(TEXT))
    assert session.desk.offer == Offer("8 (495) 123-45-67", dial == "ask", NOW)
    session.post(ev.IncomingCall("leg", "1002", "", NOW))
    assert session.desk.offer is None


def test_an_offer_is_dismissed_after_what_has_been_told() -> None:
    session = desk(Line(), "ask")
    session.do(DialText(TEXT))
    session.post(ev.ProblemArose(Problem(ProblemId.CACHE_FAULT), NOW))
    session.post(ev.NoticeDismissed())
    assert session.desk.notice is None and session.desk.offer
    session.post(ev.NoticeDismissed())
    assert session.desk.offer is None


@pytest.mark.parametrize("text", ["", "пароль", "*"])
def test_a_text_without_a_number_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(Refused) as refused:
        desk(Line(), "ask").do(DialText(text))
    assert refused.value.problem == Problem(ProblemId.NO_NUMBER_COPIED)


@pytest.mark.parametrize("dial", ["ask", "dial"])
def test_nothing_is_asked_that_cannot_be_done(dial: Literal["ask", "dial"]) -> None:
    with pytest.raises(Refused) as refused:
        desk(Line(), dial, registered=False).do(DialText(TEXT))
    assert refused.value.problem.id is ProblemId.CANNOT_DIAL_NOT_REGISTERED


def test_a_number_is_kept_for_later_where_it_is_only_filled_in() -> None:
    session = desk(Line(), "fill", registered=False)
    session.do(DialText(TEXT))
    assert session.desk.offer
