"""An engine process whose operator whistles: ``python -m tests.peers.tone_engine CODEC FILE``.

The engine is the desk's own; in place of sound devices, a tone goes into its audio port, and what comes out of the
port goes to the file: 16 kHz, 16 bits, one channel.
"""

from __future__ import annotations

import math
import os
import sys
from array import array
from collections.abc import Callable
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony import host
from ctidesk.adapters.telephony.pjsip.engine import PjsipEngine
from ctidesk.adapters.telephony.sound import pcm
from ctidesk.adapters.telephony.sound.operator_port import OperatorPort
from ctidesk.adapters.telephony.sound.silence import Silence
from ctidesk.adapters.telephony.wire import EngineEvent

HERTZ = 1000
AMPLITUDE = 12_000


class Whistle(Silence):
    """PJSIP's null clock, with an operator on the bridge."""

    def __init__(self, devices: Any, path: str) -> None:
        super().__init__(devices)
        self._at = 0
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT)
        self._port = OperatorPort(self._speak, self._hear)

    def join(self, leg_id: str, media: Any) -> None:
        super().join(leg_id, media)
        media.startTransmit(self._port)
        self._port.startTransmit(media)

    def part(self, leg_id: str, media: Any) -> None:
        super().part(leg_id, media)
        media.stopTransmit(self._port)
        self._port.stopTransmit(media)

    def close(self) -> None:
        super().close()
        del self._port

    def _speak(self) -> bytes:
        turn = 2 * math.pi * HERTZ / pcm.RATE
        samples = range(self._at, self._at + pcm.FRAME // 2)
        self._at = samples.stop
        return array("h", (round(AMPLITUDE * math.sin(turn * at)) for at in samples)).tobytes()

    def _hear(self, frame: bytes) -> None:
        os.write(self._file, frame)


def main(codec: str, path: str) -> int:
    def make(emit: Callable[[EngineEvent], None]) -> PjsipEngine:
        engine = PjsipEngine(emit, lambda devices, _: Whistle(devices, path))
        for known in pj.Endpoint.instance().codecEnum2():
            pj.Endpoint.instance().codecSetPriority(known.codecId, 255 if known.codecId.startswith(codec) else 0)
        return engine

    host._ENGINES = {"pjsip": make}
    return host.main([])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
