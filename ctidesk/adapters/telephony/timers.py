"""Named one-shot timers of a polling loop: no thread, no callback from anywhere but :meth:`Timers.run_due`."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class Timers:
    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._due: dict[str, tuple[float, Callable[[], None]]] = {}

    def set(self, name: str, delay_s: float, action: Callable[[], None]) -> None:
        """Run ``action`` in ``delay_s``, in place of what ``name`` was waiting for."""
        self._due[name] = (self._now() + delay_s, action)

    def cancel(self, name: str) -> None:
        self._due.pop(name, None)

    def wait_s(self, longest: float) -> float:
        """How long the loop may sleep."""
        first = min((due for due, _ in self._due.values()), default=self._now() + longest)
        return min(longest, max(0.0, first - self._now()))

    def run_due(self) -> None:
        now = self._now()
        for name in [name for name, (due, _) in self._due.items() if due <= now]:
            entry = self._due.pop(name, None)
            if entry:
                entry[1]()
