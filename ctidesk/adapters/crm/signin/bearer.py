"""A token with every request (RFC 6750)."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import httpx2

from ctidesk.adapters.crm.signin.tokens import Tokens


class BearerAuth(httpx2.Auth):
    """A refused token is renewed once, silently."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        token = await self._tokens.current()
        request.headers["Authorization"] = f"Bearer {token}"
        answer = yield request
        if answer.status_code == 401:
            request.headers["Authorization"] = f"Bearer {await self._tokens.after(token)}"
            yield request
