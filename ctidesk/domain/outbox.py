"""Writes that wait for the CRM: durable, in order per record, carried out exactly once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from ctidesk.domain.records import Entity, RecordRef


class WriteKind(StrEnum):
    """``CREATE`` with a client-made id; ``UPDATE`` of an existing record; ``CLOSE`` sets the final state, last."""

    CREATE = "create"
    UPDATE = "update"
    CLOSE = "close"


Value: TypeAlias = str | int | bool | None
"""Times are ISO 8601 with ``Z``; a reference to a record is ``"entity:guid"`` (see :func:`reference`)."""


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
    """A write in the outbox: its place, how often it was tried, and why it is parked (empty: it is not)."""

    seq: int
    write: Write
    tries: int = 0
    error: str = ""
    parked: bool = False


def reference(ref: RecordRef) -> str:
    return f"{ref.entity}:{ref.id}"


def referenced(value: str) -> RecordRef:
    entity, _, id = value.partition(":")
    return RecordRef(Entity(entity), id)


def _same(one: Value, other: Value) -> bool:
    """An empty text is no value: the CRM makes no difference."""
    return (None if one == "" else one) == (None if other == "" else other)
