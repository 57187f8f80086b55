"""What the window of unsent changes shows of a desk: pure functions, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem
from ctidesk.domain.outbox import Listed, Value, Waiting, WriteKind, WriteState, discarded
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.ui.number_text import pretty


@dataclass(frozen=True, slots=True)
class ValueView:
    """One field of a write. ``value`` is as it is written, ``name`` what a reference is called."""

    field: str
    value: Value
    name: str = ""


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A field that was changed here and in the CRM."""

    field: str
    mine: ValueView
    theirs: ValueView


@dataclass(frozen=True, slots=True)
class UnsentRow:
    """One waiting write. ``behind``: the write that it is blocked by; ``also``: how many go with it when it goes."""

    seq: int
    kind: WriteKind
    entity: Entity
    name: str
    state: WriteState
    problem: Problem | None
    tries: int
    values: tuple[ValueView, ...]
    conflict: tuple[ConflictView, ...] = ()
    behind: int | None = None
    also: int = 0

    @property
    def can_retry(self) -> bool:
        """Once more as it is; a conflict would be the same again."""
        return self.state is WriteState.PARKED or (self.state is WriteState.WAITING and self.tries > 0)

    @property
    def can_discard(self) -> bool:
        return self.state is not WriteState.SENDING


@dataclass(frozen=True, slots=True)
class UnsentView:
    """``read``: the list is in; until then an empty one says nothing."""

    rows: tuple[UnsentRow, ...]
    read: bool

    @property
    def undecided(self) -> int:
        return sum(row.state in (WriteState.PARKED, WriteState.CONFLICT) for row in self.rows)

    def row(self, seq: int | None) -> UnsentRow | None:
        return next((row for row in self.rows if row.seq == seq), None)


def unsent_view(desk: Desk) -> UnsentView | None:
    if desk.unsent is None:
        return None
    by_seq: dict[int, Waiting] = {}
    by_record: dict[RecordRef, list[Waiting]] = {}
    for each in desk.unsent.writes:
        by_seq[each.item.seq] = each.item
        by_record.setdefault(each.item.write.record, []).append(each.item)
    rows = (_row(each, by_seq, by_record[each.item.write.record]) for each in desk.unsent.writes)
    return UnsentView(tuple(rows), desk.unsent.read)


def _row(each: Listed, by_seq: dict[int, Waiting], of_record: list[Waiting]) -> UnsentRow:
    """``of_record``: with a write go others of its own record only."""
    item, names = each.item, dict(each.names)
    blocked = each.state is WriteState.BLOCKED
    return UnsentRow(
        seq=item.seq,
        kind=item.write.kind,
        entity=item.write.entity,
        name=", ".join(pretty(part) for part in each.name.split(", ")),
        state=each.state,
        problem=item.problem if not blocked else None,
        tries=item.tries,
        values=tuple(_value(name, value, names) for name, value in item.write.values.items()),
        conflict=tuple(
            ConflictView(name, _value(name, item.write.values.get(name), names), _value(name, value, names))
            for name, value in item.theirs.items()
        ),
        behind=_root(item, by_seq) if blocked else None,
        also=len(discarded(of_record, item.seq).removed) - 1,
    )


def _value(field: str, value: Value, names: dict[str, str]) -> ValueView:
    return ValueView(field, value, names.get(str(value), ""))


def _root(item: Waiting, by_seq: dict[int, Waiting]) -> int | None:
    """The parked write at the beginning of what ``item`` waits for."""
    todo = [*item.waits_for]
    while todo:
        front = by_seq.get(todo.pop(0))
        if front and front.parked:
            return front.seq
        todo += front.waits_for if front else ()
    return None
