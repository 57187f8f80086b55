"""The control socket where Python has no Unix sockets, which is Windows: a port of 127.0.0.1.

Its number and a key, new at every start, lie in the profile's folder, where Windows lets nobody but the user read
(%LOCALAPPDATA%, and whatever folder of his own is given by ``--profile``). Who does not say the key first is not heard.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import socket
from pathlib import Path

from ctidesk.adapters.desktop.door import LONGEST_LINE, Visitor

_HOST = "127.0.0.1"
_SAID_WITHIN_S = 5.0


class LoopbackDoor:
    def __init__(self) -> None:
        self._key = b""

    async def open(self, path: Path, visitor: Visitor) -> asyncio.AbstractServer:
        server = await asyncio.start_server(visitor, _HOST, 0, limit=LONGEST_LINE)
        self._key = secrets.token_hex(32).encode()
        _tell(path, server.sockets[0].getsockname()[1], self._key)
        return server

    async def admits(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        try:
            said = await asyncio.wait_for(reader.readline(), _SAID_WITHIN_S)
        except (TimeoutError, ValueError):
            return False
        return hmac.compare_digest(said.strip(), self._key)

    def connect(self, path: Path) -> socket.socket:
        try:
            port, key = path.read_text(encoding="ascii").split()
            connection = socket.create_connection((_HOST, int(port)))
        except ValueError as error:
            raise ConnectionError(f"{path} names no port") from error
        connection.sendall(key.encode() + b"\n")
        return connection


def _tell(path: Path, port: int, key: bytes) -> None:
    path.touch(mode=0o600)
    path.write_text(f"{port} {key.decode()}\n", encoding="ascii")
