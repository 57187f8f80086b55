"""The system's browser."""

from __future__ import annotations

import asyncio
import webbrowser


async def browse(url: str) -> bool:
    """Show a page, in a thread: finding the browser can take a while. ``False`` where there is none."""
    return await asyncio.to_thread(webbrowser.open, url)
