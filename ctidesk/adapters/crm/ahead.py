"""Pages one after the other, the next on its way while the caller stores the present one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any

from ctidesk.ports import Page


async def pages_ahead(page: Page, fetch: Callable[[str], Coroutine[Any, Any, Page]]) -> AsyncGenerator[Page, None]:
    """From ``page`` on; ``fetch`` takes a cursor. A page that nobody waits for any more is given up."""
    ahead: asyncio.Task[Page] | None = None
    try:
        while page.cursor:
            ahead = asyncio.create_task(fetch(page.cursor))
            yield page
            page = await ahead
        yield page
    finally:
        if ahead:
            ahead.cancel()
            ahead.add_done_callback(unheard)


def unheard(task: asyncio.Task[Page]) -> None:
    """A page that nobody waits for any more may fail in silence."""
    if not task.cancelled():
        task.exception()
