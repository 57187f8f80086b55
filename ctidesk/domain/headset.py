"""A headset's keys and lights: what they say to the desk, and what the desk says by them (``manual.md``, D13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ctidesk.domain.call import LegState
from ctidesk.domain.desk import Desk
from ctidesk.domain.intents import Accept, End, Intent, Redial, SetHold, SetMute


class HeadsetKey(StrEnum):
    """Keys by their usages of the telephony page (USB HID Usage Tables 1.5, section 14)."""

    HOOK = "hook"
    MUTE = "mute"
    FLASH = "flash"
    REDIAL = "redial"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class HeadsetPress:
    """A key was pressed. ``on`` is the state that it is in now; ``None`` where the key has none and asks for the other
    one."""

    key: HeadsetKey
    on: bool | None = None


@dataclass(frozen=True, slots=True)
class HeadsetLights:
    """What a headset shows, or tells its operator by a sound (USB HID Usage Tables 1.5, LED page)."""

    ring: bool = False
    off_hook: bool = False
    mute: bool = False
    hold: bool = False


_TALKING = (LegState.ANSWERING, LegState.DIALING, LegState.CONVERSATION)


def lights_of(desk: Desk) -> HeadsetLights:
    leg = desk.leg
    if leg is None:
        return HeadsetLights()
    return HeadsetLights(leg.state is LegState.RINGING, leg.state in _TALKING, leg.muted, leg.on_hold)


def wish_of(desk: Desk, press: HeadsetPress) -> Intent | None:
    """What the operator wants by a press; ``None`` where it means nothing now.

    A headset repeats by its keys what its lights are set to: a state that the desk is in already asks for nothing.
    """
    return _WISHES[press.key](desk, press.on)


def _hook(desk: Desk, on: bool | None) -> Intent | None:
    state = desk.leg.state if desk.leg else None
    if state is LegState.RINGING:
        return None if on is False else Accept()
    return End() if state in _TALKING and not on else None


def _mute(desk: Desk, on: bool | None) -> Intent | None:
    if desk.leg is None or not desk.keys.mute:
        return None
    wanted = not desk.leg.muted if on is None else on
    return SetMute(wanted) if wanted != desk.leg.muted else None


def _flash(desk: Desk, on: bool | None) -> Intent | None:
    pressed = on is not False
    return SetHold(not desk.leg.on_hold) if pressed and desk.leg and desk.keys.hold else None


def _redial(desk: Desk, on: bool | None) -> Intent | None:
    return Redial() if on is not False and desk.can_dial and desk.dialled else None


def _drop(desk: Desk, on: bool | None) -> Intent | None:
    return End() if on is not False and desk.buttons.end else None


_WISHES: Mapping[HeadsetKey, Callable[[Desk, bool | None], Intent | None]] = {
    HeadsetKey.HOOK: _hook,
    HeadsetKey.MUTE: _mute,
    HeadsetKey.FLASH: _flash,
    HeadsetKey.REDIAL: _redial,
    HeadsetKey.DROP: _drop,
}
