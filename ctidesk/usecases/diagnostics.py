"""What somebody who looks for a fault asks of a running desk: the engine's last messages, and a diagnostic bundle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from ctidesk.domain.commands import TellMessages
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import Event, MessagesTold, ProblemArose
from ctidesk.domain.intents import SaveDiagnostics
from ctidesk.ports import Clock, Telephony
from ctidesk.usecases.beside import beside
from ctidesk.usecases.request import Request
from ctidesk.usecases.session import Session

ANSWER_WITHIN_S = 2.0


class Diagnostics:
    """``save`` writes a bundle, which asks this desk in its turn, and gives its path; raises :class:`DeskError`."""

    def __init__(
        self, session: Session, telephony: Telephony, clock: Clock, save: Callable[[], Awaitable[str]]
    ) -> None:
        self._session = session
        self._telephony = telephony
        self._clock = clock
        self._save = save
        self._saving = False
        session.on(SaveDiagnostics, lambda _: beside(session, clock, self.save()))

    @property
    def verbs(self) -> Mapping[str, Callable[[Request], Awaitable[dict[str, Any]]]]:
        return {"sip-messages": self._told}

    async def save(self) -> None:
        """One at a time; a second wish changes nothing."""
        if self._saving:
            return
        self._saving = True
        self._tell(Problem(ProblemId.BUNDLE_UNDER_WAY))
        try:
            self._tell(Problem.of(ProblemId.BUNDLE_SAVED, file=await self._save()))
        finally:
            self._saving = False

    async def messages(self) -> tuple[str, ...]:
        """The last SIP messages; none where the engine does not answer."""
        told = asyncio.get_running_loop().create_future()

        def listen(before: Desk, event: Event, after: Desk) -> None:
            if isinstance(event, MessagesTold) and not told.done():
                told.set_result(event.messages)

        self._session.react(listen)
        self._telephony.send(TellMessages())
        try:
            return tuple(await asyncio.wait_for(told, ANSWER_WITHIN_S))
        except TimeoutError:
            return ()
        finally:
            self._session.forget(listen)

    async def _told(self, request: Request) -> dict[str, Any]:
        return {"messages": list(await self.messages())}

    def _tell(self, problem: Problem) -> None:
        self._session.post(ProblemArose(problem, self._clock.now()))
