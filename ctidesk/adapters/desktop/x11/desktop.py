"""The thread that talks with the X server, and what it is asked."""

from __future__ import annotations

import asyncio
import logging
import os
import select
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from ctidesk.adapters.desktop.x11.display import Display
from ctidesk.domain.hotkeys import Key
from ctidesk.domain.screen import Strip

log = logging.getLogger(__name__)

Work = Callable[[Display], None]


class X11Desktop:
    """``display`` names the server, as in ``DISPLAY``; without it that variable does."""

    def __init__(self, display: str | None = None) -> None:
        self._display = display
        self._work: deque[Work] = deque()
        self._thread: threading.Thread | None = None
        self._wake: tuple[int, int] | None = None
        self._leaving = False

    def obey(
        self, keys: Mapping[str, Key], pressed: Callable[[str], None], refused: Callable[[Sequence[str]], None]
    ) -> None:
        loop = asyncio.get_running_loop()

        def grab(display: Display) -> None:
            lacking = display.grab(keys, lambda name: _tell(loop, pressed, name))
            _tell(loop, refused, lacking)

        self._do(grab)

    def reserve(self, window: int, strip: Strip) -> None:
        self._do(lambda display: display.reserve(window, strip))

    async def leave(self) -> None:
        if self._thread is None or self._wake is None:
            return
        self._leaving = True
        os.write(self._wake[1], b"!")
        await asyncio.to_thread(self._thread.join)
        for end in self._wake:
            os.close(end)
        self._thread = self._wake = None

    def _do(self, work: Work) -> None:
        self._work.append(work)
        if self._wake is None:
            self._wake = os.pipe()
            self._thread = threading.Thread(target=self._run, args=(self._wake[0],), name="x11", daemon=True)
            self._thread.start()
        os.write(self._wake[1], b"!")

    # --- in the thread -----------------------------------------------------------------------------------------------

    def _run(self, wake: int) -> None:
        try:
            with Display.at(self._display) as display:
                self._serve(display, wake)
        except OSError as error:
            log.warning("no connection to the X server for keys and edge: %s", error)

    def _serve(self, display: Display, wake: int) -> None:
        while not self._leaving:
            ready, _, _ = select.select([wake, display.fileno()], [], [])
            if wake in ready:
                os.read(wake, 4096)
            while self._work:
                self._work.popleft()(display)
            display.handle_events()


def _tell(loop: asyncio.AbstractEventLoop, listener: Callable[..., None], *said: object) -> None:
    """On the desk's loop; one that has ended hears nothing any more."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(listener, *said)
