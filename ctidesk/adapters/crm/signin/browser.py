"""The system's browser, and the address on this machine that the authority sends it back to (RFC 8252, 7.3)."""

from __future__ import annotations

import asyncio
import threading
import webbrowser
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs

LONGEST = 64 * 1024
DONE, NOT_DONE = "ctidesk ✓", "ctidesk ✗"  # sentences are the windows' business, in the operator's language


class Browser:
    """Listens on loopback, on a free port, for as long as the ``with`` lasts."""

    def __init__(self) -> None:
        self._answer: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
        self._state = ""

    async def __aenter__(self) -> Browser:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=LONGEST)
        # "localhost" is what the registrations of public clients name; any port of it is accepted.
        self.address = f"http://localhost:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def answer(self, address: str, state: str) -> dict[str, str] | None:
        """What the authority says after the operator has been to ``address``; ``None`` where no browser opens."""
        self._state = state
        opened = self._opened(address)
        either: set[asyncio.Future[Any]] = {opened, self._answer}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not self._answer.done() and not opened.result():
            return None
        return await self._answer

    def _opened(self, address: str) -> asyncio.Future[bool]:
        """In a thread that nobody waits for: some browsers come back only when they are closed."""
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[bool] = loop.create_future()

        def tell(value: bool) -> None:
            if not opened.done():
                opened.set_result(value)

        def work() -> None:
            value = opens(address)
            if not loop.is_closed():
                loop.call_soon_threadsafe(tell, value)

        threading.Thread(target=work, name="browser", daemon=True).start()
        return opened

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            said = await request(reader)
            mine = bool(self._state) and said.get("state") == self._state and not self._answer.done()
            await reply(writer, DONE if mine and "code" in said else NOT_DONE)
            if mine:
                self._answer.set_result(said)
        except (ConnectionError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # somebody else's knock
        finally:
            writer.close()


def opens(address: str) -> bool:
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False


async def request(reader: asyncio.StreamReader) -> dict[str, str]:
    """The fields of a posted form; nothing of any other request (``response_mode=form_post``)."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    if not first.startswith("POST "):
        return {}
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", "0"))
    if length > LONGEST:
        return {}
    body = (await reader.readexactly(length)).decode("utf-8", errors="replace")
    return {name: values[0] for name, values in parse_qs(body).items()}


async def reply(writer: asyncio.StreamWriter, text: str) -> None:
    body = text.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
    writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
    await writer.drain()
