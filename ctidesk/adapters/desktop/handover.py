"""Starting in a profile: to be its desk, or to hand over to the one that is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import IO

from ctidesk.adapters.desktop.control import Answer, ask
from ctidesk.adapters.desktop.instance import claim

WITHIN_S = 20.0
"""How long a desk may take to start, or to end."""
_PAUSE_S = 0.1


def claim_or_hand_over(folder: Path, socket: Path, link: str, *, front: bool = True) -> IO[bytes] | Answer:
    """The claim to be the desk of the profile in ``folder``; or what the running one has answered, which was given
    ``link``, or called to the ``front`` where there is none.

    One that has just been started, or is about to end, is waited for; raises :class:`TimeoutError`.
    """
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        claimed = claim(folder)
        if claimed:
            return claimed
        try:
            return _hand_over(socket, link, front=front)
        except ConnectionError:
            time.sleep(_PAUSE_S)
    raise TimeoutError


def _hand_over(socket: Path, link: str, *, front: bool) -> Answer:
    """Raises :class:`ConnectionError` where nobody answers."""
    verb, words = ("open", [link]) if link else ("activate" if front else "status", [])
    for answer in ask(socket, verb, words, {}):
        return answer
    raise ConnectionError
