"""A voice that says nothing: syllables of a glottal tone shaped by vowels, then put into G.711."""

import math
import random
from array import array
from collections.abc import Callable, Iterator
from functools import cache

RATE = 8000
TABLE_SIZE = 256
LOUDNESS = 9000  # of 32767: peaks about 11 dB below full scale, as a telephone delivers speech
CLIP_S = 6
PITCHES_HZ = (115.0, 205.0)
VOICES = range(len(PITCHES_HZ))

# First two formants of five vowels, in Hz, and how much of the second is heard.
VOWELS = ((750, 1250, 0.6), (480, 1850, 0.5), (300, 2250, 0.4), (480, 900, 0.6), (330, 750, 0.5))


def resonance(frequency: float, formant: float) -> float:
    return 1 / (1 + ((frequency - formant) / 120) ** 2)


def strength(frequency: float, vowel: tuple[int, int, float]) -> float:
    first, second, share = vowel
    return 0.1 + resonance(frequency, first) + share * resonance(frequency, second)


@cache
def period(pitch: float, vowel: int) -> tuple[float, ...]:
    """One period of the vowel at that pitch, peaks at 1."""
    harmonics = [(n, strength(n * pitch, VOWELS[vowel]) / n**0.5) for n in range(1, int(3400 / pitch))]
    turn = 2 * math.pi / TABLE_SIZE
    wave = [sum(a * math.sin(n * i * turn) for n, a in harmonics) for i in range(TABLE_SIZE)]
    peak = max(map(abs, wave))
    return tuple(sample / peak for sample in wave)


def syllable(pitch: float, vowel: int, glide: float, seconds: float) -> Iterator[int]:
    wave, phase, length = period(pitch, vowel), 0.0, int(seconds * RATE)
    for n in range(length):
        done = n / length
        loudness = LOUDNESS * math.sin(math.pi * done) ** 0.6
        yield int(loudness * wave[int(phase) % TABLE_SIZE])
        phase += TABLE_SIZE * pitch * (1 + glide * done) / RATE


def silence(seconds: float) -> Iterator[int]:
    return iter([0] * int(seconds * RATE))


@cache
def sentence(voice: int) -> "array[int]":
    """The same words on every run: phrases of falling pitch with pauses to breathe."""
    dice = random.Random(voice)
    samples: array[int] = array("h")
    while len(samples) < CLIP_S * RATE:
        for _ in range(dice.randint(3, 6)):
            vowel, glide = dice.randrange(len(VOWELS)), dice.uniform(-0.2, 0.1)
            samples.extend(syllable(PITCHES_HZ[voice], vowel, glide, dice.uniform(0.12, 0.26)))
            samples.extend(silence(dice.uniform(0.02, 0.06)))
        samples.extend(silence(dice.uniform(0.3, 0.6)))
    return samples[: CLIP_S * RATE]


def a_law(sample: int) -> int:
    """ITU-T G.711, table 1a, with every other bit inverted."""
    sign = 0x80 if sample >= 0 else 0
    magnitude = min(sample if sample >= 0 else ~sample, 32767) >> 4
    exponent = max(magnitude.bit_length() - 4, 1)
    mantissa = magnitude >> (exponent - 1) & 0x0F
    segment = exponent if magnitude > 0x0F else 0
    return (sign | segment << 4 | mantissa) ^ 0x55


def mu_law(sample: int) -> int:
    """ITU-T G.711, table 2a."""
    sign = 0x80 if sample < 0 else 0
    magnitude = min(abs(sample), 32635) + 132
    exponent = magnitude.bit_length() - 8
    mantissa = magnitude >> (exponent + 3) & 0x0F
    return ~(sign | exponent << 4 | mantissa) & 0xFF


LAWS: dict[int, Callable[[int], int]] = {8: a_law, 0: mu_law}  # by RTP payload type


@cache
def clip(codec: int, voice: int) -> bytes:
    """Some seconds of one voice, encoded, to be played round and round."""
    law = LAWS[codec]
    return bytes(law(sample) for sample in sentence(voice))
