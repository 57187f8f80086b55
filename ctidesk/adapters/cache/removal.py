"""Records that the CRM no longer has leave the copy, unless the outbox still needs them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence

from ctidesk.adapters.cache import pull
from ctidesk.adapters.cache.rows import KINDS
from ctidesk.domain.records import Entity

_ENTITIES = frozenset(Entity)
_KEEP = "INSERT OR IGNORE INTO gone VALUES (?, ?)"
_FORGET = "DELETE FROM gone WHERE entity = ? AND id = ?"


def remove(db: sqlite3.Connection, entity: Entity, ids: Collection[str]) -> int:
    """Take these out, clients with what the indexes have of them; the number of records that were there.

    What the outbox needs is noted, and taken out by :func:`remove_kept` when it is needed no longer.
    """
    if not ids:
        return 0
    needed = _needed(db)
    kept = [id for id in ids if (entity, id) in needed]
    db.executemany(_KEEP, ((entity, id) for id in kept))
    return _take_out(db, entity, sorted(set(ids).difference(kept)))


def remove_kept(db: sqlite3.Connection, entity: Entity) -> None:
    """Once more what was kept for the outbox."""
    waiting = [id for (id,) in db.execute("SELECT id FROM gone WHERE entity = ?", (entity,))]
    if waiting:
        db.execute("DELETE FROM gone WHERE entity = ?", (entity,))
        remove(db, entity, waiting)


def is_there_again(db: sqlite3.Connection, entity: Entity, ids: Sequence[object]) -> None:
    """The CRM has these (a deleted record can be restored): they are not to be taken out any more."""
    if db.execute("SELECT 1 FROM gone WHERE entity = ? LIMIT 1", (entity,)).fetchone():
        db.executemany(_FORGET, ((entity, id) for id in ids))


def _take_out(db: sqlite3.Connection, entity: Entity, ids: Sequence[str]) -> int:
    if entity in KINDS:
        return pull.take_out(db, KINDS[entity], ids)
    return db.executemany("DELETE FROM entry WHERE entity = ? AND id = ?", ((entity, id) for id in ids)).rowcount


def _needed(db: sqlite3.Connection) -> set[tuple[str, str]]:
    """Entity and id of every record that a waiting write is about or refers to, whoever made it."""
    return set(_references(db))


def _references(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for entity, id, fields in db.execute("SELECT entity, record_id, fields FROM outbox"):
        yield entity, id
        for value in json.loads(fields).values():
            kind, colon, other = value.partition(":") if isinstance(value, str) else ("", "", "")
            if colon and kind in _ENTITIES:
                yield kind, other
