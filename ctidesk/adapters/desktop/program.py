"""Another process of this program, beside the desk."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import threading
from collections.abc import Sequence
from functools import partial

_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console beside the desk


async def run(command: Sequence[str]) -> int:
    """Its exit status. What it prints goes nowhere; it is ended when nobody waits for it any more.

    Not by asyncio's own subprocesses, which Qt's loop has not on every system; raises :class:`OSError`.
    """
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    nowhere = subprocess.DEVNULL
    start = partial(subprocess.Popen[bytes], stdin=nowhere, stdout=nowhere, stderr=nowhere, creationflags=_NO_WINDOW)
    process = await asyncio.to_thread(start, command)

    def wait() -> None:
        process.wait()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait, name="program", daemon=True).start()
    try:
        await ended.wait()
    finally:
        process.kill()
    return process.wait()
