"""The copy kept true, with a CRM and a copy in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.errors import (
    CrmError,
    CrmForbidden,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    DeskError,
    Problem,
    ProblemId,
    Refused,
)
from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import CancelSync, Synchronise
from ctidesk.domain.records import PULL_ORDER, Entity
from ctidesk.ports import Watermark
from ctidesk.usecases import census
from ctidesk.usecases.session import Session
from ctidesk.usecases.sync import AFTER_STOP_S, Sync
from tests.fakes.copied import FakeCopy
from tests.fakes.crm import UNREACHABLE, FakeCrm, FakeServer
from tests.unit.usecases.test_session import NOW, Russian

ACCOUNTS = Entity.ACCOUNT
FORBIDDEN = CrmForbidden(Problem.of(ProblemId.CRM_NO_PERMISSION, entity=ACCOUNTS))
REFUSED = CrmRefused(Problem.of(ProblemId.CRM_FAULT, "HTTP 400"))
AWAY = CrmUnavailable(UNREACHABLE, 7)


@dataclass
class MovingClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class WatchedCrm(FakeCrm):
    """``before``: called with what is asked for before each request; what it raises is the answer."""

    before: Callable[[str, Entity], None] = lambda what, entity: None
    asked: list[tuple[str, Entity, Watermark | None, str | None]] = field(default_factory=list)

    async def pull(self, entity, since=None, cursor=None):  # type: ignore[no-untyped-def]
        self.asked.append(("pull", entity, since, cursor))
        self.before("page", entity)
        async for page in super().pull(entity, since, cursor):
            yield page
            if page.cursor:
                self.before("page", entity)

    async def ids(self, entity):  # type: ignore[no-untyped-def]
        self.asked.append(("ids", entity, None, None))
        async for page in super().ids(entity):
            self.before("ids", entity)
            yield page

    async def records(self, entity, ids):  # type: ignore[no-untyped-def]
        self.asked.append(("records", entity, None, None))
        return await super().records(entity, ids)

    def pulls(self, entity: Entity) -> list[tuple[Watermark | None, str | None]]:
        return [(since, cursor) for what, of, since, cursor in self.asked if (what, of) == ("pull", entity)]


@dataclass
class Story:
    crm: WatchedCrm
    clock: MovingClock
    copy: FakeCopy
    session: Session
    sync: Sync
    heard: list[ev.Event] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def server(self) -> FakeServer:
        return self.crm.server

    @property
    def state(self) -> SyncState:
        return self.session.desk.crm.sync

    def begin(self) -> None:
        self.session.react(self._hear)
        self.session.spawn(self.sync.run())

    def _hear(self, before: Desk, event: ev.Event, after: Desk) -> None:
        self.heard.append(event)
        self.changed.set()

    async def until(self, *states: SyncState) -> None:
        """Until it stands so, counted from the last :meth:`again`."""
        async with asyncio.timeout(5):
            while self.state not in states:
                self.changed.clear()
                await self.changed.wait()
        for _ in range(50):  # and the work that follows has had its turns
            await asyncio.sleep(0)

    async def first(self) -> None:
        self.begin()
        await self.until(SyncState.IDLE)

    async def again(self, *, full: bool = False) -> None:
        """One more synchronisation, to its end."""
        self.session.do(Synchronise(full))
        await self.until(SyncState.IDLE)

    def true_copy(self) -> bool:
        return all(self.copy.ids(entity) == set(self.server.rows[entity]) for entity in PULL_ORDER)

    def told(self) -> list[ProblemId]:
        return [event.problem.id for event in self.heard if isinstance(event, ev.ProblemArose)]

    def progress(self, entity: Entity) -> list[ev.SyncProgressed]:
        return [event for event in self.heard if isinstance(event, ev.SyncProgressed) and event.entity is entity]


def seeded(accounts: int = 7) -> FakeServer:
    server = FakeServer()
    server.put(Entity.USER, FakeCrm.identity.user_id, name="Анна Петрова")
    for number in range(accounts):
        server.put(ACCOUNTS, f"a{number}", name=f"ООО {number}")
    server.put(Entity.CONTACT, "c1", lastname="Иванов")
    return server


Make = Callable[..., Story]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[Session] = []

    def desk(server: FakeServer | None = None, copy: FakeCopy | None = None, page_size: int = 3) -> Story:
        crm, clock = WatchedCrm(server or seeded(), page_size), MovingClock()
        copy = copy or FakeCopy(clock)
        copy.clock = clock
        session = Session(Desk(crm=CrmState(SyncState.CONNECTING)), Russian())
        made.append(session)
        sync = Sync(session, crm, copy, clock, interval_s=3600, wrap_up_s=30)  # type: ignore[arg-type]
        return Story(crm, clock, copy, session, sync)

    yield desk
    for session in made:
        await session.stop()


def raising(error: DeskError, what: str = "page", entity: Entity = ACCOUNTS) -> Callable[[str, Entity], None]:
    def before(asked: str, of: Entity) -> None:
        if (asked, of) == (what, entity):
            raise error

    return before


def once(work: Callable[[], object], page: int, what: str = "page", entity: Entity = ACCOUNTS) -> Callable[..., None]:
    """Do something while this page is on its way."""
    seen = 0

    def before(asked: str, of: Entity) -> None:
        nonlocal seen
        if (asked, of) == (what, entity):
            seen += 1
            if seen == page:
                work()

    return before


# --- the whole way ---------------------------------------------------------------------------------------------------


async def test_everything_at_first(make: Make) -> None:
    story = make()
    await story.first()
    assert story.true_copy()
    assert story.session.desk.crm.records == 8
    assert story.session.desk.operator.name == "Анна Петрова"
    assert story.sync.connected.is_set()
    changes = [event.state for event in story.heard if isinstance(event, ev.SyncChanged)]
    assert changes == [SyncState.CONNECTING, SyncState.PULLING]


async def test_changes_and_deletions_by_mark(make: Make) -> None:
    story = make()
    await story.first()
    story.server.put(ACCOUNTS, "new")
    story.server.delete(ACCOUNTS, "a3")
    before = story.copy.pages
    await story.again()
    assert story.true_copy()
    assert story.copy.pages - before == len(PULL_ORDER), "one page each"
    assert story.progress(ACCOUNTS)[-1].done == 7, "a short look for changes shows no progress"


async def test_the_operator_is_recalled_while_the_crm_is_away(make: Make) -> None:
    first = make()
    await first.first()
    second = make(copy=first.copy)
    await second.sync.recall()
    assert second.session.desk.operator.name == "Анна Петрова"
    unknown = make()
    await unknown.sync.recall()
    assert unknown.session.desk.operator.name == ""


# --- a desk that died ------------------------------------------------------------------------------------------------


def die() -> None:
    raise asyncio.CancelledError


@pytest.mark.parametrize("page", [2, 3])
async def test_a_pull_that_was_killed_goes_on_after_its_last_page(make: Make, page: int) -> None:
    dying = make()
    dying.crm.before = once(die, page)
    with pytest.raises(asyncio.CancelledError):
        await dying.sync.run()
    await dying.session.stop()
    had = len(dying.copy.ids(ACCOUNTS))
    assert 0 < had < 7
    alive = make(dying.server, dying.copy)
    await alive.first()
    assert alive.true_copy()
    (since, cursor), *_ = alive.crm.pulls(ACCOUNTS)
    assert since is None and cursor
    assert alive.progress(ACCOUNTS)[0].done > had, "counted from where it stood"


async def test_a_desk_that_died_after_the_last_page_reads_none_again(make: Make) -> None:
    dead = make()
    async for page in dead.crm.pull(ACCOUNTS):
        await dead.copy.store_page(ACCOUNTS, page)
    alive = make(dead.server, dead.copy)
    await alive.first()
    assert alive.crm.pulls(ACCOUNTS) == []
    assert alive.true_copy()
    await alive.again()
    assert len(alive.crm.pulls(ACCOUNTS)) == 1


# --- what the CRM no longer knows ------------------------------------------------------------------------------------


async def test_an_expired_mark_restarts_that_entity_only(make: Make) -> None:
    story = make()
    await story.first()
    story.server.delete(ACCOUNTS, "a1")
    story.server.expire()
    contact = story.copy.standing[Entity.CONTACT]
    contact.mark = Watermark(contact.newest, str(story.server.version))
    story.crm.asked.clear()
    await story.again()
    assert story.true_copy()
    assert [since for since, _ in story.crm.pulls(ACCOUNTS)][1:] == [None]
    assert len(story.crm.pulls(Entity.CONTACT)) == 1
    assert story.told() == []


async def test_a_cursor_that_nobody_knows_is_forgotten_with_everything_read_so_far(make: Make) -> None:
    story = make()
    story.copy.standing[ACCOUNTS].cursor = "old"
    await story.first()
    assert story.true_copy()
    assert [cursor for _, cursor in story.crm.pulls(ACCOUNTS)] == ["old", None]


async def test_a_cursor_of_changes_that_nobody_knows_is_forgotten_alone(make: Make) -> None:
    story = make()
    await story.first()
    mark = story.copy.standing[ACCOUNTS].mark
    story.copy.standing[ACCOUNTS].cursor = "old"
    story.crm.asked.clear()
    await story.again()
    assert story.crm.pulls(ACCOUNTS) == [(mark, "old"), (mark, None)]


async def test_a_server_that_forgets_again_and_again_is_not_asked_for_ever(make: Make) -> None:
    story = make()
    story.crm.before = lambda what, entity: (
        raising(REFUSED)(what, entity) if story.copy.standing[ACCOUNTS].cursor else None
    )
    await story.first()
    assert story.told() == [ProblemId.CRM_FAULT]
    assert len(story.crm.pulls(ACCOUNTS)) == 3


# --- one entity does not stop the others -----------------------------------------------------------------------------


@pytest.mark.parametrize("error", [FORBIDDEN, REFUSED])
async def test_an_entity_that_is_refused_stops_alone_and_is_told_once(make: Make, error: CrmError) -> None:
    story = make()
    story.crm.before = raising(error)
    await story.first()
    assert story.copy.ids(Entity.CONTACT) == {"c1"} and not story.copy.ids(ACCOUNTS)
    await story.again()
    assert story.told() == [error.problem.id]
    story.crm.before = lambda what, entity: None
    await story.again()
    assert story.true_copy()
    story.crm.before = raising(error)
    await story.again()
    assert story.told() == [error.problem.id] * 2, "after it has worked, it is news"


async def test_where_everything_is_refused_the_state_says_so(make: Make) -> None:
    story = make()

    def before(what: str, entity: Entity) -> None:
        raise CrmForbidden(Problem.of(ProblemId.CRM_NO_PERMISSION, entity=entity))

    story.crm.before = before
    story.begin()
    await story.until(SyncState.ERROR)
    assert story.session.desk.crm.problem and story.session.desk.crm.problem.id is ProblemId.CRM_NO_PERMISSION


async def test_what_the_crm_does_without_is_known(make: Make) -> None:
    story = make()
    story.crm.deployed = [entity for entity in PULL_ORDER if entity is not Entity.CASE]
    await story.first()
    crm = story.session.desk.crm
    assert crm.absent == {Entity.CASE} and crm.takes(Entity.CONTACT) and not crm.takes(Entity.CASE)


async def test_unknown_names_are_told(make: Make) -> None:
    story = make()
    story.crm.unknown = ("new_worksheats",)
    await story.first()
    assert story.told() == [ProblemId.CRM_UNKNOWN_NAMES]


# --- trouble ---------------------------------------------------------------------------------------------------------


async def test_a_server_that_is_away_is_tried_again_when_it_says(make: Make) -> None:
    story = make()
    story.crm.before = raising(AWAY)
    story.begin()
    await story.until(SyncState.OFFLINE)
    assert story.session.desk.crm.retry_s == 7
    assert not story.sync.connected.is_set()
    story.crm.before = lambda what, entity: None
    await story.again()
    assert story.true_copy() and story.sync.connected.is_set()


async def test_a_refused_sign_in_is_an_error(make: Make) -> None:
    story = make()
    story.crm.fail_next(CrmUnauthorized(Problem.of(ProblemId.CRM_SIGN_IN_REFUSED, host="crm")))
    story.begin()
    await story.until(SyncState.ERROR)
    assert not story.sync.connected.is_set()


async def test_a_full_disk_is_an_error(make: Make) -> None:
    story = make()
    story.copy.fault = DeskError(Problem.of(ProblemId.CACHE_FAULT, file="x"))
    story.begin()
    await story.until(SyncState.ERROR)


# --- ids compared ----------------------------------------------------------------------------------------------------


def untracking(accounts: int = 7) -> FakeServer:
    server = seeded(accounts)
    server.untracked |= set(Entity)
    return server


async def test_without_tracking_deletions_show_when_the_ids_are_compared(make: Make) -> None:
    story = make(untracking())
    await story.first()
    story.server.delete(ACCOUNTS, "a3")
    story.clock.pass_(hours=19)
    await story.again()
    assert "a3" in story.copy.ids(ACCOUNTS)
    story.clock.pass_(hours=1)
    await story.again()
    assert story.true_copy()
    assert story.session.desk.crm.records == 7, "and the panel knows"
    story.crm.asked.clear()
    await story.again()
    assert "ids" not in {what for what, *_ in story.crm.asked}


async def test_what_is_tracked_is_not_compared(make: Make) -> None:
    story = make()
    await story.first()
    story.clock.pass_(hours=30)
    await story.again()
    compared = {entity for what, entity, *_ in story.crm.asked if what == "ids"}
    assert not compared & {ACCOUNTS, Entity.CONTACT, Entity.USER}


async def test_ids_that_are_missing_here_are_fetched(make: Make) -> None:
    story = make(untracking())
    await story.first()
    story.server.put(ACCOUNTS, "old", modified="2020-01-01T00:00:00Z")
    story.clock.pass_(hours=20)
    await story.again()
    assert story.true_copy()
    assert ("records", ACCOUNTS, None, None) in story.crm.asked


async def test_a_copy_that_lacks_many_is_pulled_anew(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(census, "MOST_READ_SINGLY", 4)
    story = make(untracking())
    await story.first()
    for number in range(9):
        story.server.put(ACCOUNTS, f"old{number}", modified="2020-01-01T00:00:00Z")
    story.server.delete(ACCOUNTS, "a1")
    story.clock.pass_(hours=20)
    await story.again()
    assert not story.true_copy()
    await story.again()
    assert story.true_copy()


async def test_whoever_asks_goes_before_a_comparison(make: Make) -> None:
    story = make(untracking())
    await story.first()
    story.server.delete(ACCOUNTS, "a3")
    story.clock.pass_(hours=20)
    story.crm.before = once(lambda: story.session.do(Synchronise()), 2, "ids")
    story.crm.asked.clear()
    await story.again()
    assert story.true_copy(), "it began anew and came to its end"
    order = [what for what, entity, *_ in story.crm.asked if entity is ACCOUNTS]
    assert order == ["pull", "ids", "pull", "ids"]


@pytest.mark.parametrize("error", [FORBIDDEN, REFUSED])
async def test_ids_that_are_refused_are_not_asked_for_again(make: Make, error: CrmError) -> None:
    story = make(untracking())
    await story.first()
    story.clock.pass_(hours=20)
    story.crm.before = raising(error, "ids")
    for _ in range(2):
        await story.again()
    assert [what for what, entity, *_ in story.crm.asked if entity is ACCOUNTS].count("ids") == 1
    assert story.told() == []


async def test_a_server_that_goes_away_during_a_comparison(make: Make) -> None:
    story = make(untracking())
    await story.first()
    story.server.delete(ACCOUNTS, "a3")
    story.clock.pass_(hours=20)
    story.crm.before = raising(AWAY, "ids")
    story.session.do(Synchronise())
    await story.until(SyncState.OFFLINE)
    story.crm.before = lambda what, entity: None
    await story.again()
    assert story.true_copy()


async def test_everything_again_compares_too(make: Make) -> None:
    story = make(untracking())
    await story.first()
    story.server.delete(ACCOUNTS, "a3")
    story.server.put(ACCOUNTS, "old", modified="2020-01-01T00:00:00Z")
    await story.again(full=True)
    assert story.true_copy()


# --- progress --------------------------------------------------------------------------------------------------------


async def test_progress_tells_how_much_how_fast_and_how_long(make: Make) -> None:
    story = make(seeded(9))
    story.crm.before = lambda what, entity: story.clock.pass_(seconds=1) if entity is ACCOUNTS else None
    await story.first()
    told = [(each.done, each.total, each.rows_per_s) for each in story.progress(ACCOUNTS)]
    assert told == [(3, 9, 3.0), (6, 9, 3.0), (9, 9, 3.0)]


async def test_a_total_of_yesterday_is_not_passed(make: Make) -> None:
    story = make(seeded(4))
    story.crm.before = once(lambda: [story.server.put(ACCOUNTS, f"b{number}") for number in range(4)], 2)
    await story.first()
    assert all(each.total is None or each.total >= each.done for each in story.progress(ACCOUNTS))


# --- stopping --------------------------------------------------------------------------------------------------------


def stopping(story: Story, page: int = 2) -> None:
    story.crm.before = once(lambda: story.session.do(CancelSync()), page)


async def test_a_first_pull_that_is_stopped_keeps_its_pages_and_goes_on(make: Make) -> None:
    story = make(seeded(9))
    stopping(story)
    story.begin()
    await story.until(SyncState.OFFLINE)
    crm = story.session.desk.crm
    assert crm.problem == Problem(ProblemId.SYNC_STOPPED) and crm.retry_s == AFTER_STOP_S
    assert len(story.copy.ids(ACCOUNTS)) == 6, "the page under way is in"
    assert story.sync.connected.is_set(), "what the operator does still goes to the CRM"
    story.crm.asked.clear()
    await story.again()
    assert story.true_copy()
    assert story.crm.pulls(ACCOUNTS)[0][1], "from where it stopped"


async def test_a_complete_copy_is_idle_after_a_stop(make: Make) -> None:
    story = make(seeded(9))
    await story.first()
    stopping(story)
    story.session.do(Synchronise(full=True))
    await story.until(SyncState.IDLE)
    assert story.copy.standing[ACCOUNTS].cursor
    await story.again()
    assert story.true_copy()


async def test_a_stop_before_it_began_stops_what_was_asked_for(make: Make) -> None:
    story = make()
    await story.first()
    story.crm.asked.clear()
    story.session.do(Synchronise(full=True))
    story.session.do(CancelSync())
    await story.until(SyncState.IDLE)
    assert story.crm.asked == [] and story.copy.standing[ACCOUNTS].mark


async def test_whoever_asks_again_takes_the_stop_back(make: Make) -> None:
    story = make(seeded(9))

    def both() -> None:
        story.session.do(CancelSync())
        story.session.do(Synchronise())

    story.crm.before = once(both, 2)
    await story.first()
    assert story.true_copy()


async def test_a_stop_during_the_last_page_of_an_entity_completes_that_entity(make: Make) -> None:
    story = make(seeded(9))
    stopping(story, 3)
    story.begin()
    await story.until(SyncState.OFFLINE)
    assert story.copy.standing[ACCOUNTS].ever and not story.copy.standing[Entity.CASE].ever


async def test_a_stop_that_comes_too_late_stops_nothing_later(make: Make) -> None:
    story = make()
    story.crm.before = once(lambda: story.session.do(CancelSync()), 1, entity=Entity.WORKSHEET)
    await story.first()
    assert story.true_copy()
    story.server.put(ACCOUNTS, "new")
    await story.again()
    assert story.true_copy()


async def test_there_must_be_something_to_stop(make: Make) -> None:
    story = make()
    await story.first()
    with pytest.raises(Refused) as caught:
        story.session.do(CancelSync())
    assert caught.value.problem.id is ProblemId.SYNC_NOT_RUNNING
    story.session.post(ev.SyncChanged(SyncState.OFF))
    for intent in (CancelSync(), Synchronise()):
        with pytest.raises(Refused) as caught:
            story.session.do(intent)
        assert caught.value.problem.id is ProblemId.CRM_OFF
