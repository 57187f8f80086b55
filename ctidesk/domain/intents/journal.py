"""What the operator wants of past calls, and what he writes on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ctidesk.domain.history import CallFilter


@dataclass(frozen=True, slots=True)
class TypeNote:
    """A key was pressed in a note: the wrap-up waits."""


@dataclass(frozen=True, slots=True)
class SetNote:
    """What the note on a call of the journal, live or past, is to be."""

    leg_id: str
    text: str


@dataclass(frozen=True, slots=True)
class SetDisposition:
    """The result code of a call, one of ``[calls] results``; empty takes it away."""

    leg_id: str
    code: str


@dataclass(frozen=True, slots=True)
class OpenNoteLine:
    """For the live or last call."""


@dataclass(frozen=True, slots=True)
class CloseNoteLine:
    pass


@dataclass(frozen=True, slots=True)
class OpenHistory:
    filter: CallFilter = field(default_factory=CallFilter)


@dataclass(frozen=True, slots=True)
class FilterHistory:
    filter: CallFilter


@dataclass(frozen=True, slots=True)
class ReadOlderCalls:
    """The end of the list came into sight."""


@dataclass(frozen=True, slots=True)
class LookAtCalls:
    """These calls are in sight in the history."""

    leg_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloseHistory:
    pass
