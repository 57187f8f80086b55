"""You cannot be heard: said when it begins and when it is over, once each."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ctidesk.adapters.telephony.sound.hearing import Hearing
from ctidesk.domain.events import NotHeard

ROOM, NOTHING, HISS, SPEECH = 0.003, 0.0, 0.0004, 0.2


def told(hearing: Hearing, peaks: Iterable[float], begin_s: float) -> list[tuple[float, NotHeard]]:
    """Ten peaks a second; when what was said."""
    return [
        (round(begin_s + at / 10, 1), event)
        for at, peak in enumerate(peaks)
        for event in hearing.feed(peak, begin_s + at / 10)
    ]


def begun(muted: bool = False) -> Hearing:
    hearing = Hearing()
    assert not list(hearing.begin("leg", muted, 0.0))
    return hearing


@pytest.mark.manual("D14")
@pytest.mark.parametrize(("peak", "after_s"), [(NOTHING, 3.0), (HISS, 8.0)])
def test_a_silent_microphone_is_told_once(peak: float, after_s: float) -> None:
    assert told(begun(), [peak] * 200, 0.0) == [(after_s, NotHeard("leg", muted=False))]


def test_a_quiet_room_is_heard() -> None:
    assert told(begun(), [ROOM, NOTHING] * 300, 0.0) == []


def test_a_voice_ends_it() -> None:
    said = told(begun(), [NOTHING] * 50 + [SPEECH] + [NOTHING] * 40, 0.0)
    assert [(at, event.heard) for at, event in said] == [(3.0, False), (5.0, True), (8.0, False)]


@pytest.mark.manual("D14")
def test_speech_into_a_muted_microphone_is_told_once_until_the_mute_ends() -> None:
    hearing = begun(muted=True)
    assert [event for _, event in told(hearing, [SPEECH] * 50 + [NOTHING] * 100, 0.0)] == [NotHeard("leg", muted=True)]
    assert list(hearing.begin("leg", False, 15.0)) == [NotHeard("leg", muted=True, heard=True)]
    assert told(hearing, [SPEECH] * 20, 15.0) == []


def test_a_cough_into_a_muted_microphone_is_not() -> None:
    assert told(begun(muted=True), ([SPEECH] * 3 + [ROOM] * 27) * 20, 0.0) == []


def test_a_held_leg_is_not_judged() -> None:
    hearing = begun()
    assert told(hearing, [NOTHING] * 40, 0.0) == [(3.0, NotHeard("leg", muted=False))]
    assert list(hearing.end("leg")) == [NotHeard("leg", muted=False, heard=True)]
    assert told(hearing, [NOTHING] * 200, 4.0) == []
    assert list(hearing.end("leg")) == []


def test_time_without_a_microphone_does_not_count() -> None:
    hearing = begun()
    assert told(hearing, [NOTHING] * 20, 0.0) == []
    hearing.pause()
    assert told(hearing, [NOTHING] * 20, 60.0) == []
