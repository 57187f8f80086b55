"""Cards that are being filled in, kept until they are saved or given up. Per identity."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator

import msgspec

from ctidesk.adapters.cache.journal import owner
from ctidesk.domain.draft import Draft
from ctidesk.domain.records import RecordRef

log = logging.getLogger(__name__)


def keep(db: sqlite3.Connection, draft: Draft) -> None:
    written = msgspec.json.encode(draft).decode()
    db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (draft.ref.id, owner(db), written))


def forget(db: sqlite3.Connection, ref: RecordRef) -> None:
    db.execute("DELETE FROM draft WHERE id = ? AND owner = ?", (ref.id, owner(db)))


def kept(db: sqlite3.Connection) -> tuple[Draft, ...]:
    return tuple(_readable(db))


def _readable(db: sqlite3.Connection) -> Iterator[Draft]:
    """One that another version wrote in other words keeps none of the others from coming back."""
    for id, written in db.execute("SELECT id, draft FROM draft WHERE owner = ? ORDER BY id", (owner(db),)):
        try:
            yield msgspec.json.decode(written, type=Draft)
        except msgspec.MsgspecError as error:
            log.error("the draft of the card %s does not read: %s", id, error)
