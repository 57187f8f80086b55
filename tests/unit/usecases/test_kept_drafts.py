"""What is typed into a card outlives the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.choice import Choice
from ctidesk.domain.draft import draft_of, new_client
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.outbox import Value
from ctidesk.domain.records import Card, Client, Entity, RecordRef
from ctidesk.usecases import kept_drafts
from ctidesk.usecases.kept_drafts import KeptDrafts
from ctidesk.usecases.session import Session
from tests.fakes.cache import FakeCache
from tests.ui.examples import idle
from tests.unit.usecases.test_session import Russian, StoppedClock

ANNA = Client(RecordRef(Entity.CONTACT, "c1"), "Ёлкина Анна")
NEW = RecordRef(Entity.CONTACT, "c2")
KEPT: dict[str, Value] = {"lastname": "Ёлкина", "firstname": "Анна", "mobilephone": "8 916 1"}


class Shelf(FakeCache):
    """``records`` are those of the copy, as a write has them."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[RecordRef, Mapping[str, Value]] = {ANNA.ref: KEPT}

    async def values(self, ref: RecordRef) -> dict[str, Value] | None:
        found = self.records.get(ref)
        return dict(found) if found else None

    async def card(self, ref: RecordRef) -> Card | None:
        return Card(Client(ref, "Ёлкина Анна"), ()) if ref in self.records else None


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_drafts, "PAUSE_S", 0)
    monkeypatch.setattr(kept_drafts, "AFTER_FAULT_S", 0)


@pytest.fixture
def cache() -> Shelf:
    return Shelf()


def started(cache: Shelf) -> tuple[Session, KeptDrafts]:
    session = Session(idle(), Russian())
    return session, KeptDrafts(session, cache, StoppedClock())


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def typed(session: Session, text: str = "Инженер") -> None:
    session.post(ev.CardOpened(Card(ANNA, ())))
    session.post(ev.EditBegan(draft_of(ANNA.ref, KEPT)))
    session.post(ev.FieldTyped(ANNA.ref, "jobtitle", text))
    await settled()


@pytest.mark.parametrize("end", [ev.EditEnded(ANNA.ref), ev.CardClosed(ANNA.ref)])
async def test_it_is_kept_while_there_is_something_to_lose(cache: Shelf, end: ev.Event) -> None:
    session, _ = started(cache)
    session.post(ev.EditBegan(draft_of(ANNA.ref, KEPT)))
    await settled()
    assert await cache.drafts() == ()
    await typed(session)
    (kept,) = await cache.drafts()
    assert dict(kept.values)["jobtitle"] == "Инженер"
    session.post(ev.FieldTyped(ANNA.ref, "jobtitle", ""))
    await settled()
    assert await cache.drafts() == (), "it is as it was"
    session.post(ev.FieldTyped(ANNA.ref, "jobtitle", "И"))
    await settled()
    session.post(end)
    await settled()
    assert await cache.drafts() == ()


async def test_what_is_saved_is_forgotten_and_what_was_typed_meanwhile_stays(cache: Shelf) -> None:
    session, _ = started(cache)
    await typed(session)
    saved = session.desk.drafts[0].values
    session.post(ev.SaveBegan(ANNA.ref))
    session.post(ev.FieldTyped(ANNA.ref, "middlename", "И"))
    session.post(ev.Saved(ANNA.ref, saved))
    await settled()
    (kept,) = await cache.drafts()
    assert kept.changed == {"middlename": "И"} and not kept.saving
    session.post(ev.Saved(ANNA.ref, session.desk.drafts[0].values))
    await settled()
    assert await cache.drafts() == ()


async def test_what_is_typed_last_is_kept_when_the_desk_ends(cache: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_drafts, "PAUSE_S", 3600)
    session, drafts = started(cache)
    await typed(session)
    assert await cache.drafts() == ()
    await drafts.settled()
    assert len(await cache.drafts()) == 1
    await session.stop()


async def test_a_full_disk_is_told_once_and_tried_again(cache: Shelf) -> None:
    cache.full = True
    session, _ = started(cache)
    await typed(session)
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.CACHE_DISK_FULL
    session.post(ev.NoticeDismissed())
    await settled()
    assert session.desk.notice is None
    cache.full = False
    await settled()
    assert len(await cache.drafts()) == 1


# --- the next desk --------------------------------------------------------------------------------------------------


async def restarted(cache: Shelf) -> Session:
    session, drafts = started(cache)
    await drafts.recall()
    return session


async def test_the_next_desk_opens_what_was_left(cache: Shelf) -> None:
    session, _ = started(cache)
    await typed(session)
    session.post(ev.EditBegan(new_client(NEW, "+79161234567")))
    session.post(ev.OrganizationSought(NEW, "рома"))
    session.post(ev.SaveRefused(NEW, Problem(ProblemId.CACHE_FAULT)))
    await settled()
    again = await restarted(cache)
    one, other = (again.desk.draft_of(ref) for ref in (ANNA.ref, NEW))
    assert one and one.changed == {"jobtitle": "Инженер"} and one.restored
    assert other and other.organization == Choice("", "рома", seeking=True) and other.problem is None
    assert [card.client.name for card in again.desk.cards] == ["Ёлкина Анна", ""]


async def test_what_was_stored_at_the_last_moment_is_not_offered_again(cache: Shelf) -> None:
    session, _ = started(cache)
    await typed(session)
    session.post(ev.EditBegan(new_client(NEW)))
    session.post(ev.FieldTyped(NEW, "lastname", "Сидорова"))
    await settled()
    cache.records = {ANNA.ref: {**KEPT, "jobtitle": "Инженер"}, NEW: {"lastname": "Сидорова"}}
    again = await restarted(cache)
    assert (again.desk.drafts, await cache.drafts()) == ((), ())


async def test_a_new_card_that_was_stored_and_typed_on_is_an_edit(cache: Shelf) -> None:
    session, _ = started(cache)
    session.post(ev.EditBegan(new_client(NEW)))
    session.post(ev.FieldTyped(NEW, "lastname", "Сидорова"))
    await settled()
    cache.records[NEW] = {"lastname": "Сидоров"}
    (draft,) = (await restarted(cache)).desk.drafts
    assert not draft.new and draft.changed == {"lastname": "Сидорова"}


async def test_a_record_that_is_gone_takes_nothing_with_it(cache: Shelf) -> None:
    session, _ = started(cache)
    await typed(session)
    cache.records.clear()
    again = await restarted(cache)
    assert again.desk.drafts[0].changed == {"jobtitle": "Инженер"} and len(again.desk.cards) == 1
