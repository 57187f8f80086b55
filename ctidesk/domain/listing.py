"""Lists of records («Клиенты», «Организации», «Звонки»): what is asked for, and what a page of it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ctidesk.domain.records import Entity, RecordRef

PAGE_ROWS = 100


class FieldKind(StrEnum):
    TEXT = "text"
    PHONE = "phone"
    MOMENT = "moment"
    CHOICE = "choice"
    NUMBER = "number"


class Comparison(StrEnum):
    """``SINCE`` and ``UNTIL`` take a date, ``2026-11-25``, both days included."""

    CONTAINS = "contains"
    BEGINS = "begins"
    EQUALS = "equals"
    EMPTY = "empty"
    FILLED = "filled"
    SINCE = "since"
    UNTIL = "until"


_TEXT = (Comparison.CONTAINS, Comparison.BEGINS, Comparison.EQUALS, Comparison.EMPTY, Comparison.FILLED)
COMPARISONS: Mapping[FieldKind, tuple[Comparison, ...]] = {
    FieldKind.TEXT: _TEXT,
    FieldKind.PHONE: (Comparison.CONTAINS, Comparison.EMPTY, Comparison.FILLED),
    FieldKind.MOMENT: (Comparison.SINCE, Comparison.UNTIL),
    FieldKind.CHOICE: (Comparison.EQUALS,),
    FieldKind.NUMBER: (Comparison.EQUALS,),
}
WITHOUT_VALUE = frozenset({Comparison.EMPTY, Comparison.FILLED})

# The columns of each list in their order, and what they hold.
COLUMNS: Mapping[Entity, Mapping[str, FieldKind]] = {
    Entity.CONTACT: {
        "fullname": FieldKind.TEXT,
        "organization": FieldKind.TEXT,
        "mobilephone": FieldKind.PHONE,
        "telephone1": FieldKind.PHONE,
        "emailaddress1": FieldKind.TEXT,
        "jobtitle": FieldKind.TEXT,
        "modified": FieldKind.MOMENT,
    },
    Entity.ACCOUNT: {
        "name": FieldKind.TEXT,
        "accountnumber": FieldKind.TEXT,
        "telephone1": FieldKind.PHONE,
        "telephone2": FieldKind.PHONE,
        "emailaddress1": FieldKind.TEXT,
        "modified": FieldKind.MOMENT,
    },
    Entity.PHONE_CALL: {
        "started": FieldKind.MOMENT,
        "direction": FieldKind.CHOICE,
        "number": FieldKind.PHONE,
        "name": FieldKind.TEXT,
        "result": FieldKind.CHOICE,
        "duration": FieldKind.NUMBER,
        "note": FieldKind.TEXT,
    },
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the advanced search; all of them hold together."""

    field: str
    comparison: Comparison
    value: str = ""

    @property
    def complete(self) -> bool:
        """A condition whose value is not typed yet asks for nothing."""
        return self.comparison in WITHOUT_VALUE or bool(self.value.strip())


@dataclass(frozen=True, slots=True)
class ListQuery:
    """``text``: the quick search. ``inactive``: inactive records too (D16). ``asked``: rises with every refresh."""

    entity: Entity
    text: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    descending: bool = False
    inactive: bool = False
    asked: int = 0

    @property
    def effective(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if condition.complete)


def first_query(entity: Entity) -> ListQuery:
    """Calls begin with the newest, records with the first by name."""
    first = next(iter(COLUMNS[entity]))
    return ListQuery(entity, sort=first, descending=entity is Entity.PHONE_CALL)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One record; ``values`` in the order of :data:`COLUMNS`."""

    ref: RecordRef
    values: tuple[str, ...]
    active: bool = True


@dataclass(frozen=True, slots=True)
class ListPage:
    """Rows from ``first`` on; ``total`` is ``None`` while it is still being counted."""

    first: int
    rows: tuple[ListRow, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class RecordList:
    """An open list as the desk holds it: the pages around what the operator looks at."""

    query: ListQuery
    total: int | None = None
    pages: tuple[ListPage, ...] = ()
    reading: bool = True

    @property
    def rows(self) -> Mapping[int, ListRow]:
        """Place -> row, as far as read."""
        return {page.first + place: row for page in self.pages for place, row in enumerate(page.rows)}
