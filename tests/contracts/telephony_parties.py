"""Two parties of the telephony port on one exchange, and what they commonly do."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, Call, Command, Register, SipAccount
from ctidesk.domain.events import (
    EngineStarted,
    Event,
    IncomingCall,
    LegAnswered,
    LegEnded,
    LegProgressed,
    RegistrationChanged,
    RegistrationState,
)
from ctidesk.ports import Telephony

E = TypeVar("E", bound=Event)
ANN, BEN, EVE, NOBODY = "1006", "1007", "1008", "9999"


class Pbx(Protocol):
    """The exchange between the parties, as a test sees it."""

    server: str

    def password(self, user: str) -> str: ...

    def telephony(self) -> Telephony: ...

    def stop(self) -> None: ...

    def start(self) -> None:
        """At the same address; every contact is forgotten."""


class Party:
    """One engine and what it said. :meth:`hears` goes forward through the events, each is met once."""

    def __init__(self, telephony: Telephony, account: SipAccount) -> None:
        self.telephony = telephony
        self.account = account
        self.said: list[Event] = []
        self._seen = 0
        self._news = asyncio.Event()

    def listen(self, event: Event) -> None:
        self.said.append(event)
        self._news.set()

    def send(self, *commands: Command) -> None:
        for command in commands:
            self.telephony.send(command)

    async def hears(self, kind: type[E], *, within_s: float = 5, **values: object) -> E:
        """The next event of the kind with these values."""
        try:
            async with asyncio.timeout(within_s):
                return await self._next(kind, values)
        except TimeoutError:
            raise AssertionError(f"no {kind.__name__} {values} within {within_s} s; heard {self.said}") from None

    async def _next(self, kind: type[E], values: dict[str, object]) -> E:
        while True:
            self._news.clear()
            while self._seen < len(self.said):
                event = self.said[self._seen]
                self._seen += 1
                if isinstance(event, kind) and all(getattr(event, name) == value for name, value in values.items()):
                    return event
            await self._news.wait()

    async def hears_both(self, *wanted: tuple[type[Event], dict[str, object]], within_s: float = 5) -> None:
        """Events that may come in either order: each is the next of its kind with these values."""
        first, last = self._seen, self._seen
        for kind, values in wanted:
            self._seen = first
            await self.hears(kind, within_s=within_s, **values)
            last = max(last, self._seen)
        self._seen = last

    async def registers(self) -> None:
        self.send(Register(self.account))
        await self.hears(RegistrationChanged, state=RegistrationState.REGISTERED)

    async def settled(self) -> None:
        """Every command sent so far has been taken."""
        leg = self.calls("no\nnumber")
        await self.hears(LegEnded, leg_id=leg, cause=EndCause.NO_SUCH_NUMBER)

    def calls(self, number: str) -> str:
        """Dials; the leg."""
        leg_id = str(uuid.uuid4())
        self.send(Call(leg_id, number))
        return leg_id


@asynccontextmanager
async def party(
    pbx: Pbx, user: str, *, registered: bool = True, password: str | None = None, **account_values: Any
) -> AsyncIterator[Party]:
    """``account_values``: what the account has besides, or instead of, the usual."""
    known = pbx.password(user) if password is None else password
    usual = {"display_name": f"Nr {user}", "bind": "127.0.0.1"}
    account = SipAccount(pbx.server, user, known, **{**usual, **account_values})
    one = Party(pbx.telephony(), account)
    one.telephony.start(one.listen)
    try:
        await one.hears(EngineStarted)
        if registered:
            await one.registers()
        yield one
    finally:
        await one.telephony.stop()


Pair = tuple[Party, Party]


async def ringing(caller: Party, callee: Party) -> tuple[str, str]:
    """The legs of a call that rings."""
    leg = caller.calls(callee.account.username)
    incoming = await callee.hears(IncomingCall)
    await caller.hears(LegProgressed, leg_id=leg)
    return leg, incoming.leg_id


async def talking(caller: Party, callee: Party) -> tuple[str, str]:
    """The legs of a conversation."""
    leg, incoming = await ringing(caller, callee)
    callee.send(Answer(incoming))
    await caller.hears(LegAnswered, leg_id=leg)
    await callee.hears(LegAnswered, leg_id=incoming)
    return leg, incoming
