"""What belongs to the operator: the calls, and what the desk remembers. Per identity."""

from __future__ import annotations

import sqlite3
from datetime import UTC

import msgspec

from ctidesk.domain.records import CallRecord, RecordRef
from ctidesk.ports import CrmIdentity


def owner(db: sqlite3.Connection) -> int:
    """The identity that works here now; 0 before the CRM has ever said who we are."""
    value = recall(db, "owner")
    return int(value) if value else 0


def identity(db: sqlite3.Connection) -> CrmIdentity | None:
    row = db.execute("SELECT user, organization FROM identity WHERE id = ?", (owner(db),)).fetchone()
    return CrmIdentity(row[0], row[1]) if row else None


def use_identity(db: sqlite3.Connection, who: CrmIdentity) -> bool:
    """Work as ``who`` from now on, taking over what nobody owned; whether that is somebody else than before."""
    before = identity(db)
    if before == who:
        return False
    names = (who.organization_id, who.user_id)
    db.execute("INSERT OR IGNORE INTO identity (organization, user) VALUES (?, ?)", names)
    (id,) = db.execute("SELECT id FROM identity WHERE organization = ? AND user = ?", names).fetchone()
    remember(db, "owner", str(id))
    for table in ("call", "outbox", "draft"):
        db.execute(f"UPDATE OR REPLACE {table} SET owner = ? WHERE owner = 0", (id,))
    return before is not None


def recall(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT value FROM memory WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def remember(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", (key, value))


def record_call(db: sqlite3.Connection, call: CallRecord) -> None:
    me = owner(db)
    started = call.started.astimezone(UTC).isoformat()
    record = msgspec.json.encode(call).decode()
    db.execute("INSERT OR REPLACE INTO call VALUES (?, ?, ?, ?, ?)", (call.id, me, started, call.completed, record))


def call(db: sqlite3.Connection, id: str) -> CallRecord | None:
    found = db.execute("SELECT record FROM call WHERE owner = ? AND id = ?", (owner(db), id)).fetchone()
    return call_of(found[0]) if found else None


def recent_targets(db: sqlite3.Connection, limit: int) -> tuple[str, ...]:
    target = "record ->> 'transferred_to'"
    found = db.execute(
        f"SELECT {target} FROM call WHERE owner = ? AND {target} <> '' GROUP BY 1 ORDER BY max(started) DESC LIMIT ?",
        (owner(db), limit),
    )
    return tuple(number for (number,) in found)


def unfinished(db: sqlite3.Connection) -> tuple[CallRecord, ...]:
    rows = db.execute("SELECT record FROM call WHERE owner = ? AND NOT completed ORDER BY started", (owner(db),))
    return tuple(call_of(record) for (record,) in rows)


def recent_clients(db: sqlite3.Connection, limit: int) -> tuple[RecordRef, ...]:
    """Whom the operator's latest calls are linked to, the latest first."""
    latest = db.execute("SELECT record FROM call WHERE owner = ? ORDER BY started DESC LIMIT ?", (owner(db), limit))
    linked = (call_of(record).client for (record,) in latest)
    return tuple(dict.fromkeys(client.ref for client in linked if client))


def call_of(record: str) -> CallRecord:
    return msgspec.json.decode(record, type=CallRecord)
