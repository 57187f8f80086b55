"""Looking back: which calls the history shows, and who has called a missed caller back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from ctidesk.domain.records import CallRecord, CallResult, Direction


class CallKind(StrEnum):
    ALL = "all"
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    MISSED = "missed"


class Period(StrEnum):
    """Whole days of the operator's calendar; ``WEEK`` is today and the six days before."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    ALL = "all"


Place: TypeAlias = tuple[datetime, str]
"""Where a call stands in the history: when it began, and its id."""


@dataclass(frozen=True, slots=True)
class CallQuery:
    """Which calls are asked for: begun at ``since`` or later and before ``until``; ``text`` are words or digits that
    number, name, organization, result code or note must have. ``before``: only those further down than that place."""

    kind: CallKind = CallKind.ALL
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class CallFilter:
    """What the history window is set to."""

    kind: CallKind = CallKind.ALL
    period: Period = Period.ALL
    text: str = ""

    def query(self, now: datetime, before: Place | None = None) -> CallQuery:
        """``now`` is the operator's local time: a day begins at his midnight."""
        since, until = span(self.period, now)
        return CallQuery(self.kind, since, until, self.text.strip(), before)


def span(period: Period, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when (included) to when (not included) a period lasts; ``None``: without an end."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        Period.TODAY: (today, None),
        Period.YESTERDAY: (today - timedelta(days=1), today),
        Period.WEEK: (today - timedelta(days=6), None),
        Period.ALL: (None, None),
    }[period]


@dataclass(frozen=True, slots=True)
class CalledBack:
    """A missed caller was spoken to later: ``name`` is the colleague's, empty for this operator."""

    at: datetime
    name: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """The open history window: ``calls`` newest first, as far as they have been read; ``more``: there are older ones.

    ``called_back`` tells of missed calls by their ids.
    """

    filter: CallFilter = field(default_factory=CallFilter)
    calls: tuple[CallRecord, ...] = ()
    more: bool = False
    read: bool = False
    called_back: tuple[tuple[str, CalledBack], ...] = ()

    @property
    def last_place(self) -> Place | None:
        return place_of(self.calls[-1]) if self.calls else None


def place_of(call: CallRecord) -> Place:
    return (call.started, call.id)


def was_missed(call: CallRecord) -> bool:
    return call.direction is Direction.INCOMING and call.result is CallResult.MISSED
