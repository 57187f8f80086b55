"""What happens to a card that is being edited."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.draft import Draft, Leaving, Texts
from ctidesk.domain.errors import Problem
from ctidesk.domain.records import Client, Match, RecordRef


@dataclass(frozen=True, slots=True)
class EditBegan:
    """A card is being edited; for a new record the card opens with it."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class FieldTyped:
    ref: RecordRef
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class OrganizationSought:
    """Somebody types the name of a client's organization."""

    ref: RecordRef
    text: str


@dataclass(frozen=True, slots=True)
class OrganizationsFound:
    """What the copy has for ``text``."""

    ref: RecordRef
    text: str
    found: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class OrganizationChosen:
    """``None``: the client belongs to none."""

    ref: RecordRef
    organization: Client | None


@dataclass(frozen=True, slots=True)
class LeaveAsked:
    """The form, the card or the desk was to be left with changes in hand: the operator is asked."""

    ref: RecordRef
    asks: Leaving


@dataclass(frozen=True, slots=True)
class LeaveForgotten:
    """The operator goes on editing."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class SaveTried:
    """It was to be saved, but something in it is wrong."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class SaveBegan:
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class Saved:
    """``values`` are on disk, and in the outbox."""

    ref: RecordRef
    values: Texts


@dataclass(frozen=True, slots=True)
class SaveRefused:
    ref: RecordRef
    problem: Problem


@dataclass(frozen=True, slots=True)
class EditEnded:
    """The changes, if there were any, were given up; the card shows its record again."""

    ref: RecordRef
