"""Which tone the operator hears by the state of the legs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from ctidesk.adapters.telephony.sound.port import Sound, Tone
from ctidesk.domain.call import EndCause

_BUSY = (EndCause.BUSY, EndCause.REJECTED, EndCause.UNAVAILABLE)


class Audible(Protocol):
    @property
    def rings_here(self) -> bool: ...

    @property
    def rings_there(self) -> bool:
        """180 has come, and no sound with it."""


class Tones:
    """Plays through ``sound``; begins a tone once, however often it is asked."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self._playing: Tone | None = None

    def follow(self, legs: Iterable[Audible]) -> None:
        tone = _tone(list(legs))
        if tone is not self._playing:
            self._playing = tone
            self._sound.play(tone)

    def failed(self, cause: EndCause, others: bool) -> None:
        """An outgoing call has come to nothing; ``others``: another leg lives, whose talk no beeping shall disturb."""
        if cause in _BUSY and not others:
            self._playing = None  # it stops by itself
            self._sound.play(Tone.BUSY)


def _tone(legs: list[Audible]) -> Tone | None:
    if any(leg.rings_here for leg in legs):
        return Tone.RING
    return Tone.RINGBACK if any(leg.rings_there for leg in legs) else None
