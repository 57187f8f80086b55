"""Cards filled in and edited: what is written, what is linked, what is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.draft import Draft, new_client
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import (
    CancelEdit,
    CloseCard,
    DropChanges,
    EditCard,
    GoOnEditing,
    NewRecord,
    SaveCard,
    TypeField,
)
from ctidesk.domain.outbox import Value, Write, WriteKind
from ctidesk.domain.records import Card, Client, Entity, Match, MatchKind, RecordRef, Regarding
from ctidesk.usecases.cards import Cards
from ctidesk.usecases.editing import Editing
from ctidesk.usecases.records import Records
from ctidesk.usecases.session import Session
from tests.ui.examples import LEG, NUMBER, answered_unknown, desk_after, idle
from tests.unit.usecases.test_session import Russian, StoppedClock

ANNA = Client(RecordRef(Entity.CONTACT, "0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c99"), "Ёлкина Анна")
ROMASHKA = Client(RecordRef(Entity.ACCOUNT, "0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c01"), "ООО «Ромашка»")
KEPT: dict[str, Value] = {"lastname": "Ёлкина", "firstname": "Анна", "mobilephone": "8 916 1", "jobtitle": None}


class Shelf:
    """A cache of one client, and of what is written to it."""

    def __init__(self) -> None:
        self.kept = dict(KEPT)
        self.written: list[Write] = []
        self.fault: DeskError | None = None

    async def values(self, ref: RecordRef) -> Mapping[str, Value] | None:
        return self.kept if ref == ANNA.ref else None

    async def enqueue(self, writes: Sequence[Write]) -> None:
        if self.fault:
            raise self.fault
        self.written += writes

    async def card(self, ref: RecordRef) -> Card | None:
        if ref == ANNA.ref:
            return Card(ANNA, (("mobilephone", str(self.kept["mobilephone"])),))
        if ref == ROMASHKA.ref:
            return Card(ROMASHKA, ())
        values = next((write.values for write in self.written if write.record_id == ref.id), None)
        if values is None:
            return None
        name = values.get("name") or values.get("title") or values.get("lastname")
        return Card(Client(ref, str(name)), ())


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def started(desk: Desk, shelf: Shelf) -> Session:
    session, clock = Session(desk, Russian()), StoppedClock()
    Cards(session, shelf, clock)  # type: ignore[arg-type]
    Editing(session, shelf, clock, Records(session, shelf, clock, lambda: None))  # type: ignore[arg-type]
    return session


@pytest.fixture
def session(shelf: Shelf) -> Session:
    """A conversation with somebody whom the search does not find."""
    return started(answered_unknown(), shelf)


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def draft(session: Session) -> Draft:
    return session.desk.drafts[-1]


async def edited(session: Session, **texts: str) -> Draft:
    session.post(ev.CardOpened(Card(ANNA, ())))
    session.do(EditCard(ANNA.ref))
    await settled()
    for name, text in texts.items():
        session.do(TypeField(ANNA.ref, name, text))
    return draft(session)


# --- new ones -------------------------------------------------------------------------------------------------------


@pytest.mark.manual("M14")
async def test_a_new_client_is_written_and_the_call_is_his(session: Session, shelf: Shelf) -> None:
    session.post(ev.SearchTyped("сидорова"))
    session.do(NewRecord(Entity.CONTACT))
    ref = draft(session).ref
    assert session.desk.search, "it can be gone back to"
    session.do(TypeField(ref, "firstname", "Ольга"))
    session.do(SaveCard(ref))
    await settled()
    values = {"lastname": "сидорова", "firstname": "Ольга", "telephone1": NUMBER}
    assert shelf.written == [Write(WriteKind.CREATE, Entity.CONTACT, ref.id, values)]
    leg = session.desk.find_leg(LEG)
    assert leg and leg.client == Client(ref, "сидорова")
    assert (session.desk.search, session.desk.drafts) == (None, ())
    assert [card.client.name for card in session.desk.records] == ["сидорова"]


@pytest.mark.manual("M15")
async def test_a_new_organization_is_saved_and_closed(session: Session, shelf: Shelf) -> None:
    session.do(NewRecord(Entity.ACCOUNT))
    ref = draft(session).ref
    session.do(TypeField(ref, "name", "ООО «Заря»"))
    session.do(SaveCard(ref, close=True))
    await settled()
    assert shelf.written[0].values == {"name": "ООО «Заря»", "telephone1": NUMBER}
    leg = session.desk.find_leg(LEG)
    assert leg and leg.client and leg.client.ref == ref
    assert session.desk.cards == ()


@pytest.mark.manual("D3")
async def test_a_new_case_belongs_to_the_client_and_the_call_is_about_it(session: Session, shelf: Shelf) -> None:
    session.post(ev.ClientLinked(LEG, ANNA))
    session.do(NewRecord(Entity.CASE, ANNA))
    ref = draft(session).ref
    session.do(TypeField(ref, "title", "Не приходит счёт"))
    session.do(SaveCard(ref))
    await settled()
    assert shelf.written[0].values == {"title": "Не приходит счёт", "customer": f"contact:{ANNA.ref.id}"}
    leg = session.desk.find_leg(LEG)
    assert leg and leg.regarding == Regarding(ref, "Не приходит счёт", ANNA)


@pytest.mark.manual("D3")
async def test_a_call_that_changed_hands_while_the_case_was_written_is_left_alone(session: Session) -> None:
    session.post(ev.ClientLinked(LEG, ANNA))
    session.do(NewRecord(Entity.CASE, ANNA))
    ref = draft(session).ref
    session.do(TypeField(ref, "title", "Не приходит счёт"))
    session.post(ev.ClientLinked(LEG, ROMASHKA))
    session.do(SaveCard(ref))
    await settled()
    leg = session.desk.find_leg(LEG)
    assert leg and (leg.client, leg.regarding) == (ROMASHKA, None)


async def test_a_case_of_somebody_else_leaves_the_call_alone(session: Session) -> None:
    session.do(NewRecord(Entity.CASE, ANNA))
    assert draft(session).leg_id == ""


async def test_a_call_that_is_out_of_reach_is_told(session: Session) -> None:
    ref = RecordRef(Entity.ACCOUNT, "0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c98")
    session.post(ev.EditBegan(new_client(ref, NUMBER, "ООО «Заря»", "two calls ago")))
    session.do(SaveCard(ref))
    await settled()
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.CALL_OUT_OF_REACH
    assert [card.client.name for card in session.desk.records] == ["ООО «Заря»"]


async def test_what_is_wrong_is_not_written(session: Session, shelf: Shelf) -> None:
    session.do(NewRecord(Entity.CONTACT))
    ref = draft(session).ref
    session.do(SaveCard(ref, close=True))
    await settled()
    assert (shelf.written, draft(session).tries) == ([], 1)


async def test_what_cannot_be_kept_stays_typed(session: Session, shelf: Shelf) -> None:
    shelf.fault = DeskError(Problem.of(ProblemId.CACHE_FAULT, file="cache"))
    session.do(NewRecord(Entity.CONTACT))
    ref = draft(session).ref
    session.do(TypeField(ref, "lastname", "Сидорова"))
    session.do(SaveCard(ref, close=True))
    session.do(SaveCard(ref, close=True))
    await settled()
    kept = draft(session)
    assert kept.problem and kept.problem.id is ProblemId.CACHE_FAULT and dict(kept.values)["lastname"] == "Сидорова"
    shelf.fault = None
    session.do(SaveCard(ref))
    await settled()
    assert len(shelf.written) == 1 and session.desk.drafts == ()


async def test_without_a_crm_nothing_is_made(shelf: Shelf) -> None:
    session = started(desk_after(ev.SyncChanged(SyncState.OFF), desk=idle()), shelf)
    with pytest.raises(Refused) as caught:
        session.do(NewRecord(Entity.CONTACT))
    assert caught.value.problem.id is ProblemId.CRM_OFF


# --- old ones -------------------------------------------------------------------------------------------------------


async def test_only_what_was_changed_is_written_with_what_it_was_before(session: Session, shelf: Shelf) -> None:
    await edited(session, jobtitle="Инженер", mobilephone="8 916 2")
    shelf.kept["mobilephone"] = "8 916 9"
    session.post(ev.SyncCompleted(StoppedClock().now(), 1))
    await settled()
    assert dict(draft(session).values)["mobilephone"] == "8 916 2", "what the CRM sends does not touch what is typed"
    session.do(SaveCard(ANNA.ref))
    await settled()
    changed, base = {"jobtitle": "Инженер", "mobilephone": "8 916 2"}, {"jobtitle": None, "mobilephone": "8 916 1"}
    assert shelf.written == [Write(WriteKind.UPDATE, Entity.CONTACT, ANNA.ref.id, changed, base)]
    assert session.desk.drafts == () and len(session.desk.cards) == 1


async def test_an_edit_begins_once_and_of_a_record_that_is_there(session: Session) -> None:
    typed = await edited(session, lastname="Ёлкин")
    session.do(EditCard(ANNA.ref))
    await settled()
    assert session.desk.drafts == (typed,)
    session.do(CloseCard(ANNA.ref))
    session.do(DropChanges(ANNA.ref))
    session.do(EditCard(ANNA.ref))
    await settled()
    assert session.desk.drafts == (), "the card was closed in the meantime"
    session.do(EditCard(RecordRef(Entity.CONTACT, "gone")))
    await settled()
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.NO_SUCH_RECORD
    with pytest.raises(Refused):
        session.do(EditCard(RecordRef(Entity.PHONE_CALL, "p1")))


# --- leaving --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("intent", "cards"), [(CancelEdit, 1), (CloseCard, 0)])
async def test_what_was_not_changed_is_left_without_a_question(session: Session, intent: type, cards: int) -> None:
    await edited(session)
    session.do(intent(ANNA.ref))
    assert (session.desk.drafts, len(session.desk.cards)) == ((), cards)


@pytest.mark.parametrize(("intent", "cards"), [(CancelEdit, 1), (CloseCard, 0)])
async def test_what_was_changed_is_asked_about(session: Session, intent: type, cards: int, shelf: Shelf) -> None:
    await edited(session, lastname="Ёлкин")
    session.do(intent(ANNA.ref))
    assert draft(session).asks
    session.do(GoOnEditing(ANNA.ref))
    assert not draft(session).asks and draft(session).dirty
    session.do(intent(ANNA.ref))
    session.do(DropChanges(ANNA.ref))
    assert (session.desk.drafts, len(session.desk.cards), shelf.written) == ((), cards, [])


async def test_a_new_card_that_is_given_up_is_gone(session: Session) -> None:
    session.do(NewRecord(Entity.CONTACT))
    session.do(CancelEdit(draft(session).ref))
    assert (session.desk.drafts, session.desk.cards) == ((), ())


# --- organizations ----------------------------------------------------------------------------------------------------


async def test_an_edit_names_the_organization(session: Session, shelf: Shelf) -> None:
    shelf.kept["parent"] = f"account:{ROMASHKA.ref.id}"
    draft = await edited(session)
    assert draft.organization.name == "ООО «Ромашка»"
    shelf.kept["parent"] = "account:0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c00"
    session.do(CloseCard(ANNA.ref))
    assert (await edited(session)).organization.name == "", "it is not in the copy"


@pytest.mark.manual("M14")
@pytest.mark.parametrize("how", ["linked", "found"])
async def test_a_client_of_the_organization_that_calls(session: Session, shelf: Shelf, how: str) -> None:
    linked = ev.ClientLinked(LEG, ROMASHKA)
    found = ev.MatchesFound(LEG, (Match(ROMASHKA, "telephone1", NUMBER, MatchKind.E164),), False)
    session.post(linked if how == "linked" else found)
    session.post(ev.SearchOpened(LEG))
    session.do(NewRecord(Entity.CONTACT))
    assert draft(session).organization.name == ROMASHKA.name and not draft(session).dirty
    session.do(TypeField(draft(session).ref, "lastname", "Сидорова"))
    session.do(SaveCard(draft(session).ref))
    await settled()
    assert shelf.written[0].values["parent"] == f"account:{ROMASHKA.ref.id}"


@pytest.mark.manual("D3")
async def test_nothing_is_made_of_what_the_crm_does_without(session: Session, shelf: Shelf) -> None:
    session.post(ev.EntitiesKnown(frozenset({Entity.CASE})))
    with pytest.raises(Refused) as caught:
        session.do(NewRecord(Entity.CASE, ANNA))
    assert caught.value.problem == Problem.of(ProblemId.CRM_HAS_NONE, entity=Entity.CASE)
    assert session.desk.drafts == ()
