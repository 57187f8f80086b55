"""Which sign-in a server asks for, told by its answer to whoever has none (RFC 9110, 11.6.1)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable

import httpx2

from ctidesk.adapters.crm.faults import broken
from ctidesk.adapters.crm.wire import TIMEOUT
from ctidesk.domain.crm_address import is_loopback, parts_of, wrong_url

# In the order of preference. A server on premises that speaks OAuth too still signs in who is known to the domain.
WAYS = {"negotiate": "negotiate", "ntlm": "ntlm", "bearer": "oauth", "basic": "basic"}
QUOTED = re.compile(r'"[^"]*"')
SCHEME = re.compile(r"(?:^|,)\s*([A-Za-z]+)(?=\s|,|$)")


async def sign_in_asked(url: str) -> str:
    """The value for ``[crm] auth``; raises CrmUnavailable where nobody answers."""
    host = parts_of(url)[2]
    trust = await asyncio.to_thread(httpx2.create_ssl_context)
    headers = {"Accept": "application/json", "User-Agent": "ctidesk"}
    async with httpx2.AsyncClient(
        verify=trust, timeout=TIMEOUT, headers=headers, trust_env=not is_loopback(host)
    ) as client:
        try:
            answer = await client.get(url)
        except httpx2.RequestError as error:
            raise broken(error, host) from None
        except httpx2.InvalidURL:
            raise wrong_url(url) from None
    return way(answer.headers.get_list("www-authenticate")) if answer.status_code == 401 else "none"


def way(challenges: Iterable[str]) -> str:
    """``negotiate`` where a server asks for something unknown: it says best what it does not like."""
    asked = {scheme.lower() for challenge in challenges for scheme in SCHEME.findall(QUOTED.sub("", challenge))}
    return next((auth for scheme, auth in WAYS.items() if scheme in asked), "negotiate")
