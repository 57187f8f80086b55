"""The thread that waits for keys, and the bar at the edge of the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from ctidesk.adapters.desktop.windows.app_bar import AppBar
from ctidesk.adapters.desktop.windows.hotkeys import Hotkeys, KeyThread
from ctidesk.domain.hotkeys import Key
from ctidesk.domain.screen import Strip


class WindowsDesktop:
    """``user32``, ``shell32`` and ``kernel32`` are those libraries."""

    def __init__(self, user32: Any, shell32: Any, kernel32: Any) -> None:
        self._user32, self._kernel32 = user32, kernel32
        self._bar = AppBar(shell32, user32)
        self._beside = ThreadPoolExecutor(1, "app bar")
        self._keys: KeyThread | None = None

    def obey(
        self, keys: Mapping[str, Key], pressed: Callable[[str], None], refused: Callable[[Sequence[str]], None]
    ) -> None:
        loop = asyncio.get_running_loop()

        def tell(listener: Callable[..., None], *said: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(listener, *said)

        taking = Hotkeys(self._user32, keys)
        self._keys = KeyThread(self._user32, self._kernel32, self._keys)
        self._keys.start(taking, partial(tell, pressed), partial(tell, refused))

    def reserve(self, window: int, strip: Strip) -> None:
        """A shell that does not answer would hold the desk up: asked beside it, one thing after the other."""
        self._beside.submit(self._bar.reserve, window, strip)

    async def leave(self) -> None:
        await asyncio.to_thread(self._leave)

    def _leave(self) -> None:
        if self._keys:
            self._keys.end()
        self._beside.submit(self._bar.give_back)
        self._beside.shutdown()
