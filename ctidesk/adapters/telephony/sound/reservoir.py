"""The few milliseconds between two clocks, PJSIP's and a sound card's: bounded, and as short as the jitter allows."""

from __future__ import annotations

from threading import Lock

from ctidesk.adapters.telephony.sound import pcm

_SPARE_MS = 11.0  # more than the 10 ms of a card's piece: drift shows as a whole piece that comes too late
_MOST_SPARE_MS = 40.0
_MORE_MS = 8.0
_LESS_MS = 1.0
_LESS_AFTER_MS = 5_000
_WINDOW_MS = 500
_SURPLUS_MS = 5.0
_WANT_MS = 3.0
_SETTLED_MS = 1.0
_LEAN_MS = 40.0  # 0.16 %: 16 times what two crystals differ by, 3 hundredths of a semitone
_CUT_MS = 25.0
_SEAM = pcm.length(5)
_MOST_MS = 120.0


class Reservoir:
    """One thread puts, another takes; either may be late.

    What is left at the lowest point of each half second is compared with the spare that the jitter asks for. A surplus
    or want is worked off by one sample in 40 ms, which is not heard; a large surplus, left by a device that
    was slow to begin, is cut out. A gap makes the spare larger, quiet times make it smaller again.

    ``take_is_longer``: it is emptied in longer pieces than it is filled in, so that the lowest point comes after a take
    (else before a put).
    """

    def __init__(self, *, take_is_longer: bool) -> None:
        self.gaps = 0
        """How often nothing was there when it was due."""
        self._take_is_longer = take_is_longer
        self._lock = Lock()
        self._held = bytearray()
        self._flows = False
        self._spare_ms = _SPARE_MS
        self._lean = 0
        self._leant_ms = 0.0
        self._low: float = _MOST_MS
        self._window_ms = self._quiet_ms = 0.0

    def put(self, data: bytes) -> None:
        with self._lock:
            self._held += data
            if not (self._flows or self._take_is_longer):
                self._begin(len(data))
            if len(self._held) > pcm.length(_MOST_MS):
                self._keep(len(data) + pcm.length(self._spare_ms))

    def take(self, size: int) -> bytes:
        """``size`` bytes; silence where there is nothing yet."""
        with self._lock:
            if not self._flows and self._take_is_longer:
                self._begin(size)
            return self._flowing(size) if self._flows else bytes(size)

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._flows, self._lean = False, 0

    def _begin(self, piece: int) -> None:
        enough = piece + pcm.length(self._spare_ms)
        if len(self._held) >= enough:
            self._keep(enough)
            self._held[:piece] = pcm.faded(self._held[:piece], out=False)
            self._flows = True
            self._low, self._window_ms = _MOST_MS, 0.0

    def _keep(self, size: int) -> None:
        """The newest ``size`` bytes."""
        del self._held[:-size]

    def _flowing(self, size: int) -> bytes:
        wanted = size + 2 * self._due_lean(size)
        if len(self._held) < wanted:
            return self._gap(size)
        piece = bytes(self._held[:wanted])
        del self._held[:wanted]
        self._measure(pcm.duration_ms(piece))
        return piece if wanted == size else pcm.stretched(piece, size)

    def _due_lean(self, size: int) -> int:
        """A sample more (1) or less (-1) to take this time."""
        self._leant_ms += size / pcm.length(1)
        if not self._lean or self._leant_ms < _LEAN_MS:
            return 0
        self._leant_ms = 0.0
        return self._lean

    def _gap(self, size: int) -> bytes:
        rest = pcm.faded(self._held[:size], out=True)
        self._held.clear()
        self._flows, self._lean = False, 0
        self.gaps += 1
        self._spare_ms, self._quiet_ms = min(_MOST_SPARE_MS, self._spare_ms + _MORE_MS), 0.0
        return rest.ljust(size, b"\0")

    def _measure(self, taken_ms: float) -> None:
        self._low = min(self._low, pcm.duration_ms(self._held))
        self._window_ms += taken_ms
        if self._window_ms >= _WINDOW_MS:
            self._adjust()

    def _adjust(self) -> None:
        self._quiet_ms += self._window_ms
        if self._quiet_ms >= _LESS_AFTER_MS:
            self._spare_ms, self._quiet_ms = max(_SPARE_MS, self._spare_ms - _LESS_MS), 0.0
        surplus = self._low - self._spare_ms
        if surplus > _CUT_MS:
            self._cut(pcm.length(surplus))
        elif abs(surplus) <= _SETTLED_MS or surplus * self._lean < 0:
            self._lean = 0
        elif surplus > _SURPLUS_MS:
            self._lean = 1
        elif surplus < -_WANT_MS:
            self._lean = -1
        self._low, self._window_ms = _MOST_MS, 0.0

    def _cut(self, size: int) -> None:
        """Leave ``size`` bytes out; what follows fades in over what went before."""
        before = pcm.faded(self._held[:_SEAM], out=True, ms=5)
        after = pcm.faded(self._held[size : size + _SEAM], out=False, ms=5)
        if len(before) == len(after):
            self._held[: size + _SEAM] = pcm.mixed(before, after)
        self._lean = 0
