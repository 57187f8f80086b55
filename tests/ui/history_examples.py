"""Example desks with the history, the note line, missed calls and a number to dial again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.history import CalledBack, CallFilter, CallKind
from ctidesk.domain.records import CallRecord, CallResult, Client, Direction
from tests.ui.examples import ELKINA, IVANOV, LEG, LONG, PETROV, Example, at, conversation, desk_after, idle, wrap_up

RESULTS = ("Решено", "Перезвонить", "Ошиблись номером")
NOTE = (
    "Просит счёт за ноябрь на новый адрес.\n"
    "Договорились, что перезвоним в пятницу до обеда: нужна подпись директора.\n"
    "Доверенность у Петрова."
)
IN, OUT = Direction.INCOMING, Direction.OUTGOING
_NOW = datetime.now().astimezone().replace(hour=14, minute=5, second=0, microsecond=0)


def call(
    place: int,
    minutes: float,
    direction: Direction,
    result: CallResult | None,
    client: Client | None = None,
    **more: object,
) -> CallRecord:
    """``minutes`` before today's 14:05."""
    began = _NOW - timedelta(minutes=minutes)
    spoke = result in (CallResult.ANSWERED, CallResult.TRANSFERRED)
    return CallRecord(
        id=f"00000000-0000-4000-8000-{place:012d}",
        direction=direction,
        number=str(more.pop("number", f"+7495{1234500 + place}")),
        raw_number=f"8495{1234500 + place}",
        started=began,
        answered=began + timedelta(seconds=6) if spoke else None,
        ended=began + timedelta(seconds=6 + 37 * place) if result else None,
        result=result,
        client=client,
        name=str(more.pop("name", client.name if client else "")),
        completed=True,
        **more,  # type: ignore[arg-type]
    )


CALLS = (
    call(1, 3, IN, CallResult.MISSED, IVANOV),
    call(2, 14, IN, CallResult.ANSWERED, LONG, note=NOTE, disposition="Перезвонить"),
    call(3, 31, OUT, CallResult.BUSY, ELKINA),
    call(4, 48, OUT, CallResult.ANSWERED, PETROV, disposition="Решено", note="Оплата пришла"),
    call(5, 66, IN, CallResult.MISSED, name="Ростелеком"),
    call(6, 95, IN, CallResult.TRANSFERRED, ELKINA, transferred_to="1002", note="Вопрос по договору"),
    call(7, 110, IN, CallResult.REJECTED, number="1005"),
    call(8, 60 * 22, IN, CallResult.MISSED, number=""),
    call(9, 60 * 23, OUT, CallResult.ANSWERED, number="+491701234567"),
    call(10, 60 * 24 * 3, OUT, CallResult.CANCELLED, LONG),
    call(11, 60 * 24 * 5, IN, CallResult.FAILED, PETROV),
    call(
        12, 60 * 24 * 400, IN, CallResult.ANSWERED, IVANOV, note="Старый договор " * 12, disposition="Ошиблись номером"
    ),
)
CALLED_BACK = (
    (CALLS[0].id, CalledBack(_NOW, "Анна Петрова")),
    (CALLS[4].id, CalledBack(_NOW - timedelta(minutes=48), mine=True)),
)
MANY = tuple(
    call(n, 7 * n, (IN, OUT)[n % 2], CallResult.ANSWERED, (IVANOV, LONG, ELKINA)[n % 3]) for n in range(1, 400)
)


def with_results(desk: Desk) -> Desk:
    return replace(desk, results=RESULTS)


def showing(calls: tuple[CallRecord, ...], filter: CallFilter, desk: Desk | None = None, *, more: bool = False) -> Desk:
    read = ev.CallsRead(filter, calls, more, CALLED_BACK)
    return with_results(desk_after(ev.HistoryOpened(filter), read, desk=desk or idle()))


def history() -> Desk:
    return showing(CALLS, CallFilter())


def history_missed() -> Desk:
    return showing(tuple(c for c in CALLS if c.result is CallResult.MISSED), CallFilter(CallKind.MISSED))


def history_many() -> Desk:
    return showing(MANY, CallFilter(text="елк"), more=True)


def history_new() -> Desk:
    return showing((), CallFilter())


def history_nothing_missed() -> Desk:
    return showing((), CallFilter(CallKind.MISSED))


def history_nothing_found() -> Desk:
    return showing((), CallFilter(text="щука"))


def history_in_call() -> Desk:
    return showing(CALLS[1:], CallFilter(), conversation())


def missed() -> Desk:
    return desk_after(ev.JournalRead(3, "84957654321"), desk=idle())


def missed_many() -> Desk:
    return desk_after(ev.JournalRead(128, "84957654321"), desk=conversation())


def note_in_call() -> Desk:
    return with_results(desk_after(ev.NoteLineOpened(LEG), desk=conversation()))


def note_in_wrap_up() -> Desk:
    written = (ev.NoteLineOpened(LEG), ev.NoteWritten(LEG, NOTE), ev.DispositionChosen(LEG, "Перезвонить"))
    return with_results(desk_after(*written, desk=wrap_up()))


def note_on_long() -> Desk:
    return desk_after(ev.ClientLinked(LEG, LONG), ev.NoteWritten(LEG, "Уточнить реквизиты"), desk=note_in_call())


EXAMPLES: dict[str, Example] = {
    "history": Example(history),
    "history-missed": Example(history_missed),
    "history-many": Example(history_many),
    "history-new": Example(history_new),
    "history-nothing-missed": Example(history_nothing_missed),
    "history-nothing-found": Example(history_nothing_found),
    "history-in-call": Example(history_in_call, at(48)),
    "missed": Example(missed),
    "missed-many": Example(missed_many, at(48)),
    "note-in-call": Example(note_in_call, at(48)),
    "note-in-wrap-up": Example(note_in_wrap_up, at(58)),
    "note-on-long": Example(note_on_long, at(48)),
}
