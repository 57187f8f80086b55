"""Whether anything still comes from the far end, judged by its packets. Pure: time is an argument."""

from __future__ import annotations

from dataclasses import dataclass

LOOK_S = 1.0
_GONE_S = 5.0
"""A far end that only says nothing sends packets all the same, or comfort noise (RFC 3389) now and then."""


@dataclass
class Listening:
    """``silent`` is what was said last."""

    silent: bool = False
    _packets: int = -1
    _since: float = 0.0

    def look(self, packets: int | None, now: float) -> bool | None:
        """What to say now, where it has changed. ``packets``: so far; ``None`` where none are to be expected."""
        if packets is None or packets != self._packets:
            self._packets, self._since = -1 if packets is None else packets, now
        silent = packets is not None and now - self._since >= _GONE_S
        if silent is self.silent:
            return None
        self.silent = silent
        return silent
