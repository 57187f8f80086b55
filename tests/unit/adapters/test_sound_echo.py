"""What comes out of the loudspeaker does not go back to the caller; what the operator says does."""

from __future__ import annotations

import math
import random
from array import array

from ctidesk.adapters.telephony.sound import pcm
from ctidesk.adapters.telephony.sound.echo import EchoCanceller

SAMPLES = pcm.FRAME // 2
SECONDS = 4


def voice(seed: int) -> array[int]:
    """Noise in syllables."""
    dice = random.Random(seed)
    loud = [dice.random() > 0.3 for _ in range(SECONDS * 10)]
    return array(
        "h", (int(dice.gauss(0, 3000)) if loud[at * 10 // pcm.RATE] else 0 for at in range(SECONDS * pcm.RATE))
    )


def delayed(sound: array[int], ms: float, gain: float) -> array[int]:
    late = pcm.length(ms) // 2
    return array("h", [0] * late + [int(sample * gain) for sample in sound[:-late]])


def cleaned(near: array[int], far: array[int]) -> array[int]:
    canceller, out = EchoCanceller(), array("h")
    for at in range(0, len(near), SAMPLES):
        out.frombytes(canceller.clean(near[at : at + SAMPLES].tobytes(), far[at : at + SAMPLES].tobytes()))
    return out


def level_db(sound: array[int]) -> float:
    """Of the last two seconds."""
    tail = sound[-2 * pcm.RATE :]
    return 20 * math.log10(max(1.0, math.sqrt(sum(sample * sample for sample in tail) / len(tail))))


def test_an_echo_is_taken_out() -> None:
    far = voice(1)
    for delay_ms in (40, 120):
        echo = delayed(far, delay_ms, 0.3)
        assert level_db(echo) - level_db(cleaned(echo, far)) > 20


def test_the_operator_is_left_alone() -> None:
    own, silence = voice(2), array("h", bytes(SECONDS * pcm.RATE * 2))
    assert abs(level_db(own) - level_db(cleaned(own, silence))) < 1
