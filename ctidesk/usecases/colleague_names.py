"""Who a colleague's number is, by the directory: beside the number wherever a transfer names it (``manual.md``, M4)."""

from __future__ import annotations

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError
from ctidesk.domain.events import ColleagueNamed, Event, IncomingCall, ProblemArose
from ctidesk.ports import Cache, Clock, Numbering
from ctidesk.usecases.session import Session


class ColleagueNames:
    def __init__(self, session: Session, cache: Cache, numbering: Numbering, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._numbering = numbering
        self._clock = clock
        session.react(self._react)

    async def of(self, number: str) -> str:
        """Empty where the directory has no such number."""
        try:
            everybody = await self._cache.colleagues()
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
            return ""
        return next((one.name for one in everybody if self._same(one.number, number)), "")

    def _same(self, kept: str, number: str) -> bool:
        return number in (kept, str(self._numbering.parse(kept)))

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, IncomingCall) and event.referral:
            self._session.spawn(self._name(event.leg_id, event.referral.by or event.raw_number))

    async def _name(self, leg_id: str, number: str) -> None:
        name = await self.of(number)
        if name:
            self._session.post(ColleagueNamed(leg_id, name))
