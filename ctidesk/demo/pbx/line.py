"""Whether the operator is free, as seen from the proxy: every call of the operator passes it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from sipmessage import Request, Response

from .message import to_tag, user_of

POLL_S = 0.1
UNANSWERED_S = 180  # RFC 3261 16.6, timer C: nobody will answer this INVITE any more


async def until(holds: Callable[[], bool]) -> None:
    """By looking again and again: that time has passed, or a binding with it, is no event."""
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(POLL_S)


class Call(Enum):
    INVITED = "invited"
    ANSWERED = "answered"


@dataclass
class Line:
    operator: str
    is_registered: Callable[[], bool]
    clock: Callable[[], float] = time.monotonic
    _calls: dict[str, tuple[Call, float]] = field(default_factory=dict)
    _free_since: float | None = None

    def saw(self, message: Request | Response) -> None:
        if isinstance(message, Request):
            self._saw_request(message)
        elif message.call_id in self._calls and message.cseq.method == "INVITE":
            self._saw_response(message.call_id, message.code)

    def is_free(self) -> bool:
        now = self.clock()
        for call_id, (state, since) in list(self._calls.items()):
            if state is Call.INVITED and now - since > UNANSWERED_S:
                del self._calls[call_id]
        return not self._calls and self.is_registered()

    async def free_for(self, seconds: float) -> None:
        """Returns once the operator has been reachable and without a call for so long."""
        await until(lambda: self._has_been_free(seconds))

    async def registered(self) -> None:
        await until(self.is_registered)

    def _has_been_free(self, seconds: float) -> bool:
        now = self.clock()
        if not self.is_free():
            self._free_since = None
            return False
        if self._free_since is None:
            self._free_since = now
        return now - self._free_since >= seconds

    def _saw_request(self, request: Request) -> None:
        parties = user_of(request, "From"), user_of(request, "To")
        if request.method == "INVITE" and not to_tag(request) and self.operator in parties:
            self._calls.setdefault(request.call_id, (Call.INVITED, self.clock()))
            self._free_since = None
        elif request.method == "BYE":
            self._ended(request.call_id)

    def _saw_response(self, call_id: str, code: int) -> None:
        state, since = self._calls[call_id]
        if 200 <= code < 300:
            self._calls[call_id] = Call.ANSWERED, since
        elif code >= 300 and state is Call.INVITED:  # a refused re-INVITE ends no call
            self._ended(call_id)

    def _ended(self, call_id: str) -> None:
        if self._calls.pop(call_id, None):
            self._free_since = None
