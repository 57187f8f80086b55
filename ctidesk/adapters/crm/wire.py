"""Requests to one CRM and to no other host: places, time limits, headers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace

import httpx2

from ctidesk.adapters.crm.faults import broken, not_a_crm, refusal
from ctidesk.adapters.crm.places import Places
from ctidesk.adapters.crm.signin.sign_in import SignIn
from ctidesk.domain.crm_address import is_loopback, parts_of
from ctidesk.domain.errors import CrmError, CrmRefused, CrmUnauthorized, Problem, ProblemId
from ctidesk.domain.settings import CrmSettings

# Four requests at once are polite to a server that allows 52 a user; one of the places is never the puller's,
# so that what the operator does goes ahead of a pull.
PLACES, PLACES_FOR_PULLING = 4, 3
TIMEOUT = httpx2.Timeout(30.0, connect=5.0, pool=None)
KEEP_ALIVE_S = 90.0  # longer than the pause between two pulls, shorter than IIS's 120 s
HEADERS = {
    "Accept": "application/json",
    "OData-Version": "4.0",
    "OData-MaxVersion": "4.0",
    "User-Agent": "ctidesk",
}


class Wire:
    """The one way out. Every answer that is no success leaves as a ``Crm…`` error; HTTP/1.1 only, for NTLM's sake."""

    def __init__(
        self,
        settings: CrmSettings,
        sign_in: SignIn,
        transport: httpx2.AsyncBaseTransport | None = None,
        headers: Mapping[str, str] = HEADERS,
    ) -> None:
        self.origin, self.root, self.host = parts_of(settings.url)
        # Its lines at INFO are whole addresses, and a filter may hold somebody's e-mail.
        logging.getLogger("httpx2").setLevel(logging.WARNING)
        self._sign_in = sign_in
        self._headers = dict(headers)
        self._transport = transport
        self._trust = httpx2.create_ssl_context()
        self._pulling = asyncio.Semaphore(PLACES_FOR_PULLING)
        self._places = Places(PLACES, sign_in, self._client)

    def _client(self, connections: int) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            auth=self._sign_in.auth(),
            headers=self._headers,
            timeout=TIMEOUT,
            limits=httpx2.Limits(
                max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=KEEP_ALIVE_S
            ),
            verify=self._trust,
            trust_env=not is_loopback(self.host),
            transport=self._transport,
        )

    async def get(self, target: str, *, entity: str = "", prefer: str = "", background: bool = False) -> bytes:
        """The body of an answer; ``target`` is relative to the root, or path and query from the origin."""
        headers = {"Prefer": prefer} if prefer else {}
        return (await self.send("GET", target, headers, entity=entity, background=background)).content

    async def exists(self, target: str, *, entity: str) -> bool:
        return (await self.send("GET", target, {}, entity=entity, also=(404,))).status_code != 404

    async def patch(self, target: str, body: bytes, condition: Mapping[str, str], *, entity: str) -> None:
        headers = {"Content-Type": "application/json; charset=utf-8", **condition}
        answer = await self.send("PATCH", target, headers, body, entity=entity)
        if not is_written(answer):
            raise not_a_crm(self.host, f"HTTP {answer.status_code} without OData")

    async def send(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        *,
        entity: str = "",
        background: bool = False,
        also: Collection[int] = (),
    ) -> httpx2.Response:
        """One request; ``also`` names statuses that the caller understands besides success.

        Raises CrmUnauthorized without sending anything while the sign-in stands refused.
        """
        async with AsyncExitStack() as places:
            if background:
                await places.enter_async_context(self._pulling)
            client, attempt = await places.enter_async_context(self._places.one())
            try:
                answer = await self._sent(client, method, target, headers, body)
                if answer.is_success or answer.status_code in also:
                    return answer
                raise self._meaning(answer, entity)
            except CrmUnauthorized as error:
                self._sign_in.gate.shut(attempt, error.problem)
                raise

    async def _sent(
        self, client: httpx2.AsyncClient, method: str, target: str, headers: Mapping[str, str], body: bytes | None
    ) -> httpx2.Response:
        try:
            return await client.request(method, self.url(target), headers=headers, content=body)
        except httpx2.RequestError as error:
            raise broken(error, self.host) from None
        except httpx2.InvalidURL:
            raise CrmRefused(Problem.of(ProblemId.CRM_FAULT, "not an address")) from None

    def _meaning(self, answer: httpx2.Response, entity: str) -> CrmError:
        error = refusal(answer, self.host, entity)
        if isinstance(error, CrmUnauthorized):
            return CrmUnauthorized(replace(error.problem, id=self._sign_in.refused))
        return error

    def url(self, target: str) -> str:
        return self.origin + (target if target.startswith("/") else self.root + target)

    async def close(self) -> None:
        await self._places.close()
        self._sign_in.close()


def is_written(answer: httpx2.Response) -> bool:
    """A page that says 200 to everything (a proxy's, a hotel's) must not count as a stored record."""
    kind = answer.headers.get("content-type", "")
    return answer.status_code == 204 or "odata-version" in answer.headers or "json" in kind
