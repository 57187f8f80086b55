"""Whatever happens at the server, and however often the desk dies: at the end of a synchronisation the copy is true.

The real use case and the real cache against a CRM in memory.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.events import SyncCompleted, SyncState
from ctidesk.domain.intents import Synchronise
from ctidesk.domain.phone_number import PhoneNumber, parse
from ctidesk.domain.records import Entity
from ctidesk.usecases.session import Session
from ctidesk.usecases.sync import Sync
from tests.fakes.crm import FakeCrm, FakeServer

FOLLOWED = (Entity.USER, Entity.CONTACT, Entity.ACCOUNT, Entity.CASE)
PAGE_SIZE = 3


class Russian:
    def parse(self, raw: str) -> PhoneNumber:
        return parse(raw)


@dataclass
class Clock:
    """The system's, some hours ahead: the cache writes down the system's own time."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class DyingCrm(FakeCrm):
    """``lives``: requests until the desk dies."""

    lives: int | None = None
    asked: list[str] = field(default_factory=list)

    def _trouble(self) -> None:
        if self.lives is not None:
            self.lives -= 1
            if self.lives < 0:
                raise asyncio.CancelledError
        super()._trouble()


async def synchronised(server: FakeServer, path: Path, clock: Clock, lives: int | None, *, full: bool) -> bool:
    """One life of a desk; whether it came to the end of a synchronisation, its comparison included."""
    crm = DyingCrm(server, PAGE_SIZE, deployed=FOLLOWED, lives=lives)
    cache = SqliteCache(path)
    await cache.open()
    session = Session(Desk(crm=CrmState(SyncState.CONNECTING)), Russian())
    sync = Sync(session, crm, cache, clock, interval_s=3600, wrap_up_s=30)  # type: ignore[arg-type]
    if full:
        session.do(Synchronise(full=True))
        sync._asked.clear()  # as the round that follows does
    completed: list[SyncCompleted] = []
    session.react(lambda before, event, after: completed.append(event) if isinstance(event, SyncCompleted) else None)
    try:
        await sync._once()
    except asyncio.CancelledError:
        return False
    finally:
        await session.stop()
        await cache.close()
    return bool(completed)


async def stored(path: Path) -> dict[Entity, dict[str, str]]:
    """Id and name of everything in the copy; what is found by text must be just that."""
    cache = SqliteCache(path)
    await cache.open()

    def read(db) -> dict[Entity, dict[str, str]]:  # type: ignore[no-untyped-def]
        found: dict[Entity, dict[str, str]] = {entity: {} for entity in FOLLOWED}
        for id, kind, name in db.execute("SELECT id, kind, name FROM client"):
            found[(Entity.CONTACT, Entity.ACCOUNT)[kind]][id] = name
        for entity, id, name in db.execute("SELECT entity, id, json_extract(fields, '$.name') FROM entry"):
            found[Entity(entity)][id] = name
        return found

    copy = await cache._write(read)
    assert await cache.record_count() == len(copy[Entity.CONTACT]) + len(copy[Entity.ACCOUNT])
    by_text = {match.client.ref.id: match.client.name for match in await cache.search("имя", 1000)}
    await cache.close()
    assert by_text == copy[Entity.CONTACT] | copy[Entity.ACCOUNT]
    return copy


class CopyFollows(RuleBasedStateMachine):
    @initialize(tracked=st.sets(st.sampled_from(FOLLOWED)))
    def begin(self, tracked: set[Entity]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "cache.sqlite"
        self.server = FakeServer()
        self.server.untracked |= set(Entity) - tracked
        self.clock = Clock()
        self.made = 0
        self.true = False

    @rule(entity=st.sampled_from(FOLLOWED), count=st.integers(1, 2 * PAGE_SIZE))
    def create(self, entity: Entity, count: int) -> None:
        for _ in range(count):
            self.made += 1
            name = f"имя {self.made}"
            self.server.put(entity, f"{entity}-{self.made:04}", name=name, fullname=name)
        self.true = False

    @precondition(lambda self: any(self.server.rows[entity] for entity in FOLLOWED))
    @rule(data=st.data())
    def update(self, data: st.DataObject) -> None:
        entity, id = data.draw(st.sampled_from(self.there()))
        name = f"имя {self.made} снова"
        self.server.put(entity, id, name=name, fullname=name)
        self.true = False

    @precondition(lambda self: any(self.server.rows[entity] for entity in FOLLOWED))
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        for entity, id in data.draw(st.lists(st.sampled_from(self.there()), max_size=5, unique=True)):
            self.server.delete(entity, id)
        self.true = False

    @rule()
    def marks_expire(self) -> None:
        self.server.expire()

    @rule(entity=st.sampled_from(FOLLOWED))
    def tracking_is_switched_off(self, entity: Entity) -> None:
        self.server.untracked.add(entity)

    @rule(lives=st.integers(1, 12), full=st.booleans())
    def a_desk_dies(self, lives: int, full: bool) -> None:
        asyncio.run(synchronised(self.server, self.path, self.clock, lives, full=full))
        self.true = False

    @rule(full=st.booleans())
    def a_night_and_a_synchronisation(self, full: bool) -> None:
        self.clock.ahead += timedelta(hours=21)
        assert asyncio.run(synchronised(self.server, self.path, self.clock, None, full=full))
        self.true = True

    @invariant()
    def the_copy_is_true(self) -> None:
        if getattr(self, "true", False):
            assert asyncio.run(stored(self.path)) == {
                entity: {id: row["name"] for id, row in self.server.rows[entity].items()} for entity in FOLLOWED
            }
            self.true = False

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def there(self) -> list[tuple[Entity, str]]:
        return [(entity, id) for entity in FOLLOWED for id in self.server.rows[entity]]


TestCopyFollows = CopyFollows.TestCase
TestCopyFollows.settings = settings(
    max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
