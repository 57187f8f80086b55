"""Sound as the desk carries it: 16 kHz, one channel, 16 bits, native byte order; lengths in milliseconds and bytes."""

from __future__ import annotations

from array import array

RATE = 16_000
"""The clock of PJSIP's conference bridge, and what G.722 needs."""
FRAME_MS = 20
_BYTES_PER_MS = RATE // 1000 * 2
_FULL_SCALE = 32768


def length(ms: float) -> int:
    """Bytes of ``ms``, a whole number of samples."""
    return int(ms * RATE / 1000) * 2


def duration_ms(data: bytes | bytearray) -> float:
    return len(data) / _BYTES_PER_MS


FRAME = length(FRAME_MS)


def peak(data: bytes) -> float:
    """0 to 1 of full scale; every third sample is looked at, which no voice escapes."""
    samples = array("h", data)[::3]
    return max(max(samples), -min(samples)) / _FULL_SCALE if samples else 0.0


def mixed(one: bytes, other: bytes) -> bytes:
    """Both together, of the same length; what does not fit is clipped."""
    pairs = zip(array("h", one), array("h", other), strict=True)
    return array("h", (max(-_FULL_SCALE, min(_FULL_SCALE - 1, a + b)) for a, b in pairs)).tobytes()


def stretched(data: bytes | bytearray, size: int) -> bytes:
    """The same sound in ``size`` bytes, by linear interpolation; for a sample more or less of hundreds."""
    samples, count = array("h", bytes(data)), size // 2
    step = (len(samples) - 1) / (count - 1)
    last = len(samples) - 2
    out = array("h")
    for index in range(count):
        at = min(last, int(index * step))
        part = index * step - at
        out.append(round(samples[at] * (1 - part) + samples[at + 1] * part))
    return out.tobytes()


def faded(data: bytes | bytearray, *, out: bool, ms: float = 4) -> bytes:
    """Begins (or, ``out``, ends) softly, so that a gap beside it does not click."""
    samples = array("h", bytes(data))
    ramp = min(len(samples), length(ms) // 2)
    for index in range(ramp):
        place = len(samples) - 1 - index if out else index
        samples[place] = samples[place] * index // ramp
    return samples.tobytes()
