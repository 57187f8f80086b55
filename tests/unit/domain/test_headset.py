"""What a press of a headset's key means in each state of the desk, and what its lights say."""

from __future__ import annotations

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.capability import Capability
from ctidesk.domain.desk import Desk, Engine
from ctidesk.domain.headset import HeadsetKey, HeadsetLights, HeadsetPress, lights_of, wish_of
from ctidesk.domain.intents import Accept, End, Redial, SetHold, SetMute
from tests.unit.domain.test_desk import NOW, desk, incoming, told

K = HeadsetKey
IDLE = desk(engine=Engine("pjsip", capabilities=frozenset(Capability)), dialled="100")
RINGING = told(IDLE, incoming())
ANSWERING = told(RINGING, ev.AnswerRequested("a"))
TALKING = told(ANSWERING, ev.LegAnswered("a", NOW))
MUTED = told(TALKING, ev.MuteChanged("a", True))


def test_the_states_are_what_they_are_called() -> None:
    assert MUTED.leg and MUTED.leg.muted and not TALKING.leg.muted


@pytest.mark.manual("D13")
@pytest.mark.parametrize(
    ("now", "key", "on", "wanted"),
    [
        (RINGING, K.HOOK, True, Accept()),
        (RINGING, K.HOOK, None, Accept()),
        (RINGING, K.HOOK, False, None),
        (RINGING, K.DROP, None, End()),
        (RINGING, K.MUTE, None, None),
        (ANSWERING, K.HOOK, True, None),
        (TALKING, K.HOOK, True, None),
        (TALKING, K.HOOK, False, End()),
        (TALKING, K.HOOK, None, End()),
        (TALKING, K.MUTE, None, SetMute(True)),
        (TALKING, K.MUTE, True, SetMute(True)),
        (TALKING, K.MUTE, False, None),
        (MUTED, K.MUTE, None, SetMute(False)),
        (MUTED, K.MUTE, True, None),
        (TALKING, K.FLASH, None, SetHold(True)),
        (TALKING, K.REDIAL, None, None),
        (IDLE, K.HOOK, True, None),
        (IDLE, K.HOOK, False, None),
        (IDLE, K.DROP, None, None),
        (IDLE, K.MUTE, None, None),
        (IDLE, K.REDIAL, None, Redial()),
        (Desk(), K.REDIAL, None, None),
    ],
)
def test_a_press(now: Desk, key: HeadsetKey, on: bool | None, wanted: object) -> None:
    assert wish_of(now, HeadsetPress(key, on)) == wanted


@pytest.mark.manual("D13")
@pytest.mark.parametrize(
    ("now", "lights"),
    [
        (IDLE, HeadsetLights()),
        (RINGING, HeadsetLights(ring=True)),
        (ANSWERING, HeadsetLights(off_hook=True)),
        (TALKING, HeadsetLights(off_hook=True)),
        (MUTED, HeadsetLights(off_hook=True, mute=True)),
    ],
)
def test_the_lights_follow_the_call(now: Desk, lights: HeadsetLights) -> None:
    assert lights_of(now) == lights
