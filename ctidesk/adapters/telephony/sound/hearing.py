"""Whether the far end can hear the operator, judged by what the microphone gives. Pure: time is an argument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ctidesk.domain.events import NotHeard

_NOISE = 0.001
"""Peak, of full scale (-60 dB): a room with a microphone in it is louder."""
_NOTHING = 0.00005
"""Below a 16-bit sample: the microphone is switched off, or its driver is."""
_SPEECH = 0.03
_SILENT_S = 8.0
_DEAD_S = 3.0
_SPOKEN_S = 0.6


@dataclass
class _Leg:
    muted: bool
    since: float
    noise_at: float
    sample_at: float
    spoken_s: float = 0.0
    told: bool = False


class Hearing:
    """Fed with the microphone's peak; says each change once."""

    def __init__(self) -> None:
        self._legs: dict[str, _Leg] = {}
        self._fed_at: float | None = None

    def begin(self, leg_id: str, muted: bool, now: float) -> Iterator[NotHeard]:
        """The leg is heard from now on, or is muted or not from now on: what was said of it before is over."""
        yield from self.end(leg_id)
        self._legs[leg_id] = _Leg(muted, now, now, now)

    def end(self, leg_id: str) -> Iterator[NotHeard]:
        leg = self._legs.pop(leg_id, None)
        if leg and leg.told:
            yield NotHeard(leg_id, leg.muted, heard=True)

    def pause(self) -> None:
        """There is no microphone to judge."""
        self._fed_at = None

    def feed(self, peak: float, now: float) -> Iterator[NotHeard]:
        """``peak`` since the last time."""
        passed_s = now - self._fed_at if self._fed_at is not None else 0.0
        for leg_id, leg in self._legs.items():
            if self._fed_at is None:
                leg.noise_at = leg.sample_at = now
            before = leg.told
            leg.told = _spoken(leg, peak, passed_s) if leg.muted else _silent(leg, peak, now)
            if leg.told is not before:
                yield NotHeard(leg_id, leg.muted, heard=before)
        self._fed_at = now


def _spoken(leg: _Leg, peak: float, passed_s: float) -> bool:
    """Stays until the mute ends: a pause between two words is no news."""
    leg.spoken_s = leg.spoken_s + passed_s if peak >= _SPEECH else max(0.0, leg.spoken_s - passed_s / 2)
    return leg.told or leg.spoken_s >= _SPOKEN_S


def _silent(leg: _Leg, peak: float, now: float) -> bool:
    if peak >= _NOISE:
        leg.noise_at = now
    if peak >= _NOTHING:
        leg.sample_at = now
    return now - leg.noise_at >= _SILENT_S or now - leg.sample_at >= _DEAD_S
