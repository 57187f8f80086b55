"""Requests to one CRM and to no other host: places, time limits, headers."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import httpx2

from ctidesk.adapters.crm.auth import auth_of
from ctidesk.adapters.crm.faults import broken, not_a_crm, refusal
from ctidesk.domain.errors import CrmRefused, Problem, ProblemId, SettingsError
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
    """The one way out. Every answer that is no success leaves as a ``Crm…`` error."""

    def __init__(
        self,
        settings: CrmSettings,
        password: str,
        transport: httpx2.AsyncBaseTransport | None = None,
        headers: Mapping[str, str] = HEADERS,
    ) -> None:
        self.origin, self.root, self.host = parts_of(settings.url)
        self._all = asyncio.Semaphore(PLACES)
        self._pulling = asyncio.Semaphore(PLACES_FOR_PULLING)
        # Its lines at INFO are whole addresses, and a filter may hold somebody's e-mail.
        logging.getLogger("httpx2").setLevel(logging.WARNING)
        self._client = httpx2.AsyncClient(
            auth=auth_of(settings, password),
            headers=dict(headers),
            timeout=TIMEOUT,
            limits=httpx2.Limits(
                max_connections=PLACES, max_keepalive_connections=PLACES, keepalive_expiry=KEEP_ALIVE_S
            ),
            trust_env=not is_loopback(self.host),
            transport=transport,
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
        """One request; ``also`` names statuses that the caller understands besides success."""
        try:
            async with AsyncExitStack() as places:
                if background:
                    await places.enter_async_context(self._pulling)
                await places.enter_async_context(self._all)
                answer = await self._client.request(method, self.url(target), headers=headers, content=body)
        except httpx2.RequestError as error:
            raise broken(error, self.host) from None
        except httpx2.InvalidURL:
            raise CrmRefused(Problem.of(ProblemId.CRM_FAULT, "not an address")) from None
        if answer.is_success or answer.status_code in also:
            return answer
        raise refusal(answer, self.host, entity)

    def url(self, target: str) -> str:
        return self.origin + (target if target.startswith("/") else self.root + target)

    async def close(self) -> None:
        await self._client.aclose()


def is_written(answer: httpx2.Response) -> bool:
    """A page that says 200 to everything (a proxy's, a hotel's) must not count as a stored record."""
    kind = answer.headers.get("content-type", "")
    return answer.status_code == 204 or "odata-version" in answer.headers or "json" in kind


def parts_of(url: str) -> tuple[str, str, str]:
    """Origin, root path with its last slash, and the host as it may be shown. Credentials in an address are refused."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise wrong_url() from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise wrong_url()
    return f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/") + "/", parts.hostname


def wrong_url() -> SettingsError:
    accepted = "https://crm.example.com/api/data/v9.2/"
    return SettingsError(Problem.of(ProblemId.CONFIG_WRONG_VALUE, key="crm.url", value="", accepted=accepted))


def is_loopback(host: str) -> bool:
    """A proxy from the environment has no business between the desk and its own machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
