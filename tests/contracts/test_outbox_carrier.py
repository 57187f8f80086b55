"""The carrier on a real cache and a CRM in memory: when it tries again, what it parks, and what a person decides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain import events as ev
from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.errors import (
    CrmConflict,
    CrmForbidden,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    Problem,
    ProblemId,
    Refused,
)
from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import CreateRecord, DiscardWrite, ResolveConflict, RetryWrite, UpdateRecord
from ctidesk.domain.outbox import Waiting, Write, WriteKind
from ctidesk.domain.records import Client, Entity, RecordRef
from ctidesk.ports import Page
from ctidesk.usecases.outbox import Outbox
from ctidesk.usecases.records import Records
from ctidesk.usecases.session import Session
from ctidesk.usecases.unsent import Unsent
from tests.fakes.crm import IDENTITY, FakeCrm
from tests.unit.usecases.test_session import Russian, StoppedClock

AWAY = CrmUnavailable(Problem.of(ProblemId.CRM_UNREACHABLE, host="crm"))
REF = RecordRef(Entity.CONTACT, "0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c11")
OTHER = RecordRef(Entity.ACCOUNT, "0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c12")


class SlowCrm(FakeCrm):
    """Stops before each write until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()
        self.go_on.set()

    async def write(self, write: Write) -> None:
        self.reached.set()
        await self.go_on.wait()
        await super().write(write)


class Desks:
    def __init__(self, cache: SqliteCache) -> None:
        self.crm = SlowCrm()
        self.cache = cache
        self.session = Session(Desk(crm=CrmState(sync=SyncState.IDLE)), Russian())
        self.outbox = Outbox(self.session, cache)
        self.records = Records(self.session, cache, StoppedClock(), self.outbox.wake)
        self.unsent = Unsent(self.session, cache, StoppedClock(), self.outbox)
        self.connected = asyncio.Event()
        self.connected.set()

    async def client(self, ref: RecordRef = REF) -> None:
        name = "lastname" if ref.entity is Entity.CONTACT else "name"
        await self.records.create(CreateRecord(ref, {name: "Ёлкин"}))

    async def carry(self) -> None:
        await self.outbox.carry(self.crm)

    async def waiting(self) -> tuple[Waiting, ...]:
        return await self.cache.outbox()

    async def until(self, holds: Callable[[], object]) -> None:
        """Asked after every event; a reaction may post the next one."""
        happened = asyncio.Event()

        def listen(before: Desk, event: ev.Event, after: Desk) -> None:
            happened.set()

        self.session.react(listen)
        while not holds():
            await happened.wait()
            happened.clear()
        self.session.forget(listen)

    async def sent(self) -> None:
        """Everything has been sent, and the desk knows."""
        await self.outbox.tell()
        await self.until(lambda: self.session.desk.crm.outbox == 0)


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[Desks]:
    cache = SqliteCache(tmp_path / "cache.sqlite")
    await cache.open()
    await cache.belongs_to(IDENTITY)
    made = Desks(cache)
    yield made
    await made.session.stop()
    await cache.close()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (CrmForbidden(Problem.of(ProblemId.CRM_NO_PERMISSION, "403", entity="contact")), ProblemId.CRM_WRITE_FORBIDDEN),
        (CrmRefused(Problem.of(ProblemId.CRM_FAULT, "400")), ProblemId.CRM_WRITE_REFUSED),
        (CrmRefused(Problem.of(ProblemId.CRM_RECORD_GONE, "404")), ProblemId.CRM_RECORD_GONE),
        (CrmConflict(Problem.of(ProblemId.CRM_FAULT, "412")), ProblemId.CRM_WRITE_REFUSED),
    ],
)
async def test_what_the_crm_refuses_is_parked_with_its_reason_and_the_next_goes_on(
    desks: Desks, error: Exception, told: ProblemId
) -> None:
    await desks.client()
    await desks.client(OTHER)
    desks.crm.fail_next(error)  # type: ignore[arg-type]
    await desks.carry()
    (left,) = await desks.waiting()
    assert (left.parked, left.problem and left.problem.id) == (True, told)
    assert [write.record for write in desks.crm.written] == [OTHER]
    assert (desks.session.desk.crm.outbox, desks.session.desk.crm.parked) == (1, 1)
    await desks.carry()
    assert len(desks.crm.written) == 1, "never by itself"
    await desks.unsent.retry(RetryWrite(left.seq))
    await desks.carry()
    assert [write.record for write in desks.crm.written] == [OTHER, REF]


async def test_one_record_that_gets_no_answer_holds_up_no_other(desks: Desks) -> None:
    await desks.client()
    await desks.client(OTHER)
    desks.crm.fail_next(AWAY)
    await desks.carry()
    assert [write.record for write in desks.crm.written] == [OTHER]
    (left,) = await desks.waiting()
    assert (left.parked, left.tries) == (False, 1)
    desks.outbox.hurry()
    await desks.carry()
    assert await desks.waiting() == ()


async def test_two_without_an_answer_are_the_server(desks: Desks) -> None:
    for n in range(3):
        await desks.client(RecordRef(Entity.CONTACT, f"0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c2{n}"))
    desks.crm.fail_next(AWAY, times=9)
    with pytest.raises(CrmUnavailable):
        await desks.carry()
    assert [item.tries for item in await desks.waiting()] == [1, 1, 0]


async def test_the_servers_word_holds_for_everything(desks: Desks) -> None:
    await desks.client()
    await desks.client(OTHER)
    desks.crm.fail_next(CrmUnavailable(Problem.of(ProblemId.CRM_BUSY, host="crm"), 0.3))
    began = asyncio.get_running_loop().time()
    running = asyncio.create_task(desks.outbox.run(desks.crm, desks.connected))
    await desks.sent()
    assert asyncio.get_running_loop().time() - began >= 0.3
    running.cancel()


async def test_a_refused_sign_in_is_left_to_the_synchronisation(desks: Desks) -> None:
    await desks.client()
    desks.crm.fail_next(CrmUnauthorized(Problem.of(ProblemId.CRM_SIGN_IN_REFUSED, host="crm")))
    running = asyncio.create_task(desks.outbox.run(desks.crm, desks.connected))
    await desks.until(lambda: not desks.connected.is_set())
    (left,) = await desks.waiting()
    assert not left.parked
    desks.crm.refused = None
    desks.connected.set()
    desks.outbox.hurry()
    await desks.sent()
    running.cancel()


async def test_a_crm_that_is_back_is_written_to_at_once(desks: Desks) -> None:
    await desks.client()
    desks.crm.fail_next(AWAY)
    await desks.carry()
    desks.session.post(ev.SyncChanged(SyncState.OFFLINE))
    running = asyncio.create_task(desks.outbox.run(desks.crm, desks.connected))
    desks.session.post(ev.SyncCompleted(StoppedClock().now(), 0))
    await desks.sent()
    running.cancel()


async def test_a_mistake_of_ours_parks_one_record(desks: Desks) -> None:
    await desks.cache.enqueue([Write(WriteKind.UPDATE, Entity.CASE, "k1", {"status": "nonsense"})])
    desks.crm.server.put(Entity.CASE, "k1")
    await desks.client()
    await desks.carry()
    (left,) = await desks.waiting()
    assert left.parked and left.problem and left.problem.id is ProblemId.CRM_WRITE_REFUSED
    assert [write.record for write in desks.crm.written] == [REF]


async def test_what_is_on_its_way_is_not_taken_out(desks: Desks) -> None:
    await desks.client()
    desks.crm.go_on.clear()
    carrying = asyncio.create_task(desks.carry())
    await desks.crm.reached.wait()
    with pytest.raises(Refused) as caught:
        await desks.unsent.discard(DiscardWrite(1))
    assert caught.value.problem.id is ProblemId.WRITE_UNDER_WAY
    desks.crm.go_on.set()
    await carrying
    with pytest.raises(Refused) as caught:
        await desks.unsent.discard(DiscardWrite(1))
    assert caught.value.problem.id is ProblemId.NO_SUCH_WRITE


async def test_a_conflict_is_listed_and_decided(desks: Desks) -> None:
    await desks.client()
    await desks.carry()
    for typed in ({"lastname": "Щукин", "jobtitle": "Директор"}, {"lastname": "Судаков"}):
        await desks.records.update(UpdateRecord(REF, typed))
    desks.crm.server.put(Entity.CONTACT, REF.id, lastname="Карасёв")
    await desks.carry()
    first, second = await desks.unsent.listed()
    assert (first.state, first.item.theirs, first.name) == ("conflict", {"lastname": "Карасёв"}, "Судаков")
    assert (second.state, second.item.waits_for) == ("blocked", (first.item.seq,))
    with pytest.raises(Refused):
        await desks.unsent.resolve(ResolveConflict(first.item.seq, {}))
    await desks.unsent.resolve(ResolveConflict(first.item.seq, {"lastname": "theirs"}))
    await desks.carry()
    row = desks.crm.server.rows[Entity.CONTACT][REF.id]
    assert (row["lastname"], row["jobtitle"]) == ("Судаков", "Директор")
    assert await desks.waiting() == ()


async def test_the_open_window_follows_the_outbox(desks: Desks) -> None:
    desks.session.post(ev.UnsentOpened())
    await desks.client()
    await desks.until(lambda: desks.session.desk.unsent and desks.session.desk.unsent.writes)
    await desks.carry()
    await desks.until(lambda: desks.session.desk.unsent and not desks.session.desk.unsent.writes)


async def test_an_edit_begins_with_what_the_operator_saw(desks: Desks) -> None:
    row = {"id": REF.id, "modified": "2026-01-01T00:00:00Z", "state": 0, "lastname": "Иванов", "fullname": "Иванов"}
    await desks.cache.store_page(Entity.CONTACT, Page([row], None))
    await desks.records.update(UpdateRecord(REF, {"lastname": "Щукин"}, {"lastname": "Иваненко"}))
    await desks.records.update(UpdateRecord(REF, {"lastname": "Судаков"}))
    assert [item.write.base for item in await desks.waiting()] == [{"lastname": "Иваненко"}, {"lastname": "Щукин"}]
    with pytest.raises(Refused) as caught:
        await desks.records.update(UpdateRecord(OTHER, {"name": "x"}))
    assert caught.value.problem.id is ProblemId.NO_SUCH_RECORD


async def test_a_call_does_not_name_a_client_that_will_not_be(desks: Desks) -> None:
    await desks.client()
    desks.session.post(ev.DialStarted("leg", "1", "1", StoppedClock().now(), Client(REF, "Ёлкин")))
    await desks.unsent.discard(DiscardWrite(1))
    leg = desks.session.desk.live("leg")
    assert leg and leg.client is None
