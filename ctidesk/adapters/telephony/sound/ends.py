"""The two ends of the desk's sound: what comes from a microphone, what goes to a loudspeaker or a bell."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from ctidesk.adapters.telephony.sound import pcm
from ctidesk.adapters.telephony.sound.reservoir import Reservoir
from ctidesk.adapters.telephony.sound.waves import Wave


class Meter:
    """The peak since it was last read; costs time, so ``on`` only while somebody looks."""

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self._lock = Lock()
        self._peak = 0.0
        self._fed = False

    def feed(self, data: bytes) -> None:
        if not self.on:
            return
        peak = pcm.peak(data)
        with self._lock:
            self._peak, self._fed = max(self._peak, peak), True

    def read(self) -> float | None:
        """``None`` where nothing came."""
        with self._lock:
            peak, fed = self._peak, self._fed
            self._peak, self._fed = 0.0, False
        return peak if fed else None


class Microphone:
    """``mirror`` hears what is spoken, where the operator wants to hear himself."""

    def __init__(self) -> None:
        self.mirror: Callable[[bytes], None] | None = None
        self.meter = Meter(on=True)
        self.reservoir = Reservoir(take_is_longer=True)

    def pump(self, heard: bytes, wanted: int) -> bytes:
        self.meter.feed(heard)
        self.reservoir.put(heard)
        if self.mirror:
            self.mirror(heard)
        return b""

    def frame(self) -> bytes:
        return self.reservoir.take(pcm.FRAME)


class Loudspeaker:
    """Plays the legs, and a tone with them. Of a bell, only the tone."""

    def __init__(self) -> None:
        self.meter = Meter(on=False)
        self.reservoir = Reservoir(take_is_longer=False)
        self._tone: tuple[Wave, int] | None = None

    def play(self, tone: Wave | None) -> None:
        self._tone = (tone, 0) if tone else None

    def hear(self, frame: bytes) -> None:
        """One frame of what the legs say."""
        self.reservoir.put(frame)

    def pump(self, heard: bytes, wanted: int) -> bytes:
        said = self.reservoir.take(wanted)
        playing = self._tone
        if playing:
            wave, at = playing
            said = pcm.mixed(said, wave.piece(at, wanted))
            if self._tone is playing:
                self._tone = (wave, at + wanted)
        self.meter.feed(said)
        return said
