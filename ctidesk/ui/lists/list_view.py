"""What a list shows of a desk: pure, no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ctidesk.domain.desk import Desk
from ctidesk.domain.listing import ListQuery, ListRow
from ctidesk.domain.records import Entity


class ListState(StrEnum):
    """What stands where the rows would be."""

    ROWS = "rows"
    READING = "reading"
    NOTHING_FOUND = "nothing_found"
    EMPTY = "empty"
    STILL_LOADING = "still_loading"


@dataclass(frozen=True, slots=True)
class ListView:
    """``rows``: place -> row, as far as read; ``total`` is ``None`` while the list is being put in order."""

    query: ListQuery
    rows: Mapping[int, ListRow]
    total: int | None
    state: ListState
    reading: bool

    @property
    def count(self) -> int:
        """How many rows can be scrolled to now."""
        return self.total if self.total is not None else len(self.rows)


def list_view(desk: Desk, entity: Entity) -> ListView | None:
    shown = desk.list_of(entity)
    if shown is None:
        return None
    rows = shown.rows
    return ListView(shown.query, rows, shown.total, _state(desk, shown.query, bool(rows), shown.reading), shown.reading)


def _state(desk: Desk, query: ListQuery, rows: bool, reading: bool) -> ListState:
    if rows:
        return ListState.ROWS
    if reading:
        return ListState.READING
    if query.text.strip() or query.effective:
        return ListState.NOTHING_FOUND
    loading = desk.crm.last_sync is None and query.entity is not Entity.PHONE_CALL
    return ListState.STILL_LOADING if loading else ListState.EMPTY
