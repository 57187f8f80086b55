"""The far end of a call's sound: which packets came, and when the kernel took them."""

from __future__ import annotations

import itertools
import socket
import struct
import threading
from typing import NamedTuple

_SO_TIMESTAMPNS = 35  # socket(7), asm-generic/socket.h; the socket module has no name for it
_PACKET_MS = 20
_LATE_MS = 60


class _Packet(NamedTuple):
    sequence: int
    at_ms: float


class RtpStream:
    """``with RtpStream() as far:`` … ``far.port``; :meth:`lost` counts."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.2)
        self.port = int(self._socket.getsockname()[1])
        self._packets: list[_Packet] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._receive)

    def __enter__(self) -> RtpStream:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()
        self._socket.close()

    def begin(self) -> None:
        """What has come so far is not looked at."""
        self._packets = []

    def lost(self) -> tuple[int, float]:
        """Frames that never came or came more than 60 ms after the one before, and the seconds looked at."""
        packets = list(self._packets)
        pairs = list(itertools.pairwise(packets))
        missing = sum((b.sequence - a.sequence - 1) & 0xFFFF for a, b in pairs)
        late = sum(int((b.at_ms - a.at_ms) // _PACKET_MS) - 1 for a, b in pairs if b.at_ms - a.at_ms > _LATE_MS)
        return missing + late, (packets[-1].at_ms - packets[0].at_ms) / 1000

    def _receive(self) -> None:
        while not self._ended.is_set():
            try:
                data, ancillary, _, _ = self._socket.recvmsg(2048, 64)
            except TimeoutError:
                continue
            seconds, nanoseconds = struct.unpack("qq", ancillary[0][2])
            (sequence,) = struct.unpack_from("!H", data, 2)
            self._packets.append(_Packet(sequence, seconds * 1000 + nanoseconds / 1e6))
