"""The buffer between two clocks: whole where they agree, unheard where they drift, bounded where one stops."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from itertools import pairwise

import pytest

from ctidesk.adapters.telephony.sound import pcm
from ctidesk.adapters.telephony.sound.reservoir import Reservoir

TEN = pcm.length(10)


def whistle(hertz: float = 1000) -> Iterator[bytes]:
    """Pieces of 10 ms of one tone, half of full scale."""
    at = 0
    while True:
        turn = 2 * math.pi * hertz / pcm.RATE
        yield array("h", (round(16000 * math.sin(turn * (at + n))) for n in range(TEN // 2))).tobytes()
        at += TEN // 2


def played(put_every: float, seconds: float, *, late: float = 0.0) -> tuple[Reservoir, bytes]:
    """A card puts 10 ms every ``put_every`` ms, at times ``late`` ms late; 20 ms are taken every 20 ms."""
    reservoir, tone, out = Reservoir(take_is_longer=True), whistle(), bytearray()
    due, puts = 0.0, 0
    for taken in range(round(seconds * 50)):
        while due + (late if puts % 50 == 49 else 0) <= taken * 20:
            reservoir.put(next(tone))
            puts, due = puts + 1, puts * put_every
        out += reservoir.take(pcm.FRAME)
    return reservoir, bytes(out)


def peaks(sound: bytes) -> list[float]:
    return [pcm.peak(sound[at : at + pcm.FRAME]) for at in range(0, len(sound), pcm.FRAME)]


def largest_step(sound: bytes) -> int:
    samples = array("h", sound)
    return max(abs(a - b) for a, b in pairwise(samples))


ONE_SAMPLE = round(16000 * 2 * math.pi * 1000 / pcm.RATE) + 700
"""The tone's own largest step from one sample to the next, and something for interpolation."""


def test_what_goes_in_comes_out() -> None:
    reservoir, sound = played(10, 5)
    assert reservoir.gaps == 0
    assert min(peaks(sound)[10:]) > 0.45
    assert largest_step(sound) < ONE_SAMPLE


@pytest.mark.parametrize("drift", [-0.001, -0.0001, 0.0001, 0.001])
def test_clocks_that_drift_are_not_heard(drift: float) -> None:
    reservoir, sound = played(10 * (1 + drift), 60)
    assert reservoir.gaps == 0
    assert min(peaks(sound)[10:]) > 0.45
    assert largest_step(sound) < ONE_SAMPLE
    samples = array("h", sound)
    assert sum(a < 0 <= b for a, b in pairwise(samples)) * pcm.RATE / len(samples) == pytest.approx(1000, abs=2)


def test_jitter_makes_it_longer_until_it_is_enough() -> None:
    reservoir, sound = played(10, 30, late=22)
    lost = [at for at, peak in enumerate(peaks(sound)) if peak < 0.4]
    assert 0 < reservoir.gaps <= 6
    assert max(lost) < len(peaks(sound)) / 2


def test_it_never_holds_more_than_its_bound() -> None:
    reservoir, tone = Reservoir(take_is_longer=True), whistle()
    for _ in range(500):
        reservoir.put(next(tone))
    sound = b"".join(reservoir.take(pcm.FRAME) for _ in range(20))
    heard = [peak for peak in peaks(sound) if peak > 0.1]
    assert len(heard) * pcm.FRAME_MS <= 120


def test_a_source_that_stops_ends_softly() -> None:
    reservoir, tone = Reservoir(take_is_longer=False), whistle()
    for _ in range(8):
        reservoir.put(next(tone) + next(tone))
        sound = reservoir.take(TEN) + reservoir.take(TEN)
    rest = b"".join(reservoir.take(TEN) for _ in range(10))
    assert not any(rest[-TEN:])
    assert largest_step(sound + rest) < ONE_SAMPLE


def test_a_late_start_leaves_no_delay_behind() -> None:
    """A loudspeaker that asks once, sleeps, and only then goes on."""
    reservoir, tone = Reservoir(take_is_longer=False), whistle()
    for _ in range(3):
        reservoir.put(next(tone) + next(tone))
    reservoir.take(TEN)
    for _ in range(4):
        reservoir.put(next(tone) + next(tone))
    sound = bytearray()
    for _ in range(100):
        reservoir.put(next(tone) + next(tone))
        sound += reservoir.take(TEN) + reservoir.take(TEN)
    assert reservoir.gaps == 0
    left = b"".join(reservoir.take(TEN) for _ in range(20))
    assert sum(peak > 0.1 for peak in peaks(left)) * pcm.FRAME_MS <= 60
    assert largest_step(bytes(sound)) < ONE_SAMPLE
