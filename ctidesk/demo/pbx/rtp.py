"""RTP for one leg: RFC 3550, a frame of 20 ms by the monotonic clock; what arrives is drained."""

import asyncio
import secrets
import struct

from . import speech
from .message import Address
from .udp import UdpSocket

FRAME_S, FRAME_SAMPLES = 0.02, 160
LATE_S = 0.5  # after a longer standstill (a suspended machine) frames are left out, not sent in a burst
HEADER = struct.Struct("!BBHII")
VERSION, MARKER = 0x80, 0x80


class RtpStream(UdpSocket):
    def __init__(self) -> None:
        self.received = 0
        self._sequence, self._timestamp = secrets.randbits(15), secrets.randbits(31)
        self._ssrc = secrets.randbits(32)
        self._timer: asyncio.TimerHandle | None = None
        self._to: Address = ("", 0)
        self._codec, self._clip, self._offset = 0, b"", 0
        self._due = 0.0
        self._marker = MARKER

    def datagram_received(self, data: bytes, source: Address) -> None:
        self.received += 1

    def play(self, codec: int, voice: int, to: Address) -> None:
        """Also redirects or takes up a stream again that runs already."""
        self._codec, self._clip, self._to = codec, speech.clip(codec, voice), to
        if self._timer is None:
            self._due, self._marker = asyncio.get_running_loop().time(), MARKER
            self._tick()

    def pause(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def close(self) -> None:
        self.pause()
        super().close()

    def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        self._due = max(self._due, loop.time() - LATE_S)
        while self._due <= loop.time():
            self._send_frame()
            self._due += FRAME_S
        self._timer = loop.call_at(self._due, self._tick)

    def _send_frame(self) -> None:
        header = HEADER.pack(VERSION, self._marker | self._codec, self._sequence, self._timestamp, self._ssrc)
        frame = self._clip[self._offset : self._offset + FRAME_SAMPLES]
        self.send_bytes(header + frame, self._to)
        self._marker = 0
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + FRAME_SAMPLES) & 0xFFFFFFFF
        self._offset = (self._offset + FRAME_SAMPLES) % len(self._clip)
