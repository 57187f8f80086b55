"""How scripts of the same user reach a running desk, and nobody else does."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

LONGEST_LINE = 64 * 1024

Visitor = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Door(Protocol):
    """At the profile's ``control.sock``."""

    async def open(self, path: Path, visitor: Visitor) -> asyncio.AbstractServer:
        """Listen; nothing is at ``path`` yet. Raises :class:`OSError`."""

    async def admits(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether it is the same user; asked before anything is read."""

    def connect(self, path: Path) -> socket.socket:
        """A connection on which a request may be written. Raises :class:`OSError` where no desk runs."""
