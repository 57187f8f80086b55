"""Lists on the desk: what is asked, what is answered late, what is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from ctidesk.domain.after import after
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.events import ListAsked, ListPageRead, SyncCompleted
from ctidesk.domain.intents import AskList, CloseList, OpenList, ReadOn
from ctidesk.domain.listing import PAGE_ROWS, ListPage, ListQuery, ListRow, first_query
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.usecases.lists import Lists
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import Russian, StoppedClock

QUERY = first_query(Entity.CONTACT)


def rows(first: int, count: int) -> tuple[ListRow, ...]:
    return tuple(ListRow(RecordRef(Entity.CONTACT, str(place)), (f"{place}",)) for place in range(first, first + count))


@dataclass
class Million:
    """A cache that has a million rows."""

    total: int = 1_000_000
    read: list[int] = field(default_factory=list)
    prepared: int = 0
    broken: bool = False

    async def list_head(self, query: ListQuery) -> ListPage:
        if self.broken:
            raise DeskError(Problem.of(ProblemId.CACHE_FAULT, file="cache"))
        return ListPage(0, rows(0, min(self.total, PAGE_ROWS)), self.total if self.total < PAGE_ROWS else None)

    async def list_page(self, query: ListQuery, first: int) -> ListPage:
        self.read.append(first)
        return ListPage(first, rows(first, PAGE_ROWS), self.total)

    async def prepare_lists(self) -> None:
        self.prepared += 1


@pytest.fixture
def cache() -> Million:
    return Million()


@pytest.fixture
def session(cache: Million) -> Session:
    opened = Session(Desk(), Russian())
    Lists(opened, cache, StoppedClock())  # type: ignore[arg-type]
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
