"""The two ends of a leg's sound, in place of the library's buffers: they ask and are asked at the pace of RTP."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ctidesk.adapters.telephony.sound import pcm
from ctidesk.adapters.telephony.sound.bridge import Bridge
from ctidesk.adapters.telephony.wire import EngineEvent

Speak = Callable[[], bytes]
Hear = Callable[[bytes], None]


def silence() -> bytes:
    return bytes(pcm.FRAME)


def unheard(frame: bytes) -> None:
    pass


class Mouth:
    """Stands for ``RTPClient.pmout``: the transmitting thread reads a frame of 20 ms from it each 20 ms."""

    silence_byte = b"\0"

    def __init__(self) -> None:
        self.bufferLock = threading.RLock()
        self.speak: Speak = silence

    def configure(self, frame_bytes: int, period: float, silence_byte: bytes) -> None:
        """The library names its frame; ours is always the one that is asked for."""

    def read(self, length: int) -> bytes:
        """An error of a sound device must not end the thread that sends."""
        try:
            said = self.speak()
        except Exception:
            said = silence()
        return said[:length].ljust(length, self.silence_byte)


class Ear:
    """Stands for ``RTPClient.pmin``: the receiving thread writes each decoded packet to it.

    The library keeps what nobody reads. Here all is handed on at once, in frames, whatever the packets' length.
    """

    def __init__(self) -> None:
        self.hear: Hear = unheard
        self._rest = b""

    def write(self, offset: int, data: bytes) -> None:
        self._rest += data
        while len(self._rest) >= pcm.FRAME:
            frame, self._rest = self._rest[: pcm.FRAME], self._rest[pcm.FRAME :]
            self.hear(frame)

    def rebuild(self, reset: bool, offset: int = 0, data: bytes = b"") -> None:
        """Another source speaks now."""
        self.write(offset, data)


class Speech:
    """A leg's sound as the desk's devices meet it: frames as ``sound/pcm.py`` has them.

    ``mouth.speak`` gives what is sent, ``ear.hear`` takes what has come; both are called by the library's threads.
    """

    def __init__(self) -> None:
        self.mouth = Mouth()
        self.ear = Ear()

    def attach(self, rtp: Any) -> None:
        rtp.pmin, rtp.pmout = self.ear, self.mouth

    def startTransmit(self, operator: Operator) -> None:
        """As PJSIP's media has it: the leg is heard."""
        self.ear.hear = operator.hear


class Operator:
    """The operator's place in a call, for the bridge to the devices; its method names are PJSIP's."""

    def __init__(self, speak: Speak, hear: Hear) -> None:
        self.speak, self.hear = speak, hear

    def startTransmit(self, leg: Speech) -> None:
        leg.mouth.speak = self.speak

    def stopTransmit(self, leg: Speech) -> None:
        leg.mouth.speak = silence


class NoClock:
    """In place of PJSIP's device manager: RTP itself is the clock."""

    def setNoDev(self) -> None:
        pass

    def setNullDev(self) -> None:
        pass


def device_sound(emit: Callable[[EngineEvent], None]) -> Bridge:
    """Sound by the machine's devices; none is touched before :class:`UseAudio` has named them."""
    return Bridge(NoClock(), emit, operator=Operator)
