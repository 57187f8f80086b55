"""The control socket where the system has Unix sockets: in the profile's folder, mode 0600, and the peer's user is
checked as well (SO_PEERCRED, unix(7))."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

from ctidesk.adapters.desktop.door import LONGEST_LINE, Visitor

_LONGEST_NAME = 100  # sun_path holds 108 bytes on Linux, 104 elsewhere


class UnixDoor:
    async def open(self, path: Path, visitor: Visitor) -> asyncio.AbstractServer:
        with _short(path) as name:
            server = await asyncio.start_unix_server(visitor, name, limit=LONGEST_LINE)
        _make_private(path)
        return server

    async def admits(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if not hasattr(socket, "SO_PEERCRED"):
            return True  # the folder's mode keeps others out
        peer, size = writer.get_extra_info("socket"), struct.calcsize("3i")
        _, user, _ = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
        return bool(user == os.getuid())

    def connect(self, path: Path) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with _short(path) as name:
                connection.connect(name)
        except OSError:
            connection.close()
            raise
        return connection


def _make_private(path: Path) -> None:
    path.chmod(0o600)


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name for the socket that fits into ``sun_path``, through its open folder where the path is too long."""
    if len(os.fsencode(path)) <= _LONGEST_NAME or not Path("/proc/self/fd").exists():
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
