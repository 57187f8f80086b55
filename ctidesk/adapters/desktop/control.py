"""The control socket: one JSON line in, one JSON line out (``events``: a line each), for the same user only.

A Unix socket in the profile's folder, mode 0600; the peer's user is checked as well (SO_PEERCRED, unix(7)).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

LONGEST_LINE = 64 * 1024
_LONGEST_SOCKET_NAME = 100  # sun_path holds 108 bytes on Linux, 104 elsewhere

Answer = dict[str, Any]
Answerer = Callable[[str, tuple[str, ...], dict[str, str]], Awaitable[Answer]]
"""Answers a verb with words and options; what it raises has been turned into an ``error`` answer already."""


class Control:
    """Listens on the profile's socket for as long as the desk runs."""

    def __init__(self, path: Path, answer: Answerer, events: Callable[[], AsyncIterator[Answer]]) -> None:
        self._path = path
        self._answer = answer
        self._events = events
        self._server: asyncio.AbstractServer | None = None
        self._clients: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen; a socket that nobody answers on (a desk that was killed) is replaced. Raises :class:`OSError`."""
        self._path.unlink(missing_ok=True)
        with _short(self._path) as name:
            self._server = await asyncio.start_unix_server(self._client, name, limit=LONGEST_LINE)
        self._path.chmod(0o600)

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        for task in tuple(self._clients):
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        self._path.unlink(missing_ok=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        try:
            if _same_user(writer.get_extra_info("socket")):
                await self._serve(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._clients.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await reader.readline()
            verb, words, options = _request(line)
        except ValueError as error:
            await _send(writer, {"error": f"Not a request: {error}"})
            return
        if verb == "events":
            await self._stream(reader, writer)
        else:
            await _send(writer, await self._answer(verb, words, options))

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Events until the listener goes: its end of the stream is read beside."""
        sending = asyncio.ensure_future(self._send_events(writer))
        gone = asyncio.ensure_future(reader.read())
        try:
            await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, gone):
                task.cancel()
            await asyncio.gather(sending, gone, return_exceptions=True)

    async def _send_events(self, writer: asyncio.StreamWriter) -> None:
        async with contextlib.aclosing(self._events()) as events:  # type: ignore[type-var]
            async for event in events:
                await _send(writer, event)


def _request(line: bytes) -> tuple[str, tuple[str, ...], dict[str, str]]:
    request = json.loads(line)
    if not isinstance(request, dict):
        raise ValueError("an object is expected")
    words, options = request.get("words", []), request.get("options", {})
    if not isinstance(words, list) or not isinstance(options, dict):
        raise ValueError("words are a list, options an object")
    return (
        str(request.get("verb", "")),
        tuple(map(str, words)),
        {str(key): str(value) for key, value in options.items()},
    )


async def _send(writer: asyncio.StreamWriter, answer: Answer) -> None:
    writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
    await writer.drain()


def _same_user(peer: Any) -> bool:
    if not hasattr(socket, "SO_PEERCRED"):
        return True  # the folder's mode keeps others out
    _, user, _ = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return bool(user == os.getuid())


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name for the socket that fits into ``sun_path``, through its open folder where the path is too long."""
    if len(os.fsencode(path)) <= _LONGEST_SOCKET_NAME or not Path("/proc/self/fd").exists():
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def ask(path: Path, verb: str, words: list[str], options: dict[str, str]) -> Iterator[Answer]:
    """Ask the desk that listens on ``path``: its answers, line by line. Raises ConnectionError where none runs."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            with _short(path) as name:
                connection.connect(name)
        except OSError as error:
            raise ConnectionError(str(error)) from error
        connection.sendall(json.dumps({"verb": verb, "words": words, "options": options}).encode() + b"\n")
        with connection.makefile("rb") as lines:
            for line in lines:
                yield json.loads(line)
