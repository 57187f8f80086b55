"""Hold and resume of one leg: latest wish wins, one re-INVITE at a time, glare. Pure; the leg sends and says.

The wish alone decides who hears whom: a far end that refuses to be held, or keeps silent, hears nothing all the same.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from ctidesk.domain.events import RefusedHold

REQUEST_PENDING = 491
_GLARES = 5
_REFUSED_HERE = 100
AGAIN_S = 0.05
"""Another transaction of the dialog is under way: until it is over (RFC 3261 14.1), looked at this often."""


class Outcome(NamedTuple):
    """``held``: neither hears the other. ``refused``: the wish that the far end did not agree to, empty for none."""

    held: bool
    refused: RefusedHold = ""


@dataclass
class Holding:
    """``held`` is what the far end has agreed to. ``owner``: we have made the dialog's Call-ID."""

    owner: bool
    held: bool = False
    random: Callable[[float, float], float] = random.uniform
    _wanted: bool = False
    _asked: bool | None = None
    _owed: bool = False
    _refused: bool = False
    _given_up: bool = False
    _glares: int = 0
    _refused_here: int = 0

    def want(self, held: bool) -> None:
        """A command came: it is carried out as soon as nothing is under way, and :meth:`outcome` will be due."""
        self._wanted, self._owed = held, True
        self._refused = self._given_up = False
        self._glares = self._refused_here = 0

    @property
    def cut(self) -> bool:
        """Whether the far end is to hear nothing, and not to be heard, whatever it has agreed to."""
        return self._wanted

    def next(self) -> bool | None:
        """The re-INVITE to send now (``True``: hold); ``None`` where there is none or one is under way."""
        due = self._asked is None and self._wanted != self.held and not self._given_up
        return self._wanted if due else None

    def sent(self) -> None:
        self._asked = self._wanted

    def not_sent(self) -> float:
        """PJSIP could not send it: seconds until the next try; 0 gives up."""
        self._refused_here += 1
        return self._give_up() if self._refused_here >= _REFUSED_HERE else AGAIN_S

    @property
    def under_way(self) -> bool:
        return self._asked is not None

    def answered(self, code: int) -> float:
        """The final answer to what was sent; seconds until the next re-INVITE may go (0: at once, or none is due)."""
        asked, self._asked = self._asked, None
        if asked is None:
            return 0.0
        if 200 <= code <= 299:
            self.held = asked
        elif code == REQUEST_PENDING and self._glares < _GLARES:
            self._glares += 1
            return self._glare_s()
        elif self._wanted == asked:
            return self._give_up()
        return 0.0

    def outcome(self) -> Outcome | None:
        """What to tell the desk now, once: a hold at once, a resume when the far end has agreed, and every refusal."""
        if self._refused:
            self._refused = self._owed = False
            return Outcome(self._wanted or self.held, "hold" if self._wanted else "resume")
        holds = self._wanted or (self._asked is None and not self.held)
        if not (self._owed and holds):
            return None
        self._owed = False
        return Outcome(self._wanted)

    def _glare_s(self) -> float:
        """RFC 3261 14.1, in units of 10 ms: the owner of the Call-ID gives way to the other one."""
        low, high = (2.1, 4.0) if self.owner else (0.0, 2.0)
        return round(self.random(low, high), 2)

    def _give_up(self) -> float:
        self._refused = self._given_up = True
        return 0.0
