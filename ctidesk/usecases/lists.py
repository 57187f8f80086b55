"""The lists: opened, searched, sorted, scrolled. Rows come from the cache, page by page."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError
from ctidesk.domain.events import (
    CallKept,
    Event,
    ListAsked,
    ListClosed,
    ListFollowed,
    ListPageRead,
    OutboxChanged,
    ProblemArose,
    Saved,
    SyncCompleted,
)
from ctidesk.domain.intents import AskList, CloseList, OpenList, ReadOn
from ctidesk.domain.listing import PAGE_ROWS, ListQuery, first_query
from ctidesk.domain.records import CLIENTS, Entity
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.session import Session

FOLLOW_AFTER_S = 1.0
"""An open list is read again so long after a change, once for all that change meanwhile."""


class Lists:
    """A query is answered twice: its first rows at once, the whole when it is in order. An open list follows what
    happens to its records."""

    def __init__(self, session: Session, cache: Cache, clock: Clock, follow_after_s: float = FOLLOW_AFTER_S) -> None:
        self._follow_after_s = follow_after_s
        self._following: set[Entity] = set()
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
        for entity in _changed(before, event, after):
            self._follow_soon(entity)

    def _follow_soon(self, entity: Entity) -> None:
        if entity not in self._following and self._session.desk.list_of(entity):
            self._following.add(entity)
            self._session.spawn(self._follow(entity))

    async def _follow(self, entity: Entity) -> None:
        """The pages around the eye, in their new order; shown at once, so that the list neither blinks nor jumps."""
        await asyncio.sleep(self._follow_after_s)
        self._following.discard(entity)
        shown = self._session.desk.list_of(entity)
        if shown is None:
            return
        if shown.reading:
            self._follow_soon(entity)
            return
        query = replace(shown.query, asked=shown.query.asked + 1)
        try:
            pages = [await self._cache.list_page(query, page.first) for page in shown.pages]
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
        else:
            self._session.post(ListFollowed(shown.query, query, tuple(pages)))

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


def _changed(before: Desk, event: Event, after: Desk) -> tuple[Entity, ...]:
    """The lists that may read otherwise now."""
    match event:
        case CallKept():
            return (Entity.PHONE_CALL,)
        case SyncCompleted() | Saved():
            return CLIENTS
        case OutboxChanged() if after.crm.outbox != before.crm.outbox:
            return CLIENTS
    return ()
