"""Whom the operator looks for, what is shown, and whose the call is."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.listing import ListQuery
from ctidesk.domain.records import Entity, RecordRef


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """Open the client search for the live or last call."""


@dataclass(frozen=True, slots=True)
class SearchText:
    """What stands in the search window's field."""

    text: str


@dataclass(frozen=True, slots=True)
class SelectClient:
    """«Выбрать клиента»: link the call to this record and open its card."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class CloseSearch:
    """«Отмена»."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class CloseCard:
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class OpenInCrm:
    """Show the record's page of the CRM in the browser."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class LinkRegarding:
    """The conversation, or the call that ended last, is about this worksheet or case (D3)."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class OpenList:
    """Show all records of an entity; where the list is open it comes to front."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class AskList:
    """Search, filter or sort the open list of ``query.entity``."""

    query: ListQuery


@dataclass(frozen=True, slots=True)
class ReadOn:
    """The operator has scrolled to ``place``, whose rows are not read yet."""

    entity: Entity
    place: int


@dataclass(frozen=True, slots=True)
class CloseList:
    entity: Entity


@dataclass(frozen=True, slots=True)
class Rebind:
    """«Перепривязать звонок»: link the conversation or the last call to this client, without a search (M13).

    ``save_number``: put the call's number into the client's first free phone field (D2).
    """

    ref: RecordRef
    save_number: bool = False


@dataclass(frozen=True, slots=True)
class UndoRebind:
    """The call that was linked anew belongs to whom it belonged before."""


@dataclass(frozen=True, slots=True)
class SaveNumber:
    """Put the number of the call that was linked anew into its client's first free phone field (D2)."""
