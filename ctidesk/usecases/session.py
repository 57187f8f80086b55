"""The one inbox, and the only writer of the desk.

Events change the desk (a pure function), then use cases react to the change. Nothing here awaits: slow work runs
as a task and comes back as one more event, so the desk never changes across an ``await``.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from ctidesk.domain.after import after
from ctidesk.domain.desk import Desk
from ctidesk.domain.events import CallRefused, Event, IncomingCall, LegIdentified
from ctidesk.domain.intents import Intent
from ctidesk.ports import Numbering

log = logging.getLogger(__name__)

I = TypeVar("I")  # noqa: E741 - the type of one intent
Reaction: TypeAlias = Callable[[Desk, Event, Desk], None]
"""Called with the desk before, the event, and the desk after it."""


class Session:
    """Takes events and intents; holds the desk."""

    def __init__(self, desk: Desk, numbering: Numbering) -> None:
        self.desk = desk
        self._numbering = numbering
        self._inbox: deque[Event] = deque()
        self._draining = False
        self._reactions: list[Reaction] = []
        self._handlers: dict[type, Callable[[Any], None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def react(self, reaction: Reaction) -> None:
        """Have ``reaction`` called after every event, in the order of registration."""
        self._reactions.append(reaction)

    def forget(self, reaction: Reaction) -> None:
        self._reactions.remove(reaction)

    def on(self, intent: type[I], handler: Callable[[I], None]) -> None:
        """Have ``handler`` carry out intents of this type; it raises :class:`Refused` where one is not legal."""
        self._handlers[intent] = handler

    def do(self, intent: Intent) -> None:
        """Carry out an intent, or raise :class:`Refused`. The desk has taken it when this returns."""
        self._handlers[type(intent)](intent)

    def post(self, event: Event) -> None:
        """Take an event. One posted by a reaction is taken when the present one is done with."""
        self._inbox.append(event)
        if not self._draining:
            self._drain()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run slow work beside the desk; what it finds comes back by :meth:`post`."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def stop(self) -> None:
        """Hear no more, cancel the work under way and wait until it is gone."""
        self._reactions.clear()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _drain(self) -> None:
        self._draining = True
        try:
            while self._inbox:
                self._take(self._numbered(self._inbox.popleft()))
        finally:
            self._draining = False

    def _take(self, event: Event) -> None:
        before = self.desk
        self.desk = after(before, event)
        for reaction in tuple(self._reactions):
            try:
                reaction(before, event, self.desk)
            except Exception:
                # One story that fails must not keep the others from hearing of a call.
                log.exception("a reaction to %s failed", type(event).__name__)

    def _numbered(self, event: Event) -> Event:
        if isinstance(event, IncomingCall | CallRefused | LegIdentified) and not event.number:
            return replace(event, number=str(self._numbering.parse(event.raw_number)))
        return event

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("work beside the desk failed", exc_info=task.exception())
