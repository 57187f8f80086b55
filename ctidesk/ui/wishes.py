"""What the operator has asked for in our windows comes to the front; what a script, a call or a key pressed in another
program opens does not."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QElapsedTimer

from ctidesk.domain.intents import Intent, OpenList, SelectClient, ShowCard

_STALE_MS = 3000
"""What has not come about by then was refused."""


class Wishes:
    """A wish is for the card of a record, for a list as :class:`OpenList` names it, else for what the intent opens."""

    def __init__(self) -> None:
        self._asked: dict[Hashable, QElapsedTimer] = {}

    def remember(self, intent: Intent) -> None:
        timer = QElapsedTimer()
        timer.start()
        self._asked[_what(intent)] = timer

    def forget(self) -> None:
        self._asked.clear()

    def granted(self, what: Hashable) -> bool:
        """Whether it was asked for a moment ago; true once."""
        timer = self._asked.pop(what, None)
        return timer is not None and not timer.hasExpired(_STALE_MS)


def _what(intent: Intent) -> Hashable:
    if isinstance(intent, SelectClient | ShowCard):
        return intent.ref
    kind: type = type(intent)
    return intent if isinstance(intent, OpenList) else kind
