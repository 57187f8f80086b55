"""Which tone plays when."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ctidesk.adapters.telephony.pjsip.keypad import Keypad
from ctidesk.adapters.telephony.sound.port import Tone
from ctidesk.adapters.telephony.sound.silence import Silence
from ctidesk.adapters.telephony.tones import Tones
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import SendDigits


@dataclass
class Leg:
    rings_here: bool = False
    rings_there: bool = False


class Devices:
    def setNoDev(self) -> None:
        """The silence has none."""


class Heard(Silence):
    def __init__(self) -> None:
        super().__init__(Devices())
        self.tones: list[Tone | None] = []

    def play(self, tone: Tone | None) -> None:
        self.tones.append(tone)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_it_rings_until_nobody_rings(heard: Heard) -> None:
    tones = Tones(heard)
    for legs in ([], [Leg(rings_here=True)], [Leg(rings_here=True)], [Leg()], []):
        tones.follow(legs)
    assert heard.tones == [Tone.RING, None]


def test_ringback_beside_a_held_caller(heard: Heard) -> None:
    tones = Tones(heard)
    for legs in ([Leg()], [Leg(), Leg(rings_there=True)], [Leg(), Leg()]):
        tones.follow(legs)
    assert heard.tones == [Tone.RINGBACK, None]


def test_busy_is_not_cut_off_by_the_end_of_the_leg(heard: Heard) -> None:
    tones = Tones(heard)
    tones.follow([Leg(rings_there=True)])
    tones.failed(EndCause.BUSY, others=False)
    tones.follow([])
    assert heard.tones == [Tone.RINGBACK, Tone.BUSY]


@pytest.mark.parametrize(
    ("cause", "others"), [(EndCause.LOCAL_HANGUP, False), (EndCause.REMOTE_HANGUP, False), (EndCause.BUSY, True)]
)
def test_no_beeping_on_a_cancel_nor_into_the_callers_ear(heard: Heard, cause: EndCause, others: bool) -> None:
    tones = Tones(heard)
    tones.follow([Leg(rings_there=True)])
    tones.failed(cause, others)
    tones.follow([])
    assert heard.tones == [Tone.RINGBACK, None]


# --- the keypad ----------------------------------------------------------------------------------------------------


def test_digits_keep_their_order_and_what_is_none_is_left_out() -> None:
    pad = Keypad()
    pad.press(SendDigits("leg", "12 \r\nx#a"))
    pad.press(SendDigits("leg", "*0123456789"))
    assert [pad.one(), pad.some(), pad.some(), pad.some()] == ["1", "2#A*0123", "456789", ""]
    assert pad.one() == ""


def test_the_keypad_is_bounded() -> None:
    pad = Keypad()
    for _ in range(3):
        pad.press(SendDigits("leg", "1" * 150))
    assert sum(len(digits) for digits in iter(pad.some, "")) == 200
