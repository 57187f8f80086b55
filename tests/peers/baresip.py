"""baresip (Debian's 1.0.0) as a telephone of another make: registers, calls, answers, holds, refers, sends digits.

Driven over its module ``ctrl_tcp``: netstrings of JSON, commands in, answers and events out. Its sound is a loop
(``aubridge``: what it hears it says) or a sine; no sound hardware is touched.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.peers.component import program

_MODULES = Path("/usr/lib/baresip/modules")
_UP_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Phone:
    """Which account, and how it behaves. ``mediaenc``: empty, ``srtp`` (offered) or ``srtp-mand`` (demanded)."""

    server: str
    user: str
    password: str
    transport: str = "udp"
    ca_file: str = ""
    mediaenc: str = ""
    answermode: str = "manual"
    accepts_refer: bool = True
    codecs: str = "PCMA"
    source: str = "aubridge,loop"
    player: str = "aubridge,loop"
    port: int = 0
    """Where it listens for UDP; 0 lets the system choose."""


class Baresip:
    """A running baresip. :meth:`hears` goes forward through its events, each is met once."""

    def __init__(self, phone: Phone, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.phone = phone
        self.process = process
        self.said: list[dict[str, Any]] = []
        self._log = folder / "log"
        self._seen = 0
        self._news = asyncio.Event()
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def connect(self, port: int) -> None:
        reader, self._writer = await self._connection(port)
        self._reading = asyncio.create_task(self._read(reader))

    async def registered(self) -> None:
        """Asked for and not awaited as an event: it may have come before we were connected."""
        async with asyncio.timeout(_UP_WITHIN_S):
            while "OK" not in await self.does("reginfo"):
                await asyncio.sleep(0.05)

    async def close(self) -> None:
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def does(self, command: str, params: str = "") -> str:
        """Carry out a command of baresip's menu; what it printed."""
        message = json.dumps({"command": command, "params": params, "token": command}).encode()
        self._writer.write(b"%d:%s," % (len(message), message))
        answer = await asyncio.wait_for(self._answers.get(), 5)
        assert answer["ok"], f"baresip refuses {command} {params}: {answer} {self.log}"
        return str(answer["data"])

    async def dials(self, number: str) -> None:
        transport = "" if self.phone.transport == "udp" else f";transport={self.phone.transport}"
        await self.does("dial", f"sip:{number}@{self.phone.server}{transport}")

    async def hears(self, kind: str, *, within_s: float = 5, **values: object) -> dict[str, Any]:
        """The next event of ``kind`` (``CALL_ESTABLISHED`` …) with these values."""
        try:
            async with asyncio.timeout(within_s):
                return await self._next(kind, values)
        except TimeoutError:
            raise AssertionError(f"no {kind} {values} within {within_s} s; {self.said} {self.log}") from None

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    async def _connection(self, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with asyncio.timeout(_UP_WITHIN_S):
            while True:
                assert self.process.poll() is None, f"baresip does not come up: {self.log}"
                with suppress(OSError):
                    return await asyncio.open_connection("127.0.0.1", port)
                await asyncio.sleep(0.02)

    async def _next(self, kind: str, values: dict[str, object]) -> dict[str, Any]:
        while True:
            self._news.clear()
            while self._seen < len(self.said):
                event = self.said[self._seen]
                self._seen += 1
                if event["type"] == kind and all(event.get(name) == value for name, value in values.items()):
                    return event
            await self._news.wait()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        with suppress(asyncio.IncompleteReadError):
            while True:
                length = int((await reader.readuntil(b":"))[:-1])
                message = json.loads((await reader.readexactly(length + 1))[:-1])
                if message.get("event"):
                    self.said.append(message)
                    self._news.set()
                else:
                    self._answers.put_nowait(message)


@asynccontextmanager
async def baresip(phone: Phone) -> AsyncIterator[Baresip]:
    """A registered phone; ended by its process id."""
    with tempfile.TemporaryDirectory(prefix="ctidesk-baresip-") as name:
        folder, port = Path(name), _free_tcp_port()
        (folder / "config").write_text(_config(phone, port), "utf-8")
        (folder / "accounts").write_text(_account(phone), "utf-8")
        (folder / "contacts").touch()
        with (folder / "log").open("wb") as log:
            command = [program("baresip", "baresip-core"), "-f", name]
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        running = Baresip(phone, process, folder)
        try:
            await running.connect(port)
            try:
                await running.registered()
                yield running
            finally:
                await running.close()
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(3)


def _free_tcp_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _config(phone: Phone, port: int) -> str:
    modules = ["g711", "g722", "aubridge", "ausine", "portaudio", "srtp"]
    return "\n".join(
        [
            "poll_method epoll",
            f"sip_listen 127.0.0.1:{phone.port}",
            *([f"sip_cafile {phone.ca_file}"] if phone.ca_file else []),
            f"audio_player {phone.player}",
            f"audio_source {phone.source}",
            "audio_alert aubridge,alert",
            "net_interface 127.0.0.1",
            "rtp_ports 20000-30000",
            "jitter_buffer_delay 1-5",
            f"module_path {_MODULES}",
            *(f"module {each}.so" for each in modules),
            "module_tmp account.so",
            "module_app menu.so",
            "module_app ctrl_tcp.so",
            f"ctrl_tcp_listen 127.0.0.1:{port}",
            "",
        ]
    )


def _account(phone: Phone) -> str:
    transport = "" if phone.transport == "udp" else f";transport={phone.transport}"
    words = [
        f'"Phone {phone.user}" <sip:{phone.user}@{phone.server}{transport}>',
        f"auth_pass={phone.password}",
        f"answermode={phone.answermode}",
        f"audio_codecs={phone.codecs}",
        f"call_transfer={'yes' if phone.accepts_refer else 'no'}",
        "regint=60",
        *([f"mediaenc={phone.mediaenc}"] if phone.mediaenc else []),
    ]
    return ";".join(words) + "\n"
