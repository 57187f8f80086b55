"""How many calls a second PJSIP can stand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic


class Flood:
    """PJSIP keeps the two sockets of an ended call for half a second, and aborts the process at its 65th socket."""

    WITHIN_S = 0.6
    CALLS = 20

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._seen: deque[float] = deque()

    def counts_one_more(self) -> bool:
        """Whether this call is one too many."""
        now = self._now()
        while self._seen and self._seen[0] <= now - self.WITHIN_S:
            self._seen.popleft()
        self._seen.append(now)
        return len(self._seen) > self.CALLS
