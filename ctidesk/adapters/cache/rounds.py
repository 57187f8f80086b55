"""How the pull of each entity stands: a page, its cursor and its deletions in one transaction, marks, completion."""

from __future__ import annotations

import sqlite3

from ctidesk.adapters.cache import census, pull, removal
from ctidesk.adapters.cache.rows import newest
from ctidesk.domain.records import Entity
from ctidesk.ports import Page, Pulled, Watermark

# Changes are read over again for five minutes before the watermark; a pull of everything that took longer may have
# missed what changed behind its back, since the newest stamp it saw can be of its last page.
_LONG_S = 240
_COMPLETE = """
UPDATE pull SET cursor = NULL, watermark = coalesce(:stamp, watermark), delta = next_delta, next_delta = NULL,
    to_the_end = 0, began = NULL, records = 0, round = round + 1, compared = coalesce(:compared, compared)
WHERE entity = :entity
"""
_RESTART = """
UPDATE pull SET cursor = NULL, newest = NULL, watermark = NULL, delta = NULL, next_delta = NULL,
    to_the_end = 0, began = NULL, records = 0
WHERE entity = ?
"""
_FORGET_CURSOR = "UPDATE pull SET cursor = NULL, to_the_end = 0, began = NULL, records = 0 WHERE entity = ?"
_STORED = """
UPDATE pull SET cursor = :cursor, newest = :newest, next_delta = :delta, records = records + :records,
    to_the_end = :cursor IS NULL
WHERE entity = :entity
"""
_BEGIN = "UPDATE pull SET began = unixepoch(), records = 0 WHERE entity = ?"


def store_page(db: sqlite3.Connection, entity: Entity, page: Page) -> None:
    """Inside a transaction: the page's rows and deletions, and where the pull goes on."""
    everything, so_far = _stands(db, entity)
    ids = [str(row["id"]) for row in page.rows]
    known = pull.store_rows(db, entity, page.rows)
    if everything:
        census.note_known(db, entity, known)
    removal.is_there_again(db, entity, ids)
    removal.remove(db, entity, set(page.deleted).difference(ids))
    values = {
        "entity": entity,
        "cursor": page.cursor,
        "newest": newest(page.rows, so_far),
        "delta": page.delta,
        "records": len(page.rows),
    }
    db.execute(_STORED, values)


def _stands(db: sqlite3.Connection, entity: Entity) -> tuple[bool, str | None]:
    """Whether everything is being pulled, and the newest stamp so far; a pull that has not begun begins."""
    pull.begin(db, entity)
    sql = "SELECT began, watermark IS NULL AND delta IS NULL, newest FROM pull WHERE entity = ?"
    began, everything, so_far = db.execute(sql, (entity,)).fetchone()
    if began is None:
        db.execute(_BEGIN, (entity,))
        if everything:
            census.begin(db, entity)
    return bool(everything), so_far


def is_of_everything(db: sqlite3.Connection, entity: Entity) -> bool:
    pull.begin(db, entity)
    return watermark(db, entity) is None


def complete(db: sqlite3.Connection, entity: Entity, compared: str | None) -> None:
    """The marks of the pull that has come to its end; ``compared``: now, where it was one of everything."""
    pull.begin(db, entity)
    (stamp, took_s) = db.execute("SELECT newest, unixepoch() - began FROM pull WHERE entity = ?", (entity,)).fetchone()
    if compared and stamp and took_s and took_s > _LONG_S:
        (stamp,) = db.execute("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', ?, ?)", (stamp, f"-{took_s} seconds")).fetchone()
    db.execute(_COMPLETE, {"entity": entity, "stamp": stamp, "compared": compared})
    removal.remove_kept(db, entity)


def restart(db: sqlite3.Connection, entity: Entity, *, everything: bool) -> None:
    db.execute(_RESTART if everything else _FORGET_CURSOR, (entity,))


def pulled(db: sqlite3.Connection, entity: Entity) -> Pulled:
    row = db.execute("SELECT records, to_the_end, round > 0 FROM pull WHERE entity = ?", (entity,)).fetchone()
    return Pulled(row[0], bool(row[1]), bool(row[2])) if row else Pulled()


def cursor(db: sqlite3.Connection, entity: Entity) -> str | None:
    row = db.execute("SELECT cursor FROM pull WHERE entity = ?", (entity,)).fetchone()
    return row[0] if row else None


def watermark(db: sqlite3.Connection, entity: Entity) -> Watermark | None:
    row = db.execute("SELECT watermark, delta FROM pull WHERE entity = ?", (entity,)).fetchone()
    return Watermark(*row) if row and any(row) else None


def compared_at(db: sqlite3.Connection, entity: Entity, now: str) -> None:
    db.execute("UPDATE pull SET compared = ? WHERE entity = ?", (now, entity))


def compared(db: sqlite3.Connection, entity: Entity) -> str | None:
    row = db.execute("SELECT compared FROM pull WHERE entity = ?", (entity,)).fetchone()
    return row[0] if row else None
