"""Open cases and worksheets by title and number."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence

from ctidesk.adapters.cache.rows import is_active
from ctidesk.adapters.cache.text import fold_all, words_of
from ctidesk.domain.keyboard_layout import other_layout
from ctidesk.domain.records import Client, Entity, Match, MatchKind, RecordRef, Row

FIELDS = {Entity.CASE: ("title", "ticket"), Entity.WORKSHEET: ("name",)}
"""What each is found by; the first one is its name."""

_PUT = """
INSERT INTO title (entity, id, words) VALUES (?, ?, ?) ON CONFLICT (entity, id) DO UPDATE SET words = excluded.words
"""
_FIND = """
SELECT t.entity, t.id, e.fields, coalesce(c.name, '')
FROM titles JOIN title t ON t.key = titles.rowid JOIN entry e ON e.entity = t.entity AND e.id = t.id
LEFT JOIN client c ON c.id = e.customer
WHERE titles MATCH ? ORDER BY titles.rowid DESC
"""


def put(db: sqlite3.Connection, entity: Entity, rows: Sequence[Row]) -> None:
    if entity in FIELDS:
        texts = fold_all([" ".join(_texts(entity, row)) for row in rows])
        db.executemany(_PUT, ((entity, row["id"], text) for row, text in zip(rows, texts, strict=True)))


def by_text(db: sqlite3.Connection, text: str, limit: int, entities: Collection[Entity]) -> tuple[Match, ...]:
    """Open ones, the latest to come first; on the other keyboard layout where there are none as typed."""
    for kind, typed in ((MatchKind.TEXT, text), (MatchKind.LAYOUT, other_layout(text))):
        found = list(_found(db, words_of(typed), kind, limit, entities))
        if found:
            return tuple(found)
    return ()


def _found(
    db: sqlite3.Connection, words: Sequence[str], kind: MatchKind, limit: int, entities: Collection[Entity]
) -> Iterator[Match]:
    if not words or limit < 1:
        return
    for name, id, fields, customer in db.execute(_FIND, (" AND ".join(f'"{word}"*' for word in words),)):
        row, entity = json.loads(fields), Entity(name)
        if entity in entities and is_active(row.get("state")):
            yield _match(RecordRef(entity, id), row, customer, words, kind)
            limit -= 1
        if not limit:
            return


def _match(ref: RecordRef, row: Row, customer: str, words: Sequence[str], kind: MatchKind) -> Match:
    """``matched`` is the first field with a typed word, ``number`` the case's number."""
    texts = dict(zip(FIELDS[ref.entity], _texts(ref.entity, row), strict=True))
    name = next(iter(texts.values()))
    has = (field for field, text in texts.items() if any(one.startswith(words[0]) for one in words_of(text)))
    return Match(Client(ref, name, customer), next(has, FIELDS[ref.entity][0]), texts.get("ticket", ""), kind)


def _texts(entity: Entity, row: Row) -> list[str]:
    return [str(row.get(field) or "") for field in FIELDS[entity]]
