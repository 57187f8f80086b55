"""The far end of a call's sound: one socket that sends G.711 A-law and counts what comes."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

PCMA = 8
_DIGITS = "0123456789*#ABCD"
SAMPLES = 160  # 20 ms


@dataclass
class Sound(asyncio.DatagramProtocol):
    """``received`` are the packets so far; :meth:`send` answers to where they come from."""

    received: list[bytes] = field(default_factory=list)
    port: int = 0
    peer: tuple[str, int] | None = None

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, source: tuple[str, int]) -> None:
        self.received.append(data)
        self.peer = source

    def payload_types(self) -> set[int]:
        return {packet[1] & 0x7F for packet in self.received if len(packet) > 12}

    def loud(self, since: int = 0) -> int:
        """Packets with a voice in them, of those after the first ``since``: silence is one value again and again."""
        return sum(len(set(packet[12:])) > 12 for packet in self.received[since:] if len(packet) > 100)

    def digits(self, payload_type: int) -> str:
        """The telephone events (RFC 4733) in the order they came, each once: told apart by their RTP time."""
        events = {packet[4:8]: packet[12] for packet in self.received if packet[1] & 0x7F == payload_type}
        return "".join(_DIGITS[event] for event in events.values())

    async def send(self, packets: int, payload: bytes = b"\xd5" * SAMPLES) -> None:
        """``packets``, of silence where nothing else is said, one each 20 ms."""
        for number in range(packets):
            header = struct.pack("!BBHII", 0x80, PCMA, number, number * SAMPLES, 0x5EED)
            self._transport.sendto(header + payload, self.peer)
            await asyncio.sleep(0.02)

    def close(self) -> None:
        self._transport.close()


@asynccontextmanager
async def sound() -> AsyncIterator[Sound]:
    _, protocol = await asyncio.get_running_loop().create_datagram_endpoint(Sound, local_addr=("127.0.0.1", 0))
    try:
        yield protocol
    finally:
        protocol.close()


@contextmanager
def echo() -> Iterator[int]:
    """A far end that says what it hears; its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.bind(("127.0.0.1", 0))
        speaking = threading.Thread(target=_say_again, args=(end,))
        speaking.start()
        try:
            yield end.getsockname()[1]
        finally:
            end.sendto(b"", end.getsockname())
            speaking.join()


def _say_again(end: socket.socket) -> None:
    """Until nothing is said."""
    while True:
        heard, source = end.recvfrom(2048)
        if not heard:
            return
        end.sendto(heard, source)
