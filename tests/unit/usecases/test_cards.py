"""Cards, what a call is about, and pages of the CRM."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.intents import CloseCard, LinkRegarding, OpenInCrm, ShowCard
from ctidesk.domain.outbox import Value
from ctidesk.domain.records import Card, Client, Entity, RecordRef, Regarding
from ctidesk.usecases import report
from ctidesk.usecases.call_record import values_of
from ctidesk.usecases.cards import Cards
from ctidesk.usecases.editing import Editing
from ctidesk.usecases.pages import CrmPages
from ctidesk.usecases.records import Records
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import STARTED, Russian, StoppedClock

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
ANNA = Client(RecordRef(Entity.CONTACT, "c1"), "Анна")
BORIS = Client(RecordRef(Entity.CONTACT, "c2"), "Борис")
FIRM = Client(RecordRef(Entity.ACCOUNT, "a1"), "ООО «Ромашка»")
CASE = RecordRef(Entity.CASE, "k1")
CARDS = {
    ANNA.ref: Card(ANNA, (("mobilephone", "1"),)),
    CASE: Card(Client(CASE, "Не приходит счёт"), (), customer=ANNA),
}


class Shelf:
    """A cache that only knows cards."""

    def __init__(self) -> None:
        self.cards = dict(CARDS)
        self.broken = False

    async def card(self, ref: RecordRef) -> Card | None:
        if self.broken:
            raise DeskError(Problem.of(ProblemId.CACHE_FAULT, file="cache"))
        return self.cards.get(ref)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def session(shelf: Shelf) -> Session:
    opened = Session(Desk(), Russian())
    clock = StoppedClock()
    Cards(opened, shelf, clock)  # type: ignore[arg-type]
    Editing(opened, shelf, clock, Records(opened, shelf, clock, lambda: None))  # type: ignore[arg-type]
    opened.post(STARTED)
    opened.post(ev.RegistrationChanged(RegistrationState.REGISTERED))
    return opened


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def named(session: Session) -> tuple[Value, Value]:
    """What the CRM is told: what the call is about, and whose it is."""
    told = values_of(session.desk.legs[0].record(), "u1")
    return told["regarding"], told["client"]


def in_conversation(session: Session) -> None:
    session.post(ev.IncomingCall("leg", "84951234567", "", NOW, "+74951234567"))
    session.post(ev.AnswerRequested("leg"))
    session.post(ev.LegAnswered("leg", NOW))


async def test_a_card_opens_in_front_and_closes(session: Session) -> None:
    for ref in (ANNA.ref, CASE, ANNA.ref):
        session.do(ShowCard(ref))
        await settled()
    assert [card.ref for card in session.desk.cards] == [CASE, ANNA.ref]
    session.do(CloseCard(ANNA.ref))
    assert [card.ref for card in session.desk.cards] == [CASE]


async def test_a_record_that_is_gone_is_told(session: Session, shelf: Shelf) -> None:
    session.do(ShowCard(BORIS.ref))
    await settled()
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.NO_SUCH_RECORD
    shelf.broken = True
    session.do(ShowCard(ANNA.ref))
    await settled()
    assert session.desk.notice.problem.id is ProblemId.CACHE_FAULT


async def test_an_open_card_follows_the_crm(session: Session, shelf: Shelf) -> None:
    session.do(ShowCard(ANNA.ref))
    await settled()
    shelf.cards[ANNA.ref] = replace(CARDS[ANNA.ref], fields=(("mobilephone", "2"),))
    session.post(ev.SyncCompleted(NOW, 2))
    await settled()
    assert session.desk.cards[0].field("mobilephone") == "2"
    del shelf.cards[ANNA.ref]
    session.post(ev.SyncCompleted(NOW, 1))
    await settled()
    assert session.desk.cards[0].field("mobilephone") == "2", "what the operator reads is not taken away"


@pytest.mark.manual("D3", "M25")
async def test_a_call_about_a_case_regards_it_and_belongs_to_its_client(session: Session) -> None:
    in_conversation(session)
    session.do(LinkRegarding(CASE))
    await settled()
    leg = session.desk.legs[0]
    assert (leg.regarding, leg.client) == (Regarding(CASE, "Не приходит счёт", ANNA), ANNA)
    assert values_of(leg.record(), "u1")["regarding"] == "case:k1"
    assert values_of(leg.record(), "u1")["client"] == "contact:c1"
    status = report.status(session.desk, NOW, (), lambda problem: problem.id)
    assert status["calls"][0]["regarding"] == {"entity": "case", "id": "k1"}


@pytest.mark.manual("D3", "M13", "M25")
async def test_a_call_linked_to_anothers_case_is_his_call(session: Session) -> None:
    in_conversation(session)
    session.post(ev.ClientLinked("leg", BORIS))
    session.do(LinkRegarding(CASE))
    await settled()
    assert named(session) == ("case:k1", "contact:c1")


@pytest.mark.manual("D3", "M25")
async def test_a_client_whose_firms_case_it_is_stays(session: Session, shelf: Shelf) -> None:
    shelf.cards[CASE] = replace(CARDS[CASE], customer=FIRM)
    in_conversation(session)
    session.post(ev.ClientLinked("leg", replace(BORIS, organization=FIRM.name)))
    session.do(LinkRegarding(CASE))
    await settled()
    assert named(session) == ("case:k1", "contact:c2")


@pytest.mark.manual("D3", "M13", "M25")
@pytest.mark.parametrize(
    ("customer", "client", "kept"),
    [
        (ANNA, replace(ANNA, name="Анна Петровна"), True),
        (ANNA, BORIS, False),
        (ANNA, None, False),
        (FIRM, replace(BORIS, organization=FIRM.name), True),
        (FIRM, BORIS, False),
        (None, BORIS, False),
    ],
)
async def test_another_client_takes_the_call_away_from_what_is_not_his(
    session: Session, shelf: Shelf, customer: Client | None, client: Client | None, kept: bool
) -> None:
    shelf.cards[CASE] = replace(CARDS[CASE], customer=customer)
    in_conversation(session)
    session.do(LinkRegarding(CASE))
    await settled()
    session.post(ev.ClientLinked("leg", client))
    whose = f"contact:{client.ref.id}" if client else None
    assert named(session) == ("case:k1" if kept else whose, whose)


@pytest.mark.manual("D3")
async def test_the_last_call_can_be_linked_too(session: Session) -> None:
    in_conversation(session)
    session.post(ev.LegEnded("leg", EndCause.REMOTE_HANGUP, NOW + timedelta(seconds=40), 200))
    session.do(LinkRegarding(CASE))
    await settled()
    assert session.desk.last and session.desk.last.record().regarding == CASE


async def test_what_cannot_be_linked(session: Session) -> None:
    with pytest.raises(Refused) as caught:
        session.do(LinkRegarding(CASE))
    assert caught.value.problem.id is ProblemId.NO_CALL_TO_LINK
    in_conversation(session)
    with pytest.raises(Refused):
        session.do(LinkRegarding(ANNA.ref))


async def test_a_page_of_the_crm(session: Session) -> None:
    seen: list[str] = []

    async def browse(url: str) -> bool:
        seen.append(url)
        return "case" not in url

    CrmPages(session, StoppedClock(), lambda ref: f"http://crm/{ref.entity}" if ref != BORIS.ref else None, browse)
    session.do(OpenInCrm(ANNA.ref))
    session.do(OpenInCrm(CASE))
    await settled()
    assert seen == ["http://crm/contact", "http://crm/case"]
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.NO_BROWSER
    with pytest.raises(Refused):
        session.do(OpenInCrm(BORIS.ref))
