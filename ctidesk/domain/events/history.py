"""Notes and result codes, and looking back at calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ctidesk.domain.history import CalledBack, CallFilter
from ctidesk.domain.records import CallRecord

# --- notes ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoteTyped:
    """A key was pressed in a note: the wrap-up waits for whoever types."""

    at: datetime


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """What the note on a call is now; the call may be any of the journal."""

    leg_id: str
    text: str


@dataclass(frozen=True, slots=True)
class DispositionChosen:
    """The result code of a call is this now (empty: none)."""

    leg_id: str
    code: str


@dataclass(frozen=True, slots=True)
class NoteLineOpened:
    leg_id: str


@dataclass(frozen=True, slots=True)
class NoteLineClosed:
    pass


# --- the history ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JournalRead:
    """What the panel knows of the journal: calls missed since the operator last looked, and the number dialled last
    (empty: none)."""

    missed: int
    dialled: str


@dataclass(frozen=True, slots=True)
class CallKept:
    """The record of a call is on disk as it stands here."""

    record: CallRecord


@dataclass(frozen=True, slots=True)
class CallMissed:
    """Once a call, as its record says."""

    record: CallRecord


@dataclass(frozen=True, slots=True)
class HistoryOpened:
    filter: CallFilter


@dataclass(frozen=True, slots=True)
class HistoryFiltered:
    filter: CallFilter


@dataclass(frozen=True, slots=True)
class CallsRead:
    """Answers a question for ``filter``; a late answer to an older one is dropped. ``calls`` are all so far."""

    filter: CallFilter
    calls: tuple[CallRecord, ...]
    more: bool
    called_back: tuple[tuple[str, CalledBack], ...] = ()


@dataclass(frozen=True, slots=True)
class CalledBackFound:
    """A colleague has called back whom we missed."""

    leg_id: str
    called_back: CalledBack


@dataclass(frozen=True, slots=True)
class HistoryClosed:
    pass
