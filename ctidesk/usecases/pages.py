"""A record's page of the CRM, in the browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import ProblemArose
from ctidesk.domain.intents import OpenInCrm
from ctidesk.domain.records import RecordRef
from ctidesk.ports import Clock
from ctidesk.usecases.session import Session


class CrmPages:
    """``address`` of a record is ``None`` where the CRM has no page for it; ``browse`` is ``False`` without browser."""

    def __init__(
        self,
        session: Session,
        clock: Clock,
        address: Callable[[RecordRef], str | None],
        browse: Callable[[str], Awaitable[bool]],
    ) -> None:
        self._session = session
        self._clock = clock
        self._address = address
        self._browse = browse
        session.on(OpenInCrm, self.open)

    def open(self, intent: OpenInCrm) -> None:
        url = self._address(intent.ref)
        if url is None:
            raise Refused(Problem(ProblemId.CRM_OFF))
        self._session.spawn(self._open(url))

    async def _open(self, url: str) -> None:
        if not await self._browse(url):
            self._session.post(ProblemArose(Problem.of(ProblemId.NO_BROWSER, url=url), self._clock.now()))
