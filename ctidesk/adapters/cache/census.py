"""The copy's ids held against the CRM's: what the CRM did not name is gone.

A pull of everything is a comparison too: whoever it does not meet is gone. Clients that were met are noted by key
in a table of their own; an entry has the number of the round that met it last. Everything in portions, since the
writer belongs to the operator as well.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from ctidesk.adapters.cache import bulk, pull, removal
from ctidesk.adapters.cache.rows import KINDS
from ctidesk.domain.records import Entity

KEYS_AT_ONCE, ROWS_AT_ONCE = 20_000, 1_000
_KEYS = "SELECT id, key FROM client WHERE kind = ? AND id IN ({})"
_MET = "INSERT OR IGNORE INTO met VALUES (?, ?)"
_MET_ENTRIES = "UPDATE entry SET seen = ? WHERE entity = ? AND id IN ({})"
_ENTRIES = "SELECT id FROM entry WHERE entity = ? AND id IN ({})"
_UNMET_ENTRIES = "SELECT id FROM entry WHERE entity = ? AND seen <> ? AND id > ? ORDER BY id LIMIT ?"
_UNMET = """
SELECT id, key FROM client c WHERE kind = ? AND key > ? AND key <= ?
AND NOT EXISTS (SELECT 1 FROM met m WHERE m.kind = c.kind AND m.key = c.key) ORDER BY key LIMIT ?
"""


def begin(db: sqlite3.Connection, entity: Entity) -> None:
    """Nothing has been met yet, and only what is here now can be missed."""
    pull.begin(db, entity)
    if entity in KINDS:
        db.execute("DELETE FROM met WHERE kind = ?", (KINDS[entity],))
        of_kind = "SELECT coalesce(max(key), 0) FROM client WHERE kind = ?"
        db.execute(f"UPDATE pull SET upto = ({of_kind}) WHERE entity = ?", (KINDS[entity], entity))


def note(db: sqlite3.Connection, entity: Entity, ids: Sequence[str]) -> list[str]:
    """The CRM has these; which of them the copy lacks."""
    removal.is_there_again(db, entity, ids)
    if entity in KINDS:
        found: dict[str, int] = dict(bulk.by_ids(db, _KEYS, (KINDS[entity],), ids))
        note_known(db, entity, list(found.values()))
        return [id for id in ids if id not in found]
    there = {id for (id,) in bulk.by_ids(db, _ENTRIES, (entity,), ids)}
    list(bulk.by_ids(db, _MET_ENTRIES, (round_of(db, entity), entity), ids))
    return [id for id in ids if id not in there]


def note_known(db: sqlite3.Connection, entity: Entity, keys: Sequence[int]) -> None:
    """Clients that a pull of everything has met again; of entries, storing them has noted it."""
    if keys:
        db.executemany(_MET, ((KINDS[entity], key) for key in sorted(keys)))


def sweep(db: sqlite3.Connection, entity: Entity, after: str | int | None) -> tuple[int, str | int | None]:
    """Take out a portion of what was not met, from ``after`` on (``None``: the first).

    The number of records gone, and where the next portion begins (``None``: that was the last).
    """
    if entity in KINDS:
        return _sweep_clients(db, entity, int(after or 0))
    return _sweep_entries(db, entity, str(after or ""))


def _sweep_clients(db: sqlite3.Connection, entity: Entity, after: int) -> tuple[int, int | None]:
    kind = KINDS[entity]
    (upto,) = db.execute("SELECT upto FROM pull WHERE entity = ?", (entity,)).fetchone()
    until = min(after + KEYS_AT_ONCE, upto)
    unmet = db.execute(_UNMET, (kind, after, until, ROWS_AT_ONCE)).fetchall()
    until = unmet[-1][1] if len(unmet) == ROWS_AT_ONCE else until
    return removal.remove(db, entity, [id for id, _ in unmet]), until if until < upto else None


def _sweep_entries(db: sqlite3.Connection, entity: Entity, after: str) -> tuple[int, str | None]:
    found = db.execute(_UNMET_ENTRIES, (entity, round_of(db, entity), after, bulk.AT_ONCE)).fetchall()
    gone = removal.remove(db, entity, [id for (id,) in found])
    return gone, found[-1][0] if len(found) == bulk.AT_ONCE else None


def forget(db: sqlite3.Connection, entity: Entity) -> bool:
    """Let go of a portion of what was noted; whether there is more. Only when nothing will be swept by it any more."""
    if entity not in KINDS:
        return False
    sql = "DELETE FROM met WHERE kind = ? AND key IN (SELECT key FROM met WHERE kind = ? LIMIT ?)"
    return db.execute(sql, (KINDS[entity], KINDS[entity], KEYS_AT_ONCE)).rowcount == KEYS_AT_ONCE


def round_of(db: sqlite3.Connection, entity: Entity) -> int:
    return int(db.execute("SELECT round FROM pull WHERE entity = ?", (entity,)).fetchone()[0])
