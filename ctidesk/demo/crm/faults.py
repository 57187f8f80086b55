"""Pretend trouble, for tests: answers that fail, come late, or are lost after the work has been done."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ctidesk.demo.crm.api import ROOT, error_answer
from ctidesk.demo.crm.crm2013 import api as api2013
from ctidesk.demo.crm.crm2013 import soap
from ctidesk.demo.crm.errors import ODataError

REMEMBERED = 10_000
# Each endpoint's root, and how it says that something went wrong; a path is told from there.
SPEAKERS = {ROOT: error_answer, api2013.ROOT: api2013.error_answer, api2013.SERVICES: soap.fault_answer}


@dataclass(slots=True)
class Fault:
    """``code`` is Dynamics' own, such as 0x80072322 with a 429 (service protection limits)."""

    status: int = 0
    code: str = ""
    retry_after: float | None = None
    times: int = 1
    path: str = ""
    method: str = ""
    drop: bool = False
    delay_s: float = 0

    def hits(self, method: str, path: str) -> bool:
        return self.path in path and self.method in ("", method)

    def answer(self, root: str) -> Response:
        answer = SPEAKERS[root](ODataError(self.status, self.code, "The demo was told to fail this request."))
        if self.retry_after is not None:
            answer.headers["Retry-After"] = f"{self.retry_after:g}"
        return answer


NO_FAULT = Fault()


class Faults:
    """Stands between the server and the application, which knows nothing of it."""

    def __init__(self, app: ASGIApp, cleared: Callable[[], None] = lambda: None) -> None:
        self.app = app
        self.cleared = cleared
        self.pending: list[Fault] = []
        self.seen: deque[tuple[str, str]] = deque(maxlen=REMEMBERED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = next((root for root in SPEAKERS if scope.get("path", "").startswith(root)), "")
        if scope["type"] != "http" or not root:
            return await self.app(scope, receive, send)
        path = scope["path"].removeprefix(root)
        self.seen.append((scope["method"], path))
        return await self.under(self.next_fault(scope["method"], path), root, scope, receive, send)

    async def under(self, fault: Fault, root: str, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(fault.delay_s)
        if fault.drop:
            await self.app(scope, receive, swallow)
            return await cut(receive, send)
        return await (fault.answer(root) if fault.status else self.app)(scope, receive, send)

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
        self.cleared()
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
