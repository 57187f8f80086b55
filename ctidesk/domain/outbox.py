"""Writes that wait for the CRM: durable, in order per record, carried out exactly once.

What waits for what, what a conflict is, and what becomes of the others when one is taken out: pure functions of the
list of waiting writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from ctidesk.domain.errors import Problem
from ctidesk.domain.records import Entity, RecordRef


class WriteKind(StrEnum):
    """``CREATE`` with a client-made id; ``UPDATE`` of an existing record; ``CLOSE`` sets the final state, last."""

    CREATE = "create"
    UPDATE = "update"
    CLOSE = "close"


class WriteState(StrEnum):
    """How a waiting write stands. ``PARKED`` and ``CONFLICT`` wait for a person, ``BLOCKED`` for one of those."""

    WAITING = "waiting"
    SENDING = "sending"
    PARKED = "parked"
    CONFLICT = "conflict"
    BLOCKED = "blocked"


Value: TypeAlias = str | int | bool | None
"""Times are ISO 8601 with ``Z``; a reference to a record is ``"entity:guid"`` (see :func:`reference`)."""

REFERENCES = frozenset(
    ("parent", "user", "team", "configurator", "directory", "customer", "owner", "regarding", "client", "operator")
)
"""The fields whose value is a reference to a record, in every entity."""

REOPENED = "open"
"""The status that makes a closed phone call writable again."""


@dataclass(frozen=True, slots=True)
class Write:
    """One write to one record. ``values`` are canonical field names and plain values.

    ``base``: what the edited fields held when the operator began (:attr:`WriteKind.UPDATE` only). Where the CRM holds
    something else by now, the write is a conflict; a field without a base is overwritten, whatever it holds.
    """

    kind: WriteKind
    entity: Entity
    record_id: str
    values: dict[str, Value]
    base: dict[str, Value] = field(default_factory=dict)

    @property
    def record(self) -> RecordRef:
        return RecordRef(self.entity, self.record_id)

    @property
    def refers_to(self) -> frozenset[RecordRef]:
        """The other records that must exist before this is written."""
        named = (value for name, value in self.values.items() if name in REFERENCES and value)
        return frozenset(referenced(str(value)) for value in named) - {self.record}

    def without(self, ref: RecordRef) -> Write:
        """The write with no reference to ``ref``."""
        gone = reference(ref)
        values = {name: None if name in REFERENCES and value == gone else value for name, value in self.values.items()}
        return replace(self, values=values)

    def against(self, present: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
        """What is left to write over a record that holds ``present``, and what somebody else has made of its fields.

        A field that has its value already is done. Where anything is theirs, nothing is to be written.
        """
        left: dict[str, Value] = {}
        theirs: dict[str, Value] = {}
        for name, value in self.values.items():
            if name in self.base and _same(present.get(name), value):
                continue
            changed = name in self.base and not _same(present.get(name), self.base[name])
            (theirs if changed else left)[name] = present.get(name) if changed else value
        return left, theirs


@dataclass(frozen=True, slots=True)
class Waiting:
    """A write in the outbox: its place, how often it was tried, and what it met last.

    ``parked``: a person has to decide. ``theirs``: what the fields in conflict hold in the CRM. ``waits_for``: the
    writes in front of it, see :func:`linked`.
    """

    seq: int
    write: Write
    tries: int = 0
    problem: Problem | None = None
    parked: bool = False
    theirs: dict[str, Value] = field(default_factory=dict)
    waits_for: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A waiting write as a person wants to see it: how it stands, what its record is called, and the names of the
    records that its values refer to (``entity:guid`` -> name)."""

    item: Waiting
    state: WriteState
    name: str = ""
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What an operator's decision does to the outbox: writes taken out, and writes that read otherwise now."""

    removed: frozenset[int] = frozenset()
    changed: Mapping[int, Write] = field(default_factory=dict)


def reference(ref: RecordRef) -> str:
    return f"{ref.entity}:{ref.id}"


def referenced(value: str) -> RecordRef:
    entity, _, id = value.partition(":")
    return RecordRef(Entity(entity), id)


# --- the order ----------------------------------------------------------------------------------------------------


def linked(items: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """The writes, oldest first, each with those right before it that it waits for.

    Of its own record that is the one before; of a record that it refers to, the creation: a client whose job title is
    in dispute exists, and his calls can be stored.
    """
    last: dict[RecordRef, int] = {}
    created: dict[RecordRef, int] = {}
    found: list[Waiting] = []
    for item in items:
        record, before = item.write.record, {created[ref] for ref in item.write.refers_to if ref in created}
        before |= {last[record]} if record in last else set()
        found.append(replace(item, waits_for=tuple(sorted(before))))
        last[record] = item.seq
        if item.write.kind is WriteKind.CREATE:
            created[record] = item.seq
    return tuple(found)


def next_due(items: Iterable[Waiting], later: Collection[int] = ()) -> Waiting | None:
    """The oldest write that nothing stands before: one stuck record holds up no other.

    ``later``: writes whose time to be tried again has not come.
    """
    free = (item for item in items if not item.parked and not item.waits_for)
    return next((item for item in free if item.seq not in later), None)


def states(items: Sequence[Waiting], sending: int | None = None) -> dict[int, WriteState]:
    found: dict[int, WriteState] = {}
    for item in items:
        found[item.seq] = _state(item, found, sending)
    return found


_STUCK = (WriteState.PARKED, WriteState.CONFLICT, WriteState.BLOCKED)


def _state(item: Waiting, before: Mapping[int, WriteState], sending: int | None) -> WriteState:
    if item.parked:
        return WriteState.CONFLICT if item.theirs else WriteState.PARKED
    if any(before.get(seq) in _STUCK for seq in item.waits_for):
        return WriteState.BLOCKED
    return WriteState.SENDING if item.seq == sending else WriteState.WAITING


# --- decisions ----------------------------------------------------------------------------------------------------


def discarded(items: Sequence[Waiting], seq: int) -> Change:
    """Take a write out, with everything that is nothing without it.

    With a record that will not be, what was to be written to it goes, and other records point to it no more. With the
    reopening of a call, what was to be written to the open call goes.
    """
    item = next(item for item in items if item.seq == seq)
    removed = frozenset({seq, *_dependents(item, items)})
    rest = [other for other in items if other.seq not in removed]
    if item.write.kind is not WriteKind.CREATE:
        return Change(removed, _rebased(item, {}, rest))
    ref = item.write.record
    return Change(removed, {other.seq: other.write.without(ref) for other in rest if ref in other.write.refers_to})


def amended(items: Sequence[Waiting], seq: int, write: Write) -> Change:
    """Have ``write`` in the place of another."""
    item = next(item for item in items if item.seq == seq)
    return Change(changed={seq: write, **_rebased(item, write.values, items)})


def _dependents(item: Waiting, items: Iterable[Waiting]) -> Iterable[int]:
    later = [other for other in items if other.seq > item.seq and other.write.record == item.write.record]
    reopens = item.write.entity is Entity.PHONE_CALL and item.write.values.get("status") == REOPENED
    for other in later if reopens or item.write.kind is WriteKind.CREATE else ():
        yield other.seq
        if reopens and other.write.kind is WriteKind.CLOSE:
            return


def _rebased(item: Waiting, kept: Collection[str], items: Iterable[Waiting]) -> dict[int, Write]:
    """Later edits of fields that ``item`` no longer writes begin with what the CRM holds, not with its values."""
    base = item.write.base | item.theirs
    gone = {name: base[name] for name in item.write.values if name in base and name not in kept}
    found: dict[int, Write] = {}
    for other in items:
        if other.seq > item.seq and other.write.record == item.write.record:
            hit = {name: gone[name] for name in other.write.base if name in gone}
            if hit:
                found[other.seq] = replace(other.write, base={**other.write.base, **hit})
            gone = {name: value for name, value in gone.items() if name not in other.write.values}
    return found


def _same(one: Value, other: Value) -> bool:
    """An empty text is no value: the CRM makes no difference."""
    return (None if one == "" else one) == (None if other == "" else other)
