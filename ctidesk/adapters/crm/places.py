"""The few places from which requests leave at once. Where a connection is signed in, a place has one of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2

from ctidesk.adapters.crm.signin.sign_in import SignIn


@dataclass(slots=True)
class Place:
    """``attempt``: the sign-in that its connection belongs to."""

    client: httpx2.AsyncClient
    attempt: int


class Places:
    """``make`` a client with at most so many connections. The place that was left last is taken first: it is warm."""

    def __init__(self, number: int, sign_in: SignIn, make: Callable[[int], httpx2.AsyncClient]) -> None:
        self._sign_in = sign_in
        self._make = make
        clients = [make(1) for _ in range(number)] if sign_in.per_connection else [make(number)] * number
        self._every = [Place(client, sign_in.gate.attempt) for client in clients]
        self._free: asyncio.LifoQueue[Place] = asyncio.LifoQueue()
        for place in self._every:
            self._free.put_nowait(place)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[tuple[httpx2.AsyncClient, int]]:
        """A client to send one request with, and the sign-in it is sent under; CrmUnauthorized: there is none."""
        place = await self._free.get()
        try:
            attempt = self._sign_in.gate.enter()
            if self._sign_in.per_connection and place.attempt != attempt:
                await self._begin_anew(place, attempt)
            yield place.client, attempt
        finally:
            self._free.put_nowait(place)

    async def _begin_anew(self, place: Place, attempt: int) -> None:
        """A connection stays whose it was: a new name or password must not be judged by an old one's."""
        await place.client.aclose()
        place.client, place.attempt = self._make(1), attempt

    async def close(self) -> None:
        for place in self._every:
            await place.client.aclose()
