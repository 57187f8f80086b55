"""The tones that the operator hears, computed. Ringback and busy are the Russian network's: 425 Hz."""

from __future__ import annotations

import functools
import math
from array import array
from dataclasses import dataclass

from ctidesk.adapters.telephony.sound import pcm
from ctidesk.adapters.telephony.sound.port import Tone

_LINE_HZ = 425
_BEEPS = 3


@dataclass(frozen=True)
class Wave:
    """``once`` plays again and again; ``times`` 0 means until it is stopped."""

    once: bytes
    times: int = 0

    @property
    def duration_s(self) -> float:
        return pcm.duration_ms(self.once) * self.times / 1000

    def piece(self, at: int, size: int) -> bytes:
        """``size`` bytes from ``at`` on; silence after the end."""
        end = len(self.once) * self.times if self.times else at + size
        start = at % len(self.once)
        rounds = (start + size) // len(self.once) + 1
        return (self.once * rounds)[start : start + max(0, min(size, end - at))].ljust(size, b"\0")


@functools.cache
def wave(tone: Tone) -> Wave:
    """Takes some milliseconds the first time."""
    if tone is Tone.RING:
        return Wave(_chime() + bytes(pcm.length(2400)))
    if tone is Tone.RINGBACK:
        return Wave(_line_tone(1000) + bytes(pcm.length(4000)))
    return Wave(_line_tone(400) + bytes(pcm.length(400)), _BEEPS)


def _line_tone(ms: float) -> bytes:
    samples = pcm.length(ms) // 2
    turn = 2 * math.pi * _LINE_HZ / pcm.RATE
    sound = array("h", (round(5000 * math.sin(turn * at)) for at in range(samples))).tobytes()
    return pcm.faded(pcm.faded(sound, out=False, ms=8), out=True, ms=8)


def _chime() -> bytes:
    """Four strokes in turn on two bells, a third apart, that die away."""
    return b"".join(_stroke(hertz, 400) for hertz in (784, 988, 784, 988))


def _stroke(hertz: float, ms: float) -> bytes:
    samples = pcm.length(ms) // 2
    turn = 2 * math.pi * hertz / pcm.RATE
    sound = (
        math.exp(-4 * at / samples) * (0.8 * math.sin(turn * at) + 0.2 * math.sin(3 * turn * at))
        for at in range(samples)
    )
    stroke = array("h", (round(11000 * value) for value in sound)).tobytes()
    return pcm.faded(pcm.faded(stroke, out=False), out=True)
