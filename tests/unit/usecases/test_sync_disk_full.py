"""A full disk: the synchronisation says so and waits; calls are kept."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from ctidesk.adapters.clock import SystemClock
from ctidesk.adapters.numbering import PhoneNumbering
from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import Event, SyncChanged, SyncCompleted, SyncState
from ctidesk.domain.intents import Synchronise
from ctidesk.domain.operator import Operator
from ctidesk.domain.records import Entity
from ctidesk.usecases.session import Session
from ctidesk.usecases.sync import Sync
from tests.fakes.cache import FakeCache
from tests.fakes.crm import FakeCrm, FakeServer

NOW = datetime(2026, 11, 25, tzinfo=UTC)


async def test_a_full_disk_pauses_the_synchronisation_until_there_is_room() -> None:
    server = FakeServer()
    server.put(Entity.CONTACT, lastname="Иванов", parent=None)
    crm, cache = FakeCrm(server), FakeCache(full=True)
    session = Session(Desk(operator=Operator(wrap_up_s=30), crm=CrmState(SyncState.CONNECTING)), PhoneNumbering("RU"))
    sync = Sync(session, crm, cache, SystemClock(), interval_s=3600, wrap_up_s=30)
    heard: list[Event] = []
    told, done = asyncio.Event(), asyncio.Event()

    def listen(before: Desk, event: Event, after: Desk) -> None:
        heard.append(event)
        if isinstance(event, SyncChanged) and event.problem:
            told.set()
        if isinstance(event, SyncCompleted):
            done.set()

    session.react(listen)
    running = asyncio.create_task(sync.run())
    async with asyncio.timeout(5):
        await told.wait()
        failures = [event for event in heard if isinstance(event, SyncChanged) and event.problem]
        assert [event.problem.id for event in failures if event.problem] == [ProblemId.CACHE_DISK_FULL], "told once"
        cache.full = False
        sync.synchronise(Synchronise())
        await done.wait()
    assert await cache.record_count() == 1
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await session.stop()
