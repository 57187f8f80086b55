"""Tones, by what they are made of."""

from __future__ import annotations

from array import array
from itertools import pairwise

import pytest

from ctidesk.adapters.telephony.sound import pcm
from ctidesk.adapters.telephony.sound.port import Tone
from ctidesk.adapters.telephony.sound.waves import Wave, wave


def cadence(sound: bytes) -> list[int]:
    """Milliseconds of sound, of silence, of sound …, to 20 ms."""
    loud = [pcm.peak(sound[at : at + pcm.FRAME]) > 0.01 for at in range(0, len(sound), pcm.FRAME)]
    edges = [0, *(at for at in range(1, len(loud)) if loud[at] != loud[at - 1]), len(loud)]
    return [(b - a) * pcm.FRAME_MS for a, b in pairwise(edges)]


def hertz(sound: bytes) -> float:
    samples = array("h", sound)
    rises = sum(a < 0 <= b for a, b in pairwise(samples))
    return rises * pcm.RATE / len(samples)


@pytest.mark.parametrize(("tone", "expected"), [(Tone.RINGBACK, [1000, 4000]), (Tone.BUSY, [400, 400])])
def test_the_lines_tones_are_425_hertz_in_their_cadence(tone: Tone, expected: list[int]) -> None:
    once = wave(tone).once
    assert cadence(once) == expected
    assert hertz(once[: pcm.length(expected[0])]) == pytest.approx(425, abs=3)


def test_busy_beeps_three_times_and_ends() -> None:
    busy = wave(Tone.BUSY)
    assert busy.duration_s == pytest.approx(2.4)
    pieces = b"".join(busy.piece(at, 320) for at in range(0, pcm.length(5000), 320))
    assert cadence(pieces) == [400, 400, 400, 400, 400, 3000]


def test_the_bell_rings_again_and_again() -> None:
    ring = wave(Tone.RING)
    pieces = b"".join(ring.piece(at, 320) for at in range(0, pcm.length(8000), 320))
    sounding = sum(cadence(pieces)[::2])
    assert 2000 <= sounding <= 4000
    assert 0.2 < pcm.peak(pieces) < 0.6


def test_a_piece_goes_round_the_end() -> None:
    assert Wave(b"abcd").piece(2, 8) == b"cdabcdab"
    assert Wave(b"abcd", times=2).piece(6, 4) == b"cd\0\0"
