"""The lists: opened, searched, sorted, scrolled. Rows come from the cache, page by page."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError
from ctidesk.domain.events import Event, ListAsked, ListClosed, ListPageRead, ProblemArose, SyncCompleted
from ctidesk.domain.intents import AskList, CloseList, OpenList, ReadOn
from ctidesk.domain.listing import PAGE_ROWS, ListQuery, first_query
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.session import Session


class Lists:
    """A query is answered twice: its first rows at once, the whole when it is in order."""

    def __init__(self, session: Session, cache: Cache, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        self._asked: set[tuple[ListQuery, int]] = set()
        session.react(self._react)
        session.on(OpenList, self.open)
        session.on(AskList, lambda intent: session.post(ListAsked(intent.query)))
        session.on(ReadOn, self.read_on)
        session.on(CloseList, lambda intent: session.post(ListClosed(intent.entity)))

    def open(self, intent: OpenList) -> None:
        """Again for a list that is open: its rows as they are now."""
        shown = self._session.desk.list_of(intent.entity)
        query = replace(shown.query, asked=shown.query.asked + 1) if shown else first_query(intent.entity)
        self._session.post(ListAsked(query))

    def read_on(self, intent: ReadOn) -> None:
        shown = self._session.desk.list_of(intent.entity)
        if shown:
            page = (shown.query, intent.place - intent.place % PAGE_ROWS)
            if page not in self._asked:
                self._asked.add(page)
                self._session.spawn(self._page(*page))

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, ListAsked):
            self._session.spawn(self._answer(event.query))
        elif isinstance(event, SyncCompleted):
            self._session.spawn(self._prepare())

    async def _answer(self, query: ListQuery) -> None:
        try:
            page = await self._cache.list_head(query)
            self._session.post(ListPageRead(query, page))
            if page.total is None:
                self._session.post(ListPageRead(query, await self._cache.list_page(query, 0)))
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))

    async def _page(self, query: ListQuery, first: int) -> None:
        try:
            self._session.post(ListPageRead(query, await self._cache.list_page(query, first)))
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
        finally:
            self._asked.discard((query, first))

    async def _prepare(self) -> None:
        try:
            await self._cache.prepare_lists()
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
