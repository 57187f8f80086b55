"""From a key of the headset to the engine, and from the call to the headset's lights."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, HangUp
from ctidesk.domain.desk import Desk
from ctidesk.domain.headset import HeadsetKey, HeadsetLights, HeadsetPress
from ctidesk.domain.settings import CallSettings
from ctidesk.usecases.calls import Calls
from ctidesk.usecases.headset import HeadsetKeys
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import NOW, STARTED, Line, Russian, StoppedClock, rings


class Headset:
    """On the operator's head: remembers what it was lit to."""

    def __init__(self) -> None:
        self.lit: list[HeadsetLights] = []

    def start(self, pressed: Callable[[HeadsetPress], None]) -> None:
        self._pressed = pressed

    def press(self, key: HeadsetKey, on: bool | None = None) -> None:
        self._pressed(HeadsetPress(key, on))

    def show(self, lights: HeadsetLights) -> None:
        self.lit.append(lights)

    async def leave(self) -> None:
        pass


@pytest.mark.manual("D13", "M9", "M10")
def test_a_call_is_taken_and_ended_with_the_headset_alone() -> None:
    line, headset = Line(), Headset()
    session = Session(Desk(), Russian())
    Calls(session, line, Russian(), StoppedClock(), CallSettings(), "pbx:5060")
    HeadsetKeys(session, headset, session.do)
    session.post(STARTED)
    session.post(rings("a"))
    assert headset.lit == [HeadsetLights(ring=True)]
    headset.press(HeadsetKey.HOOK, True)
    assert line.sent[-1] == Answer("a") and headset.lit[-1] == HeadsetLights(off_hook=True)
    session.post(ev.LegAnswered("a", NOW))
    headset.press(HeadsetKey.HOOK, True)  # its own echo of the light
    assert line.sent[-1] == Answer("a")
    headset.press(HeadsetKey.HOOK, False)
    assert line.sent[-1] == HangUp("a") and headset.lit[-1] == HeadsetLights()
    session.post(ev.LegEnded("a", EndCause.LOCAL_HANGUP, NOW))
    headset.press(HeadsetKey.HOOK, True)
    assert headset.lit[-1] == HeadsetLights(), "lifted for nothing, it is told that there is no call"
    assert line.sent[-1] == HangUp("a")
