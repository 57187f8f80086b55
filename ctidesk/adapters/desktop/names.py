"""Names of hosts, as the system resolves them."""

from __future__ import annotations

import asyncio
import socket

from ctidesk.domain.errors import DeskError, Problem, ProblemId


async def address_of(host: str) -> str:
    """The first address of a host name, found in a thread; raises HOST_UNKNOWN."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DeskError(Problem.of(ProblemId.HOST_UNKNOWN, str(error), host=host)) from None
    return str(found[0][4][0])
