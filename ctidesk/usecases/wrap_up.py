"""The wrap-up ends by itself after the operator's seconds."""

from __future__ import annotations

import asyncio

from ctidesk.domain.desk import Desk
from ctidesk.domain.events import Event, WrapUpExpired
from ctidesk.ports import Clock
from ctidesk.usecases.session import Session


class WrapUpTimer:
    """One timer for the one wrap-up there can be."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._timer: asyncio.TimerHandle | None = None
        session.react(self._react)

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if after.wrap_up == before.wrap_up:
            return
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if after.wrap_up and after.wrap_up.until:
            left_s = max(0.0, (after.wrap_up.until - self._clock.now()).total_seconds())
            expired = WrapUpExpired(after.wrap_up.leg_id)
            self._timer = asyncio.get_running_loop().call_later(left_s, self._session.post, expired)
