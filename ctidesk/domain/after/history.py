"""Notes and result codes, and looking back at calls."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.history import History

# --- notes ---------------------------------------------------------------------------------------------------------


def note_typed(desk: Desk, event: ev.NoteTyped) -> Desk:
    if desk.wrap_up is None:
        return desk
    longer = desk.wrap_up.typed_in(event.at)
    return desk if longer is desk.wrap_up else replace(desk, wrap_up=longer)


def note_written(desk: Desk, event: ev.NoteWritten) -> Desk:
    leg = desk.find_leg(event.leg_id)
    return desk.with_leg(replace(leg, note=event.text)) if leg else desk


def disposition_chosen(desk: Desk, event: ev.DispositionChosen) -> Desk:
    leg = desk.find_leg(event.leg_id)
    return desk.with_leg(replace(leg, disposition=event.code)) if leg else desk


def note_line_opened(desk: Desk, event: ev.NoteLineOpened) -> Desk:
    return replace(desk, note_line=event.leg_id)


def note_line_closed(desk: Desk, event: ev.NoteLineClosed) -> Desk:
    return replace(desk, note_line="")


# --- the history ---------------------------------------------------------------------------------------------------


def journal_read(desk: Desk, event: ev.JournalRead) -> Desk:
    return replace(desk, missed=event.missed, dialled=event.dialled)


def call_kept(desk: Desk, event: ev.CallKept) -> Desk:
    """What is shown of a call follows it; where it now belongs in the list is for the cache to say."""
    if desk.missed_call and desk.missed_call.id == event.record.id:
        desk = replace(desk, missed_call=event.record)
    if desk.history is None or not any(call.id == event.record.id for call in desk.history.calls):
        return desk
    calls = tuple(event.record if call.id == event.record.id else call for call in desk.history.calls)
    return replace(desk, history=replace(desk.history, calls=calls))


def history_opened(desk: Desk, event: ev.HistoryOpened) -> Desk:
    """Whoever opens it sees what was missed; one that is open already is set to the filter."""
    history = replace(desk.history, filter=event.filter) if desk.history else History(event.filter)
    return replace(desk, history=history, missed=0, missed_call=None)


def history_filtered(desk: Desk, event: ev.HistoryFiltered) -> Desk:
    """The rows stay until the new ones are read: a list that blinks empty at each letter cannot be read."""
    return replace(desk, history=replace(desk.history, filter=event.filter)) if desk.history else desk


def calls_read(desk: Desk, event: ev.CallsRead) -> Desk:
    history = desk.history
    if history is None or history.filter != event.filter:
        return desk
    known = dict(history.called_back) | dict(event.called_back)
    read = replace(history, calls=event.calls, more=event.more, read=True, called_back=tuple(known.items()))
    return replace(desk, history=read)


def called_back_found(desk: Desk, event: ev.CalledBackFound) -> Desk:
    if desk.history is None:
        return desk
    known = dict(desk.history.called_back) | {event.leg_id: event.called_back}
    return replace(desk, history=replace(desk.history, called_back=tuple(known.items())))


def history_closed(desk: Desk, event: ev.HistoryClosed) -> Desk:
    return replace(desk, history=None)
