"""Rebinding: whom the call belongs to afterwards, and where its number is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import CrmState, Desk, Rebound
from ctidesk.domain.errors import ProblemId, Refused
from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import Rebind, SelectClient
from ctidesk.domain.outbox import Value, Write, WriteKind
from ctidesk.domain.phone_number import PhoneNumber
from ctidesk.domain.records import Card, Client, Entity, Match, MatchKind, RecordRef
from ctidesk.usecases.rebind import Rebinding
from ctidesk.usecases.records import Records
from ctidesk.usecases.session import Session
from tests.ui.examples import ENDED, LEG, NUMBER, answered_unknown, conversation, desk_after
from tests.unit.usecases.test_session import NOW, Russian, StoppedClock

CASE = RecordRef(Entity.CASE, "k1")
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


def rebinding(desk: Desk, cache: Any, shown: list[RecordRef] | None = None) -> tuple[Session, Rebinding]:
    session = Session(desk, Russian())
    records = Records(session, cache, StoppedClock(), lambda: None)
    show = (shown if shown is not None else []).append
    return session, Rebinding(session, cache, Russian(), StoppedClock(), records, at_once, show)


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


@pytest.mark.manual("D3", "M13")
async def test_a_rebind_takes_the_case_along_and_its_undo_brings_it_back() -> None:
    session, rebind = rebinding(conversation(), OneClient())
    before = session.desk.legs[0].client
    session.post(ev.RegardingLinked(LEG, CASE, "Не приходит счёт", before))
    await rebind.rebind(Rebind(CLIENT.ref))
    record = session.desk.legs[0].record()
    assert (record.client, record.regarding) == (CLIENT, None)
    await rebind.undo()
    record = session.desk.legs[0].record()
    assert (record.client, record.regarding) == (before, CASE)


@pytest.mark.manual("D3", "M13")
async def test_a_call_that_changes_hands_with_its_case_is_told_and_can_be_undone() -> None:
    session, rebind = rebinding(conversation(), OneClient())
    before = session.desk.legs[0].client
    session.post(ev.RegardingLinked(LEG, CASE, "Не приходит счёт", CLIENT))
    assert session.desk.rebound == Rebound(LEG, CLIENT, before)
    await rebind.undo()
    record = session.desk.legs[0].record()
    assert (record.client, record.regarding, session.desk.rebound) == (before, None, None)


async def test_a_case_of_the_calls_client_is_no_news() -> None:
    session, _ = rebinding(conversation(), OneClient())
    session.post(ev.RegardingLinked(LEG, CASE, "Не приходит счёт", session.desk.legs[0].client))
    assert session.desk.rebound is None


async def test_the_same_client_again_is_no_news() -> None:
    session, rebind = rebinding(after_call(), OneClient())
    await rebind.rebind(Rebind(CLIENT.ref))
    session.post(ev.NoticeDismissed())
    assert session.desk.rebound is None
    await rebind.rebind(Rebind(CLIENT.ref))
    assert session.desk.rebound is None


# --- chosen in the search -----------------------------------------------------------------------------------------


def searching(match: Match, *, typed: str = "", desk: Desk | None = None) -> Desk:
    """The search window is open for the call, and has found ``match``."""
    desk = desk_after(ev.SearchOpened(LEG), desk=desk or answered_unknown())
    if typed:
        return desk_after(ev.SearchTyped(typed), ev.SearchFound(typed, (match,)), desk=desk)
    return desk_after(ev.MatchesFound(LEG, (match,)), desk=desk)


def by_text() -> Match:
    return Match(CLIENT, "fullname", "")


async def chosen(desk: Desk, cache: OneClient) -> tuple[Session, Rebinding, list[RecordRef]]:
    shown: list[RecordRef] = []
    session, rebind = rebinding(desk, cache, shown)
    session.do(SelectClient(CLIENT.ref))
    leg = session.desk.find_leg(LEG)
    assert leg and leg.client == CLIENT, "linked at once, whatever the cache has to say"
    await asyncio.gather(*session._tasks)
    return session, rebind, shown


@pytest.mark.manual("M12")
async def test_who_has_the_number_is_chosen_and_nothing_is_told_of_it() -> None:
    match = Match(CLIENT, "mobilephone", NUMBER, MatchKind.E164)
    session, _, shown = await chosen(searching(match), OneClient(mobilephone=NUMBER))
    assert (shown, session.desk.search, session.desk.rebound) == ([CLIENT.ref], None, None)


@pytest.mark.manual("M13", "D2", "D7")
@pytest.mark.parametrize("last", [False, True])
async def test_who_was_found_by_hand_can_be_undone_and_his_number_be_saved(last: bool) -> None:
    """In the conversation, and after it."""
    desk = desk_after(ENDED, ev.WrapUpExpired(LEG), desk=answered_unknown()) if last else answered_unknown()
    cache = OneClient()
    session, rebind, shown = await chosen(searching(by_text(), typed="щук", desk=desk), cache)
    assert shown == [CLIENT.ref]
    assert session.desk.rebound == Rebound(LEG, CLIENT, None, NUMBER)
    await rebind.save_number()
    assert [write.values for write in cache.enqueued] == [{"mobilephone": NUMBER}]
    assert session.desk.rebound is None


@pytest.mark.manual("M13")
async def test_a_choice_that_takes_the_call_from_another_can_be_undone() -> None:
    match = Match(CLIENT, "telephone1", NUMBER, MatchKind.E164)
    desk = searching(match, desk=conversation())
    before = desk.leg.client if desk.leg else None
    session, rebind, _ = await chosen(desk, OneClient(telephone1=NUMBER))
    assert session.desk.rebound == Rebound(LEG, CLIENT, before)
    await rebind.undo()
    assert session.desk.leg and session.desk.leg.client == before


@pytest.mark.manual("D2")
async def test_seven_digits_alike_do_not_make_a_number_known() -> None:
    match = Match(CLIENT, "telephone1", "123-45-67", MatchKind.LAST_7)
    session, _, _ = await chosen(searching(match), SevenAlike(match))
    assert session.desk.rebound == Rebound(LEG, CLIENT, None, NUMBER)


class SevenAlike(OneClient):
    def __init__(self, match: Match) -> None:
        super().__init__()
        self.match = match

    async def lookup(self, number: PhoneNumber) -> tuple[Match, ...]:
        return (self.match,)


async def test_the_same_choice_again_is_no_news() -> None:
    desk = desk_after(ev.ClientLinked(LEG, CLIENT), desk=answered_unknown())
    session, _, _ = await chosen(searching(by_text(), typed="щук", desk=desk), OneClient())
    assert session.desk.rebound is None


async def test_what_happened_meanwhile_is_not_talked_over() -> None:
    """The link was undone, or another call rings, before the cache had answered."""
    session, _ = rebinding(searching(by_text(), typed="щук"), OneClient())
    session.do(SelectClient(CLIENT.ref))
    session.post(ev.ClientLinked(LEG, None))
    await asyncio.gather(*session._tasks)
    assert session.desk.rebound is None
    ended = desk_after(ENDED, ev.WrapUpExpired(LEG), desk=answered_unknown())
    session, _ = rebinding(searching(by_text(), typed="щук", desk=ended), OneClient())
    session.do(SelectClient(CLIENT.ref))
    session.post(ev.IncomingCall("next", "84957654321", "", NOW))
    await asyncio.gather(*session._tasks)
    assert session.desk.leg and session.desk.rebound is None


async def test_a_choice_is_made_among_what_is_offered_for_a_call_that_is_there() -> None:
    desk = searching(by_text(), typed="щук")
    session, _ = rebinding(desk, OneClient())
    with pytest.raises(Refused) as refused:
        session.do(SelectClient(RecordRef(Entity.CONTACT, "x")))
    assert refused.value.problem.id is ProblemId.NOT_OFFERED
    gone = replace(desk, legs=())
    session, _ = rebinding(gone, OneClient())
    with pytest.raises(Refused) as refused:
        session.do(SelectClient(CLIENT.ref))
    assert refused.value.problem.id is ProblemId.CALL_OUT_OF_REACH
    assert session.desk.search == gone.search, "what was found is still there"
