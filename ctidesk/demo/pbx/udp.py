"""A bound UDP socket on loopback, as the proxy, the trunk and every stream have one."""

import asyncio
from typing import Self, cast

from .message import HOST, Address


class UdpSocket(asyncio.DatagramProtocol):
    _transport: asyncio.DatagramTransport | None = None

    async def bind(self, port: int = 0) -> Self:
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, local_addr=(HOST, port))
        return self

    @property
    def address(self) -> Address:
        assert self._transport, "not bound yet"
        host, port = self._transport.get_extra_info("sockname")
        return host, port

    def send_bytes(self, data: bytes, to: Address) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(data, to)

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)  # no subclass of it before Python 3.12

    def error_received(self, error: Exception) -> None:
        """The other party is gone, or its port: retransmissions and timeouts deal with that."""
