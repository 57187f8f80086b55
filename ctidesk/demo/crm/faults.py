"""Pretend trouble, for tests: answers that fail, come late, or are lost after the work has been done."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ctidesk.demo.crm.api import ROOT, error_answer
from ctidesk.demo.crm.errors import ODataError

REMEMBERED = 10_000


@dataclass(slots=True)
class Fault:
    status: int = 0
    retry_after: float | None = None
    times: int = 1
    path: str = ""
    method: str = ""
    drop: bool = False
    delay_s: float = 0
    code: str = ""

    def hits(self, method: str, path: str) -> bool:
        return self.path in path and self.method in ("", method)

    def answer(self) -> Response:
        answer = error_answer(ODataError(self.status, self.code, "The demo was told to fail this request."))
        if self.retry_after is not None:
            answer.headers["Retry-After"] = f"{self.retry_after:g}"
        return answer


NO_FAULT = Fault()


class Faults:
    """Stands between the server and the application, which knows nothing of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.pending: list[Fault] = []
        self.seen: deque[tuple[str, str]] = deque(maxlen=REMEMBERED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(ROOT):
            return await self.app(scope, receive, send)
        path = scope["path"].removeprefix(ROOT)
        self.seen.append((scope["method"], path))
        return await self.under(self.next_fault(scope["method"], path), scope, receive, send)

    async def under(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(fault.delay_s)
        if fault.drop:
            await self.app(scope, receive, swallow)
            return await cut(receive, send)
        return await (fault.answer() if fault.status else self.app)(scope, receive, send)

    def next_fault(self, method: str, path: str) -> Fault:
        fault = next((fault for fault in self.pending if fault.hits(method, path)), None)
        if not fault:
            return NO_FAULT
        fault.times -= 1
        if fault.times <= 0:
            self.pending.remove(fault)
        return fault

    async def add(self, request: Request) -> Response:
        try:
            self.pending.append(Fault(**await request.json()))
        except (TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)
        return Response(status_code=204)

    async def clear(self, _: Request) -> Response:
        self.pending.clear()
        self.seen.clear()
        return Response(status_code=204)

    async def requests(self, _: Request) -> Response:
        counts = Counter(f"{method} {path.partition('(')[0]}" for method, path in self.seen)
        return JSONResponse({"requests": list(self.seen), "counts": counts})


async def swallow(_: Message) -> None:
    """Where a lost answer goes."""


async def cut(receive: Receive, send: Any) -> None:
    """ASGI has no word for a broken connection; uvicorn's `send` belongs to what holds the transport."""
    send.__self__.transport.abort()
    # uvicorn takes it for a mistake, and answers 500, when we return before it knows that the client is gone
    while (await receive())["type"] != "http.disconnect":
        pass
