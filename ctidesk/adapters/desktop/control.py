"""The control socket: one JSON line in, one JSON line out (``events``: a line each), for the same user only."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from ctidesk.adapters.desktop.door import Door
from ctidesk.adapters.desktop.doors import door

log = logging.getLogger(__name__)

Answer = dict[str, Any]
Answerer = Callable[[str, tuple[str, ...], dict[str, str]], Awaitable[Answer]]
"""Answers a verb with words and options; what it raises has been turned into an ``error`` answer already."""


class Control:
    """Listens on the profile's socket for as long as the desk runs."""

    def __init__(
        self,
        path: Path,
        answer: Answerer,
        events: Callable[[], AsyncIterator[Answer]],
        through: Door | None = None,
    ) -> None:
        self._path = path
        self._door = through or door()
        self._answer = answer
        self._events = events
        self._server: asyncio.AbstractServer | None = None
        self._clients: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen; a socket that nobody answers on (a desk that was killed) is replaced. Raises :class:`OSError`."""
        self._path.unlink(missing_ok=True)
        self._server = await self._door.open(self._path, self._client)

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
            if await self._door.admits(reader, writer):
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


def ask(
    path: Path, verb: str, words: list[str], options: dict[str, str], through: Door | None = None
) -> Iterator[Answer]:
    """Ask the desk that listens on ``path``: its answers, line by line. Raises ConnectionError where none runs."""
    try:
        connection = (through or door()).connect(path)
    except OSError as error:
        raise ConnectionError(str(error)) from error
    with connection:
        connection.sendall(json.dumps({"verb": verb, "words": words, "options": options}).encode() + b"\n")
        with connection.makefile("rb") as lines:
            for line in lines:
                yield json.loads(line)
