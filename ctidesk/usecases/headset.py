"""The operator answers, ends and mutes by the keys of a headset, whose lights follow the call."""

from __future__ import annotations

from collections.abc import Callable

from ctidesk.domain.desk import Desk
from ctidesk.domain.events import Event
from ctidesk.domain.headset import HeadsetPress, lights_of, wish_of
from ctidesk.domain.intents import Intent
from ctidesk.ports import Headset
from ctidesk.usecases.session import Session


class HeadsetKeys:
    """``wish`` carries out an intent, or tells the operator why not."""

    def __init__(self, session: Session, headset: Headset, wish: Callable[[Intent], None]) -> None:
        self._session = session
        self._headset = headset
        self._wish = wish
        session.react(self._follow)
        headset.start(self._pressed)

    def _pressed(self, press: HeadsetPress) -> None:
        wanted = wish_of(self._session.desk, press)
        if wanted:
            self._wish(wanted)
        # A headset that was lifted for nothing, or by a press that came to nothing, is told how things are.
        self._headset.show(lights_of(self._session.desk))

    def _follow(self, before: Desk, event: Event, after: Desk) -> None:
        lights = lights_of(after)
        if lights != lights_of(before):
            self._headset.show(lights)
