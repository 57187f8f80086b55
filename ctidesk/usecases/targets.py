"""Whom this operator transfers to often: his favourites, and who it was lately."""

from __future__ import annotations

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError
from ctidesk.domain.events import Event, ProblemArose, TargetsRead, TransferFormOpened
from ctidesk.domain.intents import ToggleFavourite
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.session import Session

RECENT = 5


class Targets:
    def __init__(self, session: Session, cache: Cache, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        session.react(self._react)
        session.on(ToggleFavourite, self.toggle)

    def toggle(self, intent: ToggleFavourite) -> None:
        self._session.spawn(self._toggle(intent.number))

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, TransferFormOpened):
            self._session.spawn(self._read())

    async def _read(self) -> None:
        try:
            favourites = await self._cache.favourites()
            recent = await self._cache.recent_targets(RECENT)
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
            return
        self._session.post(TargetsRead(favourites, recent))

    async def _toggle(self, number: str) -> None:
        try:
            favourites = await self._cache.favourites()
            kept = tuple(other for other in favourites if other != number)
            await self._cache.keep_favourites(kept if number in favourites else (*kept, number))
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
            return
        await self._read()
