"""Ends an engine whose loop stands still, so that its supervisor starts another."""

from __future__ import annotations

import os
import sys
import threading

_LOOK_EACH_S = 0.5
_DEAD_AFTER_LOOKS = 4  # 2 s; counted, not timed: a machine that slept has not stood still
STOOD_STILL = 70  # EX_SOFTWARE


class Watchdog:
    def __init__(self) -> None:
        self._fed = 0
        self._stopped = threading.Event()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def feed(self) -> None:
        """Called by the loop, more often than each two seconds."""
        self._fed += 1

    def stop(self) -> None:
        self._stopped.set()

    def _watch(self) -> None:
        seen, looks = -1, 0
        while not self._stopped.wait(_LOOK_EACH_S):
            seen, looks = (self._fed, looks + 1) if self._fed == seen else (self._fed, 0)
            if looks >= _DEAD_AFTER_LOOKS:
                print("the engine's loop stands still", file=sys.stderr, flush=True)
                os._exit(STOOD_STILL)
