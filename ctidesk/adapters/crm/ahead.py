"""Pages one after the other, the next on its way while the caller stores the present one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine

from ctidesk.ports import Page


async def pages_ahead(fetch: Callable[[str], Coroutine[None, None, Page]], first: str) -> AsyncGenerator[Page, None]:
    """``fetch`` takes where a page begins; a page that nobody waits for any more is given up."""
    ahead = asyncio.create_task(fetch(first))
    try:
        while True:
            page = await ahead
            if page.cursor:
                ahead = asyncio.create_task(fetch(page.cursor))
            yield page
            if not page.cursor:
                return
    finally:
        ahead.cancel()
        ahead.add_done_callback(unheard)


def unheard(task: asyncio.Task[Page]) -> None:
    """A page that nobody waits for any more may fail in silence."""
    if not task.cancelled():
        task.exception()
