"""Lists on the desk: what is asked, what is answered late, what is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from ctidesk.domain.after import after
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.events import CallKept, Event, ListAsked, ListFollowed, ListPageRead, OutboxChanged, SyncCompleted
from ctidesk.domain.intents import AskList, CloseList, OpenList, ReadOn
from ctidesk.domain.listing import PAGE_ROWS, ListPage, ListQuery, ListRow, first_query
from ctidesk.domain.records import CallRecord, Direction, Entity, RecordRef
from ctidesk.usecases.lists import Lists
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import Russian, StoppedClock

QUERY = first_query(Entity.CONTACT)
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def rows(first: int, count: int) -> tuple[ListRow, ...]:
    return tuple(ListRow(RecordRef(Entity.CONTACT, str(place)), (f"{place}",)) for place in range(first, first + count))


@dataclass
class Million:
    """A cache that has a million rows."""

    total: int = 1_000_000
    read: list[int] = field(default_factory=list)
    prepared: int = 0
    broken: bool = False
    word: str = ""

    async def list_head(self, query: ListQuery) -> ListPage:
        if self.broken:
            raise DeskError(Problem.of(ProblemId.CACHE_FAULT, file="cache"))
        return ListPage(0, rows(0, min(self.total, PAGE_ROWS)), self.total if self.total < PAGE_ROWS else None)

    async def list_page(self, query: ListQuery, first: int) -> ListPage:
        self.read.append(first)
        if self.broken:
            raise DeskError(Problem.of(ProblemId.CACHE_FAULT, file="cache"))
        found = tuple(replace(row, values=(self.word or row.values[0],)) for row in rows(first, PAGE_ROWS))
        return ListPage(first, found, self.total)

    async def prepare_lists(self) -> None:
        self.prepared += 1


@pytest.fixture
def cache() -> Million:
    return Million()


@pytest.fixture
def session(cache: Million) -> Session:
    opened = Session(Desk(), Russian())
    Lists(opened, cache, StoppedClock(), follow_after_s=0)  # type: ignore[arg-type]
    return opened


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_the_first_rows_come_before_the_list_is_counted(session: Session) -> None:
    seen: list[tuple[int, int | None]] = []
    session.react(lambda _, event, desk: seen.append((len(desk.lists[0].rows), desk.lists[0].total)))
    session.do(OpenList(Entity.CONTACT))
    await settled()
    assert seen == [(0, None), (PAGE_ROWS, None), (PAGE_ROWS, 1_000_000)]


async def test_a_scroll_reads_the_page_under_the_eye_once(session: Session, cache: Million) -> None:
    session.do(OpenList(Entity.CONTACT))
    await settled()
    for place in (500_010, 500_011, 500_099):
        session.do(ReadOn(Entity.CONTACT, place))
    await settled()
    assert cache.read == [0, 500_000]
    assert session.desk.lists[0].rows[500_042].values == ("500042",)


async def test_only_some_pages_are_kept(session: Session) -> None:
    session.do(OpenList(Entity.CONTACT))
    await settled()
    for page in range(1, 30):
        session.do(ReadOn(Entity.CONTACT, page * PAGE_ROWS))
        await settled()
    assert len(session.desk.lists[0].rows) == 8 * PAGE_ROWS and 29 * PAGE_ROWS in session.desk.lists[0].rows


async def test_a_late_answer_to_an_older_question_is_dropped(session: Session) -> None:
    session.do(OpenList(Entity.CONTACT))
    await settled()
    newer = replace(QUERY, text="ив")
    session.do(AskList(newer))
    session.post(ListPageRead(QUERY, ListPage(0, rows(7, 1), 1)))
    assert session.desk.lists[0].query == newer and session.desk.lists[0].total == 1_000_000
    await settled()
    assert not session.desk.lists[0].reading


def test_what_was_shown_stays_until_the_first_answer() -> None:
    desk = after(after(Desk(), ListAsked(QUERY)), ListPageRead(QUERY, ListPage(0, rows(0, 3), 3)))
    asked = after(desk, ListAsked(replace(QUERY, text="ив")))
    assert asked.lists[0].rows and asked.lists[0].reading
    answered = after(asked, ListPageRead(replace(QUERY, text="ив"), ListPage(0, (), 0)))
    assert not answered.lists[0].rows and answered.lists[0].total == 0


async def test_opened_again_it_is_read_again(session: Session) -> None:
    session.do(OpenList(Entity.CONTACT))
    session.do(AskList(replace(QUERY, text="ив")))
    session.do(OpenList(Entity.CONTACT))
    assert session.desk.lists[0].query == replace(QUERY, text="ив", asked=1)
    session.do(CloseList(Entity.CONTACT))
    await settled()
    assert session.desk.lists == ()


async def test_lists_are_prepared_when_the_pull_is_over(session: Session, cache: Million) -> None:
    session.post(SyncCompleted(datetime(2026, 11, 25, tzinfo=UTC), 10))
    await settled()
    assert cache.prepared == 1


async def test_a_cache_that_fails_is_told(session: Session, cache: Million) -> None:
    cache.broken = True
    session.do(OpenList(Entity.ACCOUNT))
    await settled()
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.CACHE_FAULT


def kept() -> CallKept:
    return CallKept(CallRecord("1", Direction.INCOMING, "+7495", "7495", NOW))


async def test_an_open_list_of_calls_follows_the_journal_in_place(session: Session, cache: Million) -> None:
    session.do(OpenList(Entity.PHONE_CALL))
    session.do(OpenList(Entity.CONTACT))
    await settled()
    session.do(ReadOn(Entity.PHONE_CALL, 500_010))
    await settled()
    cache.read.clear()
    cache.word, cache.total = "new", 1_000_001
    shown: list[bool] = []
    session.react(lambda _, event, desk: shown.append(desk.lists[-1].reading))
    for _ in range(3):
        session.post(kept())
    await settled()
    calls = session.desk.list_of(Entity.PHONE_CALL)
    assert calls and (calls.total, calls.rows[0].values, calls.rows[500_042].values) == (1_000_001, ("new",), ("new",))
    assert cache.read == [0, 500_000], "once for all, and no other list"
    assert not any(shown), "it does not blink"


@pytest.mark.parametrize("event", [SyncCompleted(NOW, 10), OutboxChanged(1)])
async def test_open_lists_of_records_follow_the_crm_and_our_own_writes(
    session: Session, cache: Million, event: Event
) -> None:
    for entity in (Entity.CONTACT, Entity.ACCOUNT, Entity.PHONE_CALL):
        session.do(OpenList(entity))
    await settled()
    cache.word = "new"
    session.post(event)
    await settled()
    new = {shown.query.entity for shown in session.desk.lists if shown.rows[0].values == ("new",)}
    assert new == {Entity.CONTACT, Entity.ACCOUNT}


async def test_what_is_read_again_is_dropped_for_a_newer_question(session: Session) -> None:
    session.do(OpenList(Entity.CONTACT))
    await settled()
    session.do(AskList(replace(QUERY, text="ив")))
    await settled()
    session.post(ListFollowed(QUERY, replace(QUERY, asked=1), (ListPage(0, (), 0),)))
    assert session.desk.lists[0].query.text == "ив" and session.desk.lists[0].rows


async def test_a_closed_list_is_not_read(session: Session, cache: Million) -> None:
    session.post(kept())
    await settled()
    assert cache.read == []
