"""A number from outside the desk."""

from __future__ import annotations

from typing import Literal

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Call
from ctidesk.domain.desk import Desk, Offer
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.intents import DialText, OpenLink, Rebind, ShowCard
from ctidesk.domain.records import Client, Entity, RecordRef
from ctidesk.domain.settings import CallSettings, LinkSettings
from ctidesk.usecases.calls import Calls
from ctidesk.usecases.links import Links
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import NOW, Line, Russian, StoppedClock

CLIENT = Client(RecordRef(Entity.CONTACT, "c1"), "Иванов Иван")
ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
TEXT = "Тел.: 8 (495) 123-45-67 доб. 12"


REGISTERED = ev.RegistrationChanged(RegistrationState.REGISTERED)
PBX_AWAY = ev.RegistrationChanged(RegistrationState.FAILED, Problem(ProblemId.PBX_UNREACHABLE))
Ways = Literal["ask", "fill", "dial"]


def desk(
    line: Line, dial: Ways, registration: ev.RegistrationChanged | None = REGISTERED, *, with_crm: bool = True
) -> Session:
    session = Session(Desk(), Russian())
    Calls(session, line, Russian(), StoppedClock(), CallSettings(), "pbx:5060")
    Links(session, Russian(), StoppedClock(), LinkSettings(dial), "pbx:5060", with_crm=with_crm)
    if registration:
        session.post(registration)
    return session


def called(line: Line) -> list[str]:
    return [command.number for command in line.sent if isinstance(command, Call)]


def test_dialled_at_once() -> None:
    line = Line()
    session = desk(line, "dial")
    session.do(DialText(TEXT))
    assert called(line) == ["+74951234567"]
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


def test_what_is_shown_before_an_offer_goes_before_it() -> None:
    session = desk(Line(), "ask")
    session.post(ev.IncomingCall("leg", "1002", "", NOW))
    session.post(ev.ClientLinked("leg", CLIENT))
    session.post(ev.CallRebound("leg", CLIENT, None, "1002"))
    with pytest.raises(Refused):
        session.do(OpenLink("tel:1007"))
    session.post(ev.NoticeDismissed())
    assert session.desk.rebound is None and session.desk.offer, "it was not even to be seen yet"


@pytest.mark.parametrize("text", ["", "пароль", "*"])
def test_a_text_without_a_number_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(Refused) as refused:
        desk(Line(), "ask").do(DialText(text))
    assert refused.value.problem == Problem(ProblemId.NO_NUMBER_COPIED)


@pytest.mark.parametrize("dial", ["ask", "dial"])
def test_a_number_that_cannot_be_called_now_is_kept_and_it_is_told_why(dial: Ways) -> None:
    session = desk(Line(), dial, PBX_AWAY)
    with pytest.raises(Refused) as refused:
        session.do(DialText(TEXT))
    assert refused.value.problem.id is ProblemId.CANNOT_DIAL_NOT_REGISTERED
    assert session.desk.offer == Offer("8 (495) 123-45-67", True, NOW)


def test_a_number_is_kept_for_later_where_it_is_only_filled_in() -> None:
    session = desk(Line(), "fill", PBX_AWAY)
    session.do(DialText(TEXT))
    assert session.desk.offer


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("dial", "ask"), [("ask", True), ("fill", False)])
def test_a_link_is_offered_and_never_dialled_by_itself(dial: Ways, ask: bool) -> None:
    line = Line()
    session = desk(line, dial)
    session.do(OpenLink("tel:+7-495-123-45-67"))
    assert session.desk.offer == Offer("+74951234567", ask, NOW)
    assert not called(line)


def test_a_link_is_dialled_where_the_operator_has_said_so() -> None:
    line = Line()
    desk(line, "dial").do(OpenLink("sip:1002@PBX:5060"))
    assert called(line) == ["1002"]


@pytest.mark.parametrize("uri", ["tel:*72*89161234567", "ctidesk:%2331%23"])
def test_an_order_to_the_pbx_is_asked_about_always(uri: str) -> None:
    line = Line()
    session = desk(line, "dial")
    session.do(OpenLink(uri))
    assert session.desk.offer and session.desk.offer.ask
    assert not called(line)


@pytest.mark.parametrize(
    ("uri", "why"),
    [
        ("sip:1002@evil.example", ProblemId.NUMBER_ELSEWHERE),
        ("sip:1002@pbx?Subject=x", ProblemId.LINK_NOT_A_NUMBER),
        ("http://example.com", ProblemId.LINK_OTHER_SCHEME),
    ],
)
def test_a_hostile_link_changes_nothing(uri: str, why: ProblemId) -> None:
    line = Line()
    session = desk(line, "dial")
    before = session.desk
    with pytest.raises(Refused) as refused:
        session.do(OpenLink(uri))
    assert refused.value.problem.id is why
    assert session.desk is before and not called(line)


@pytest.mark.parametrize("dial", ["ask", "dial"])
def test_a_link_that_starts_the_desk_is_asked_about_once_it_is_registered(dial: Ways) -> None:
    line = Line()
    session = desk(line, dial, registration=None)
    session.do(OpenLink("tel:1002"))
    assert session.desk.offer == Offer("1002", True, NOW)
    session.post(REGISTERED)
    assert session.desk.can_dial and session.desk.offer and not called(line)


def test_a_link_in_a_call_waits_for_its_end() -> None:
    session = desk(Line(), "dial")
    session.post(ev.IncomingCall("leg", "1003", "", NOW))
    with pytest.raises(Refused) as refused:
        session.do(OpenLink("tel:1002"))
    assert refused.value.problem.id is ProblemId.CANNOT_DIAL_IN_CALL
    session.post(ev.LegEnded("leg", EndCause.REMOTE_HANGUP, NOW))
    assert session.desk.offer == Offer("1002", True, NOW)


@pytest.mark.parametrize(("deed", "intent"), [("rebind", Rebind), ("open", ShowCard)])
@pytest.mark.manual("M13")
def test_a_record(deed: str, intent: type[Rebind] | type[ShowCard]) -> None:
    session, done = desk(Line(), "ask"), list[object]()
    session.on(intent, done.append)
    session.do(OpenLink(f"ctidesk://{deed}/contact/{ID}"))
    assert done == [intent(RecordRef(Entity.CONTACT, ID))]


@pytest.mark.parametrize("deed", ["rebind", "open"])
def test_without_a_crm_no_record_is_looked_for(deed: str) -> None:
    session, done = desk(Line(), "ask", with_crm=False), list[object]()
    session.on(Rebind, done.append)
    session.on(ShowCard, done.append)
    with pytest.raises(Refused) as refused:
        session.do(OpenLink(f"ctidesk://{deed}/contact/{ID}"))
    assert refused.value.problem.id is ProblemId.CRM_OFF and not done
