"""Rebinding: whom the call belongs to afterwards, and where its number is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.errors import ProblemId, Refused
from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import Rebind
from ctidesk.domain.outbox import Value, Write, WriteKind
from ctidesk.domain.phone_number import PhoneNumber
from ctidesk.domain.records import Card, Client, Entity, Match, RecordRef
from ctidesk.usecases.rebind import Rebinding
from ctidesk.usecases.records import Records
from ctidesk.usecases.session import Session
from tests.ui.examples import ENDED, LEG, NUMBER, conversation, desk_after
from tests.unit.usecases.test_session import Russian, StoppedClock

CLIENT = Client(RecordRef(Entity.CONTACT, "0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c99"), "Щукин Пётр")


class OneClient:
    """A cache that knows one client."""

    def __init__(self, **values: Value) -> None:
        self.kept = values
        self.enqueued: list[Write] = []

    async def card(self, ref: RecordRef) -> Card | None:
        return Card(CLIENT, ()) if ref == CLIENT.ref else None

    async def lookup(self, number: PhoneNumber) -> tuple[Match, ...]:
        fields = {name: str(content or "") for name, content in self.kept.items()}
        return tuple(Match(CLIENT, name, content) for name, content in fields.items() if str(number) in content)

    async def values(self, ref: RecordRef) -> Mapping[str, Value]:
        return self.kept

    async def enqueue(self, writes: Sequence[Write]) -> None:
        self.enqueued += writes


async def at_once() -> None:
    """Nothing has to be waited for."""


def rebinding(desk: Desk, cache: Any) -> tuple[Session, Rebinding]:
    session = Session(desk, Russian())
    records = Records(session, cache, StoppedClock(), lambda: None)
    return session, Rebinding(session, cache, Russian(), StoppedClock(), records, at_once)


def after_call() -> Desk:
    return desk_after(ENDED, ev.WrapUpExpired(LEG), desk=conversation())


@pytest.mark.manual("M13", "D2")
@pytest.mark.parametrize("desk", [conversation(), after_call()])
async def test_the_conversation_or_the_last_call_is_linked_and_nothing_else(desk: Desk) -> None:
    cache = OneClient()
    session, rebind = rebinding(desk, cache)
    await rebind.rebind(Rebind(CLIENT.ref))
    leg = session.desk.find_leg(LEG)
    assert leg and leg.client == CLIENT
    assert cache.enqueued == []


@pytest.mark.manual("M13", "D2")
@pytest.mark.parametrize(
    ("kept", "written"),
    [
        ({}, {"mobilephone": NUMBER}),
        ({"mobilephone": "89160000000", "telephone1": ""}, {"telephone1": NUMBER}),
        ({"mobilephone": "8 (916) 000-00-00, 8 495 123-45-67 доб. 3"}, None),
    ],
)
async def test_the_number_goes_into_the_first_free_field_unless_it_is_there(
    kept: dict[str, Value], written: dict[str, Value] | None
) -> None:
    cache = OneClient(**kept)
    _, rebind = rebinding(conversation(), cache)
    await rebind.rebind(Rebind(CLIENT.ref, save_number=True))
    wanted = (
        [Write(WriteKind.UPDATE, Entity.CONTACT, CLIENT.ref.id, written, dict.fromkeys(written))] if written else []
    )
    assert cache.enqueued == wanted


@pytest.mark.manual("D2")
async def test_without_a_free_field_the_call_is_linked_all_the_same() -> None:
    full: dict[str, Value] = dict.fromkeys(("mobilephone", "telephone1", "telephone2", "telephone3"), "89160000000")
    session, rebind = rebinding(conversation(), OneClient(**full))
    with pytest.raises(Refused) as caught:
        await rebind.rebind(Rebind(CLIENT.ref, save_number=True))
    assert caught.value.problem.id is ProblemId.NO_FREE_PHONE_FIELD
    leg = session.desk.find_leg(LEG)
    assert leg and leg.client == CLIENT


@pytest.mark.parametrize(
    ("desk", "ref", "told"),
    [
        (Desk(), CLIENT.ref, ProblemId.NO_CALL_TO_LINK),
        (conversation(), RecordRef(Entity.CONTACT, "x"), ProblemId.NO_SUCH_RECORD),
        (Desk(crm=CrmState(SyncState.OFF), legs=conversation().legs), CLIENT.ref, ProblemId.CRM_OFF),
    ],
)
async def test_what_cannot_be_linked_is_told(desk: Desk, ref: RecordRef, told: ProblemId) -> None:
    _, rebind = rebinding(desk, OneClient())
    with pytest.raises(Refused) as caught:
        await rebind.rebind(Rebind(ref))
    assert caught.value.problem.id is told


# --- once it is done ----------------------------------------------------------------------------------------------


@pytest.mark.manual("M13", "D2")
async def test_a_number_that_no_card_has_is_offered_once() -> None:
    cache = OneClient()
    session, rebind = rebinding(after_call(), cache)
    await rebind.rebind(Rebind(CLIENT.ref))
    assert session.desk.rebound and session.desk.rebound.number == NUMBER
    await rebind.save_number()
    assert [write.values for write in cache.enqueued] == [{"mobilephone": NUMBER}]
    assert session.desk.rebound is None
    with pytest.raises(Refused):
        await rebind.save_number()


@pytest.mark.parametrize("intent", [Rebind(CLIENT.ref), Rebind(CLIENT.ref, save_number=True)])
async def test_a_number_that_is_known_or_saved_is_not_offered(intent: Rebind) -> None:
    kept: dict[str, Value] = {} if intent.save_number else {"mobilephone": NUMBER}
    session, rebind = rebinding(after_call(), OneClient(**kept))
    await rebind.rebind(intent)
    assert session.desk.rebound and session.desk.rebound.number == ""


@pytest.mark.manual("M13")
async def test_a_rebind_can_be_undone() -> None:
    desk = after_call()
    before = desk.call_to_link.client if desk.call_to_link else None
    session, rebind = rebinding(desk, OneClient())
    await rebind.rebind(Rebind(CLIENT.ref))
    assert session.desk.rebound and session.desk.rebound.before == before
    await rebind.undo()
    leg = session.desk.find_leg(LEG)
    assert leg and leg.client == before and session.desk.rebound is None
    with pytest.raises(Refused) as refused:
        await rebind.undo()
    assert refused.value.problem.id is ProblemId.NOT_OFFERED


async def test_the_same_client_again_is_no_news() -> None:
    session, rebind = rebinding(after_call(), OneClient())
    await rebind.rebind(Rebind(CLIENT.ref))
    session.post(ev.NoticeDismissed())
    assert session.desk.rebound is None
    await rebind.rebind(Rebind(CLIENT.ref))
    assert session.desk.rebound is None
