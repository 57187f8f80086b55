"""Name and password with every request (RFC 7617)."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator

import httpx2

from ctidesk.adapters.crm.signin.account import Account


class BasicAuth(httpx2.Auth):
    """A refused password is followed by one other try only where the keyring has another one meanwhile."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        password = await self._account.password()
        request.headers["Authorization"] = header(self._account.name, password)
        answer = yield request
        if answer.status_code == 401 and (other := await self._account.other_than(password)):
            request.headers["Authorization"] = header(self._account.name, other)
            yield request


def header(name: str, password: str | None) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password or ''}".encode()).decode()
