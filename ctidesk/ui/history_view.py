"""What the history window, the note line and the panel's two journal buttons show of a desk: pure, no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctidesk.domain.call import Leg
from ctidesk.domain.desk import Desk
from ctidesk.domain.history import CalledBack, CallFilter, CallKind, History, was_missed
from ctidesk.domain.records import CallRecord, CallResult, Client, Direction
from ctidesk.ui.call_view import KeyView, Off
from ctidesk.ui.number_text import Span, pretty, same_digits, same_words


class Mark(StrEnum):
    """How a call went, for the eye: each has an icon and a colour of its own."""

    TAKEN = "taken"
    MADE = "made"
    MISSED = "missed"
    TURNED_AWAY = "turned_away"
    IN_VAIN = "in_vain"
    HANDED_OVER = "handed_over"
    LIVE = "live"


class ListState(StrEnum):
    """What stands where the rows would be."""

    ROWS = "rows"
    READING = "reading"
    NO_CALLS = "no_calls"
    NO_MISSED = "no_missed"
    NOTHING_FOUND = "nothing_found"


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The whole window. ``calls`` become rows when they come into sight (:func:`row_view`).

    ``results``: the codes that a call may be given.
    """

    filter: CallFilter
    calls: tuple[CallRecord, ...]
    called_back: Mapping[str, CalledBack]
    more: bool
    state: ListState
    can_dial: bool
    results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call. ``dial`` is what a call-back dials (empty: nobody can be called back)."""

    id: str
    mark: Mark
    direction: Direction
    result: CallResult | None
    number: str
    dial: str
    name: str
    organization: str
    client: Client | None
    when: datetime
    seconds: int
    note: str
    disposition: str
    called_back: CalledBack | None = None
    number_spans: tuple[Span, ...] = ()
    name_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteLineView:
    """The note line: whose call, and what has been written so far."""

    leg_id: str
    number: str
    name: str
    note: str
    disposition: str
    results: tuple[str, ...] = ()
    wrapping: bool = False
    """Whether the wrap-up of that call is on."""


def history_view(desk: Desk) -> HistoryView | None:
    history = desk.history
    if history is None:
        return None
    return HistoryView(
        history.filter,
        history.calls,
        dict(history.called_back),
        history.more,
        _state(history),
        desk.can_dial,
        desk.results,
    )


def _state(history: History) -> ListState:
    if history.calls:
        return ListState.ROWS
    if not history.read:
        return ListState.READING
    if history.filter == CallFilter():
        return ListState.NO_CALLS
    only_missed = history.filter == CallFilter(CallKind.MISSED, history.filter.period)
    return ListState.NO_MISSED if only_missed else ListState.NOTHING_FOUND


def row_view(call: CallRecord, filter: CallFilter, called_back: Mapping[str, CalledBack]) -> CallRow:
    number = pretty(call.number)
    return CallRow(
        id=call.id,
        mark=mark_of(call),
        direction=call.direction,
        result=call.result,
        number=number,
        dial=call.number,
        name=call.client.name if call.client else call.name,
        organization=call.client.organization if call.client else "",
        client=call.client,
        when=call.started,
        seconds=call.duration_s,
        note=call.note,
        disposition=call.disposition,
        called_back=called_back.get(call.id) if was_missed(call) else None,
        number_spans=same_digits(number, filter.text) if filter.text else (),
        name_spans=same_words(call.client.name if call.client else call.name, filter.text),
    )


def mark_of(call: CallRecord) -> Mark:
    incoming = call.direction is Direction.INCOMING
    if call.result is None:
        return Mark.LIVE
    if call.result is CallResult.TRANSFERRED:
        return Mark.HANDED_OVER
    if call.result is CallResult.ANSWERED:
        return Mark.TAKEN if incoming else Mark.MADE
    if was_missed(call):
        return Mark.MISSED
    return Mark.TURNED_AWAY if incoming else Mark.IN_VAIN


def note_line_view(desk: Desk) -> NoteLineView | None:
    leg = desk.find_leg(desk.note_line) if desk.note_line else None
    return _of_leg(leg, desk) if leg else None


def _of_leg(leg: Leg, desk: Desk) -> NoteLineView:
    wrapping = desk.wrap_up is not None and desk.wrap_up.leg_id == leg.id
    return NoteLineView(
        leg.id, pretty(leg.caller_number), leg.name, leg.note, leg.disposition, desk.results, wrapping=wrapping
    )


def note_key(desk: Desk) -> KeyView:
    off = Off.NOT_OFF if desk.call_to_note else Off.NO_CALL
    return KeyView(off, pressed=bool(desk.note_line))
