"""The lists of clients, organizations and calls, a million rows long.

A list is first put in order once: its keys alone, in an array (8 bytes a row). A page is then read by its keys, which
takes the same time wherever the operator scrolls; a page by OFFSET would walk over all rows before it.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from ctidesk.adapters.cache.journal import owner
from ctidesk.adapters.cache.rows import ACCOUNT, KINDS
from ctidesk.adapters.cache.text import fold
from ctidesk.domain.listing import COLUMNS, Comparison, Condition, FieldKind, ListPage, ListQuery, ListRow
from ctidesk.domain.records import Entity, RecordRef

_KEPT = 3  # lists whose order is remembered at once
_MARKS = " -()+."
_SHORTEST = 3  # digits that are worth looking for among numbers

Part: TypeAlias = tuple[str, tuple[Any, ...]]
"""A piece of SQL and its values."""

_CLIENTS = f"FROM client c LEFT JOIN client o ON o.id = c.parent AND o.kind = {ACCOUNT}"
_CALLS = "FROM call c"
_SOURCES: Mapping[Entity, str] = {
    Entity.CONTACT: _CLIENTS,
    Entity.ACCOUNT: "FROM client c",
    Entity.PHONE_CALL: _CALLS,
}
_OF_CLIENTS = {"fullname": "c.name", "organization": "o.name"}
_OF_CALLS = {
    "started": "c.started",
    "duration": "coalesce(CAST(round((julianday(c.record ->> 'ended') - julianday(c.record ->> 'answered')) * 86400)"
    " AS INTEGER), 0)",
}


def column(entity: Entity, field: str) -> str:
    """The SQL of one column of a list; raises :class:`KeyError` for one that the list has not."""
    _ = COLUMNS[entity][field]
    if entity is Entity.PHONE_CALL:
        return _OF_CALLS.get(field, f"c.record ->> '{field}'")
    return _OF_CLIENTS.get(field, f"c.{field}")


class Listings:
    """Works on one connection, in one thread."""

    def __init__(self) -> None:
        self._keys: OrderedDict[ListQuery, array[int]] = OrderedDict()

    def head(self, db: sqlite3.Connection, query: ListQuery, count: int) -> ListPage:
        """The first rows, before the whole list is in order."""
        if query in self._keys:
            return self.page(db, query, 0, count)
        where, values = _where(db, query)
        sql = f"SELECT c.rowid {_SOURCES[query.entity]} WHERE {where} ORDER BY {_order(query)} LIMIT ?"
        keys = [key for (key,) in db.execute(sql, (*values, count))]
        return ListPage(0, _rows(db, query.entity, keys), len(keys) if len(keys) < count else None)

    def page(self, db: sqlite3.Connection, query: ListQuery, first: int, count: int) -> ListPage:
        keys = self._ordered(db, query)
        return ListPage(first, _rows(db, query.entity, keys[first : first + count]), len(keys))

    def _ordered(self, db: sqlite3.Connection, query: ListQuery) -> array[int]:
        keys = self._keys.get(query)
        if keys is None:
            where, values = _where(db, query)
            sql = f"SELECT c.rowid {_SOURCES[query.entity]} WHERE {where} ORDER BY {_order(query)}"
            keys = array("q", (key for (key,) in db.execute(sql, values)))
            self._keys[query] = keys
            while len(self._keys) > _KEPT:
                self._keys.popitem(last=False)
        self._keys.move_to_end(query)
        return keys


def prepare(db: sqlite3.Connection) -> None:
    """The index of names in their order. It is made when the first pull is over, since it would slow that down, and
    spares a list of a million its sorting (3.6 s became 0.4 s)."""
    db.execute(f"CREATE INDEX IF NOT EXISTS client_listed ON client (kind, {_alphabetical('name')}, state)")


def _rows(db: sqlite3.Connection, entity: Entity, keys: Sequence[int]) -> tuple[ListRow, ...]:
    """In the order of ``keys``; a record that is gone meanwhile leaves no hole."""
    shown = ", ".join(column(entity, field) for field in COLUMNS[entity])
    active = "1" if entity is Entity.PHONE_CALL else "coalesce(c.state, 0) = 0"
    places = ", ".join("?" * len(keys))
    sql = f"SELECT c.rowid, c.id, {active}, {shown} {_SOURCES[entity]} WHERE c.rowid IN ({places})"
    found = {key: _row(entity, rest) for key, *rest in db.execute(sql, tuple(keys))}
    return tuple(found[key] for key in keys if key in found)


def _row(entity: Entity, found: Sequence[Any]) -> ListRow:
    id, active, *values = found
    return ListRow(RecordRef(entity, id), tuple("" if value is None else str(value) for value in values), bool(active))


# --- the question ----------------------------------------------------------------------------------------------------


def _where(db: sqlite3.Connection, query: ListQuery) -> Part:
    parts = [_whose(db, query), *_quick(query), *(_condition(query.entity, each) for each in query.effective)]
    return " AND ".join(f"({sql})" for sql, _ in parts), tuple(value for _, values in parts for value in values)


def _whose(db: sqlite3.Connection, query: ListQuery) -> Part:
    if query.entity is Entity.PHONE_CALL:
        return "c.owner = ?", (owner(db),)
    active = "1" if query.inactive else "coalesce(c.state, 0) = 0"
    return f"c.kind = ? AND {active}", (KINDS[query.entity],)


def _quick(query: ListQuery) -> Iterable[Part]:
    """Every word typed begins a word of the record; digits are part of one of its numbers."""
    words = fold(query.text).split()
    if not words:
        return
    if query.entity is Entity.PHONE_CALL:
        yield from (_anywhere(query.entity, word) for word in words)
        return
    forms = _digits(query.text)
    beginnings = [f'"{word}"*' for word in forms or words]
    wanted = f"digits : ({' OR '.join(beginnings)})" if forms else " ".join(beginnings)
    yield "c.key IN (SELECT rowid FROM words WHERE words MATCH ?)", (wanted,)


def _anywhere(entity: Entity, word: str) -> Part:
    texts = [field for field, kind in COLUMNS[entity].items() if kind in (FieldKind.TEXT, FieldKind.PHONE)]
    parts = [_condition(entity, Condition(field, Comparison.CONTAINS, word)) for field in texts]
    return " OR ".join(sql for sql, _ in parts), tuple(value for _, values in parts for value in values)


def _digits(text: str) -> tuple[str, ...]:
    """What was typed, where it can only be a number: as it stands, and without what may be a trunk prefix."""
    digits = "".join(char for char in text if char.isdigit() and char.isascii())
    if len(digits) < _SHORTEST or any(char.isalpha() for char in text):
        return ()
    return (digits, digits[1:]) if digits[0] in "78" and len(digits) > _SHORTEST else (digits,)


def _condition(entity: Entity, condition: Condition) -> Part:
    kind, name = COLUMNS[entity][condition.field], column(entity, condition.field)
    compare, value = condition.comparison, condition.value.strip()
    if compare is Comparison.EMPTY:
        return f"coalesce({name}, '') = ''", ()
    if compare is Comparison.FILLED:
        return f"coalesce({name}, '') <> ''", ()
    if compare is Comparison.SINCE:
        return f"{name} >= ?", (value,)
    if compare is Comparison.UNTIL:
        return f"{name} < date(?, '+1 day')", (value,)
    if kind is FieldKind.PHONE:
        return _phone(name, value)
    if kind is FieldKind.NUMBER:
        return f"{name} = CAST(? AS INTEGER)", (value,)
    return f"{name} GLOB ?", (pattern(value, compare),)


def _phone(name: str, value: str) -> Part:
    """By digits alone, however the number is written on either side."""
    forms = _digits(value) or tuple(filter(None, ["".join(char for char in value if char.isdigit())]))
    if not forms:
        return "0", ()
    for mark in _MARKS:
        name = f"replace({name}, '{mark}', '')"
    return " OR ".join([f"{name} GLOB ?"] * len(forms)), tuple(f"*{form}*" for form in forms)


def pattern(text: str, compare: Comparison) -> str:
    """A GLOB that ignores case and ё: it runs inside SQLite, whose LIKE knows ASCII only."""
    middle = "".join(map(_either, text))
    return {
        Comparison.CONTAINS: f"*{middle}*",
        Comparison.BEGINS: f"{middle}*",
        Comparison.EQUALS: middle,
    }[compare]


def _either(char: str) -> str:
    if char in "еёЕЁ":
        return "[еёЕЁ]"
    forms = dict.fromkeys((char.lower(), char.upper()))
    plain = len(forms) == 1 and char not in "*?["
    return char if plain else f"[{''.join(form for form in forms if len(form) == 1) or char}]"


def _order(query: ListQuery) -> str:
    """By the column, ё as е, empty values last; the key decides between equals. Everybody has a name, whose order
    must be just that of the index."""
    name = column(query.entity, query.sort)
    turn = "DESC" if query.descending else "ASC"
    if COLUMNS[query.entity][query.sort] is FieldKind.NUMBER:
        return f"{name} {turn}, c.rowid {turn}"
    if name == "c.name":
        return f"{_alphabetical(name)} {turn}, c.state {turn}, c.rowid {turn}"
    return f"coalesce({name}, '') = '', {_alphabetical(name)} {turn}, c.rowid {turn}"


def _alphabetical(name: str) -> str:
    return f"replace(replace({name}, 'Ё', 'Е'), 'ё', 'е')"
