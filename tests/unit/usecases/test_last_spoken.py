"""The search's last column: asked beside the rows, once about each client."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.records import Match, RecordRef
from ctidesk.usecases.last_spoken import LastSpoken
from ctidesk.usecases.session import Session
from tests.ui.examples import BY_TEXT, ELKINA, IVANOV, LEG, MANY_MATCHES, START, answered_looking, at
from tests.unit.usecases.test_session import Russian, StoppedClock


class Spoken:
    """A cache that knows when we spoke with Ivanov, once it is let go."""

    def __init__(self, failure: DeskError | None = None) -> None:
        self.asked: list[Sequence[RecordRef]] = []
        self.failure = failure
        self.answers = asyncio.Event()

    async def last_spoken(self, clients: Sequence[RecordRef]) -> Mapping[RecordRef, datetime]:
        self.asked.append(tuple(clients))
        await self.answers.wait()
        if self.failure:
            raise self.failure
        return {IVANOV.ref: START} if IVANOV.ref in clients else {}


def session_with(cache: Any, desk: Desk | None = None) -> Session:
    session = Session(desk or answered_looking(), Russian())
    LastSpoken(session, cache, StoppedClock())
    return session


async def settle(session: Session) -> None:
    while session._tasks:
        await asyncio.gather(*session._tasks)


def refs(matches: Sequence[Match]) -> tuple[RecordRef, ...]:
    return tuple(match.client.ref for match in matches)


@pytest.mark.manual("M11")
async def test_the_rows_are_there_before_the_column() -> None:
    cache = Spoken()
    session = session_with(cache)
    session.post(ev.MatchesFound(LEG, MANY_MATCHES))
    assert session.desk.search and session.desk.search.matches == MANY_MATCHES and not session.desk.search.spoken
    cache.answers.set()
    await settle(session)
    spoken = dict(session.desk.search.spoken)
    assert spoken == {ref: START if ref == IVANOV.ref else None for ref in refs(MANY_MATCHES)}


async def test_each_is_asked_about_once_while_the_search_is_open() -> None:
    cache = Spoken()
    cache.answers.set()
    session = session_with(cache)
    session.post(ev.MatchesFound(LEG, MANY_MATCHES))
    await settle(session)
    session.post(ev.SearchTyped("елк"))
    session.post(ev.SearchFound("елк", BY_TEXT))
    await settle(session)
    fresh = tuple(ref for ref in refs(BY_TEXT) if ref != ELKINA.ref)
    assert cache.asked == [refs(MANY_MATCHES), fresh]
    session.post(ev.SearchTyped(""))
    await settle(session)
    assert len(cache.asked) == 2 and session.desk.search and dict(session.desk.search.spoken)[IVANOV.ref] == START
    session.post(ev.SearchOpened(LEG))
    await settle(session)
    assert cache.asked[2:] == [refs(MANY_MATCHES)], "opened again, it tells of what happened meanwhile"


async def test_what_comes_after_the_window_has_gone_is_dropped() -> None:
    cache = Spoken()
    session = session_with(cache)
    session.post(ev.MatchesFound(LEG, MANY_MATCHES))
    session.post(ev.SearchClosed())
    cache.answers.set()
    await settle(session)
    assert session.desk.search is None


async def test_a_cache_that_fails_takes_no_row_away() -> None:
    cache = Spoken(DeskError(Problem(ProblemId.CACHE_FAULT)))
    cache.answers.set()
    session = session_with(cache)
    session.post(ev.MatchesFound(LEG, MANY_MATCHES))
    await settle(session)
    assert session.desk.search and session.desk.search.matches == MANY_MATCHES
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.CACHE_FAULT
    session.post(ev.ProblemArose(Problem(ProblemId.CACHE_FAULT), at(20)))
    assert len(cache.asked) == 1, "nothing asks again by itself"
