"""A CRM whose answers are ready: recorded once from the demo CRM, then served as fast as a socket takes them.

So what is measured is the desk, not the demo. ``python -m benchmarks.canned FOLDER`` serves; the recording is kept in
``build/`` until the demo or the adapter changes.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import httpx2

from ctidesk.adapters.crm.signin.sign_in import sign_in_of
from ctidesk.adapters.crm.webapi.crm import WebApiCrm
from ctidesk.domain.records import Entity
from ctidesk.domain.settings import CrmSettings
from tests.fakes.secrets import FakeSecrets
from tests.peers.demo_crm import demo_crm

BUILD = Path("build")
SOURCES = ("ctidesk/demo", "ctidesk/adapters/crm")
INDEX = "index.json"
COUNT = "RetrieveTotalRecordCount"
"""Not a page: how many records there are."""
Index = dict[str, tuple[str, str, str]]
"""Target -> file, content type, entity."""


class Recorder(httpx2.AsyncBaseTransport):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inner = httpx2.AsyncHTTPTransport()
        self.index: Index = {}
        self.entity = ""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self.inner.handle_async_request(request)
        content = await answer.aread()
        target, name = request.url.raw_path.decode(), f"{len(self.index):05}"
        (self.folder / name).write_bytes(content)
        self.index[target] = (name, answer.headers.get("content-type", ""), self.entity)
        return httpx2.Response(answer.status_code, headers=answer.headers, content=content, request=request)

    async def aclose(self) -> None:
        await self.inner.aclose()


def recording(clients: int) -> Path:
    """The folder with the answers for so many clients; made if it is not there, or no longer true."""
    folder = BUILD / f"crm-{clients}-{_version()}"
    if not (folder / INDEX).exists():
        folder.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        with demo_crm(clients) as crm:
            print(f"the demo CRM with {clients} clients is there after {time.perf_counter() - began:.1f} s", flush=True)
            began = time.perf_counter()
            index = asyncio.run(_record(crm.url, folder))
        print(f"and has answered {len(index)} requests in {time.perf_counter() - began:.1f} s", flush=True)
        (folder / INDEX).write_text(json.dumps(index))
    return folder


async def _record(url: str, folder: Path) -> Index:
    recorder = Recorder(folder)
    settings = CrmSettings(kind="webapi", url=url, auth="none")
    crm = WebApiCrm(settings, sign_in_of(settings, FakeSecrets()), recorder)
    await crm.connect()
    for entity in crm.entities():
        recorder.entity = entity
        async for _ in crm.pull(entity):
            pass
    await crm.close()
    return recorder.index


def _version() -> str:
    digest = blake2b(digest_size=6)
    for folder in SOURCES:
        for path in sorted(Path(folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def pages(folder: Path) -> Iterator[tuple[Entity, bytes]]:
    """The pages of clients and organizations as the server sent them, in the order of the pull."""
    index: Index = json.loads((folder / INDEX).read_text())
    for target, (name, _, entity) in index.items():
        if entity in (Entity.CONTACT, Entity.ACCOUNT) and COUNT not in target:
            yield Entity(entity), (folder / name).read_bytes()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of its own process."""
    command = [sys.executable, "-m", "benchmarks.canned", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdin is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(10)


async def _serve(folder: Path) -> None:
    index: Index = json.loads((folder / INDEX).read_text())

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            target = head.split(b" ", 2)[1].decode()
            name, kind, _ = index.get(target, ("", "", ""))
            content = (folder / name).read_bytes() if name else b""
            status = "200 OK" if name else "404 Not Found"
            lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(content)}", "", ""]
            writer.write("\r\n".join(lines).encode() + content)
            await writer.drain()

    async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(quietly, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/data/v9.2/", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
