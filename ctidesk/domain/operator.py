"""The operator's status: what was asked for, and what holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, TypeAlias


class OperatorStatus(StrEnum):
    AVAILABLE = "available"
    INACTIVE = "inactive"
    BUSY = "busy"
    WRAP_UP = "wrap_up"


CHOOSABLE = (OperatorStatus.AVAILABLE, OperatorStatus.INACTIVE, OperatorStatus.WRAP_UP)
"""What an operator may ask for; ``BUSY`` is set by the system only (``manual.md``, M5.1)."""

Allowed: TypeAlias = Literal[True, False, "unchecked"]


NOTE_GRACE = timedelta(seconds=10)
"""A wrap-up does not end by itself sooner than this after the last key of a note."""


@dataclass(frozen=True, slots=True)
class WrapUp:
    """The time after a conversation. ``until`` is ``None`` for a wrap-up that lasts until changed by hand."""

    leg_id: str
    until: datetime | None

    def typed_in(self, at: datetime) -> WrapUp:
        """The wrap-up once a key of a note was pressed: it ends no sooner than :data:`NOTE_GRACE` later."""
        if self.until is None or self.until >= at + NOTE_GRACE:
            return self
        return WrapUp(self.leg_id, at + NOTE_GRACE)

    def left_s(self, now: datetime) -> int | None:
        """Whole seconds left, rounded up; ``None`` without an end."""
        if self.until is None:
            return None
        return max(0, -int(-(self.until - now).total_seconds() // 1))


@dataclass(frozen=True, slots=True)
class Operator:
    """Who sits here. ``requested`` survives lost connections and restarts; ``wrap_up_s`` is in seconds."""

    name: str = ""
    user_id: str = ""
    requested: OperatorStatus = OperatorStatus.AVAILABLE
    allowed: Allowed = "unchecked"
    wrap_up_s: int = 30


def effective_status(
    requested: OperatorStatus, *, conversation: bool, wrapping_up: bool, registered: bool
) -> OperatorStatus:
    """What holds now (``manual.md``, M7): a conversation first, then wrap-up, then the connection, then the wish."""
    if conversation:
        return OperatorStatus.BUSY
    if wrapping_up or requested is OperatorStatus.WRAP_UP:
        return OperatorStatus.WRAP_UP
    if not registered:
        return OperatorStatus.INACTIVE
    return requested
