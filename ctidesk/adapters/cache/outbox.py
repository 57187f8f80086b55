"""The outbox on disk, and the copy with what waits in it laid over.

A record that has writes waiting is kept twice: as the CRM gave it last (``pristine``), and in the copy, where the
operator already finds what he has done. Whatever changes either one makes the record anew, in the same transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from ctidesk.adapters.cache import copied, removal
from ctidesk.adapters.cache.journal import owner
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.outbox import Change, Value, Waiting, Write, WriteKind, amended, discarded, linked
from ctidesk.domain.records import Entity, RecordRef, Row

_COLUMNS = "seq, kind, entity, record_id, fields, base, tries, error, parked, theirs"
_ALL = f"SELECT {_COLUMNS} FROM outbox WHERE owner = ? ORDER BY seq"
_OF_RECORD = f"SELECT {_COLUMNS} FROM outbox WHERE owner = ? AND entity = ? AND record_id = ? ORDER BY seq"
_APPEND = "INSERT INTO outbox (owner, kind, entity, record_id, fields, base) VALUES (?, ?, ?, ?, ?, ?)"
_FAILED = "UPDATE outbox SET tries = tries + 1, error = ?, parked = ?, theirs = ? WHERE seq = ?"
_AMEND = "UPDATE outbox SET fields = ?, base = ? WHERE seq = ?"
_UNPARK = "UPDATE outbox SET parked = 0, error = '', theirs = '{}' WHERE seq = ?"
_KEEP = "INSERT OR REPLACE INTO pristine VALUES (?, ?, ?)"
_NEW_ROW: Row = {"modified": None, "state": 0}


# --- the list -----------------------------------------------------------------------------------------------------


def waiting(db: sqlite3.Connection) -> tuple[Waiting, ...]:
    return linked(map(_waiting, db.execute(_ALL, (owner(db),))))


def append(db: sqlite3.Connection, writes: Sequence[Write]) -> None:
    """Take the writes up, and show them in the copy."""
    for write in writes:
        _begin(db, write)
        names = (owner(db), write.kind, write.entity, write.record_id)
        db.execute(_APPEND, (*names, _json(write.values), _json(write.base)))
    for ref in dict.fromkeys(write.record for write in writes):
        _make_anew(db, ref)


def done(db: sqlite3.Connection, seq: int) -> None:
    """The CRM has it; the copy shows it already."""
    item = _find(db, seq)
    if item is None:
        return
    db.execute("DELETE FROM outbox WHERE seq = ?", (seq,))
    new = item.write.kind is WriteKind.CREATE
    if new:
        removal.is_there_again(db, item.write.entity, [item.write.record_id])
    _learn(db, item.write.record, item.write.values, new=new)
    _forget_settled(db, item.write.record)


def failed(
    db: sqlite3.Connection, seq: int, problem: Problem, parked: bool, theirs: Mapping[str, Value] | None = None
) -> None:
    item = _find(db, seq)
    if item is None:
        return
    db.execute(_FAILED, (msgspec.json.encode(problem).decode(), parked, _json(theirs or {}), seq))
    _learn(db, item.write.record, theirs or {})


# --- decisions ----------------------------------------------------------------------------------------------------


def retry(db: sqlite3.Connection, seq: int) -> bool:
    """Whether there is such a write, as everywhere below."""
    return db.execute(_UNPARK, (seq,)).rowcount > 0


def discard(db: sqlite3.Connection, seq: int) -> bool:
    items = waiting(db)
    if not _is_there(items, seq):
        return False
    _carry_out(db, items, discarded(items, seq))
    return True


def amend(db: sqlite3.Connection, seq: int, write: Write) -> bool:
    items = waiting(db)
    if not _is_there(items, seq):
        return False
    db.execute(_UNPARK, (seq,))
    _carry_out(db, items, amended(items, seq, write))
    return True


def _carry_out(db: sqlite3.Connection, items: Sequence[Waiting], change: Change) -> None:
    db.executemany("DELETE FROM outbox WHERE seq = ?", ((seq,) for seq in change.removed))
    for seq, write in change.changed.items():
        db.execute(_AMEND, (_json(write.values), _json(write.base), seq))
    touched = (item.write.record for item in items if item.seq in change.removed or item.seq in change.changed)
    for ref in dict.fromkeys(touched):
        _make_anew(db, ref)
        _forget_settled(db, ref)


# --- the copy -----------------------------------------------------------------------------------------------------


def lay_over(db: sqlite3.Connection, entity: Entity, rows: Iterable[Row], deleted: Collection[str]) -> None:
    """The CRM gave ``rows`` and took ``deleted`` away: what waits stands over the copy again."""
    ids = _pending(db, entity)
    given = {str(row["id"]): row for row in rows if row["id"] in ids} if ids else {}
    gone = ids.intersection(deleted)
    db.executemany(_KEEP, ((entity, id, _json(row)) for id, row in given.items()))
    db.executemany("DELETE FROM pristine WHERE entity = ? AND id = ?", ((entity, id) for id in gone))
    for id in sorted(given.keys() | gone):
        _make_anew(db, RecordRef(entity, id))


def lay_over_all(db: sqlite3.Connection, entities: Iterable[Entity] = copied.COPIED) -> None:
    """The same after the copy was emptied, or swept of what the CRM no longer has."""
    for entity in entities:
        for id in sorted(_pending(db, entity)):
            _make_anew(db, RecordRef(entity, id))


def forget_pristine(db: sqlite3.Connection) -> None:
    """The copy has been emptied."""
    db.execute("DELETE FROM pristine")


def _begin(db: sqlite3.Connection, write: Write) -> None:
    """The record as it is before the first write to it that waits."""
    if write.entity not in copied.COPIED or _of_record(db, write.record):
        return
    row = copied.row(db, write.record)
    if row:
        db.execute(_KEEP, (write.entity, write.record_id, _json(row)))


def _make_anew(db: sqlite3.Connection, ref: RecordRef) -> None:
    """The record in the copy: what the CRM gave last, with everything that waits laid over."""
    if ref.entity not in copied.COPIED:
        return
    writes = _of_record(db, ref)
    row = _pristine(db, ref)
    if row is None and writes and writes[0].kind is WriteKind.CREATE:
        row = {**_NEW_ROW, "id": ref.id}
    if row is None:
        if not writes:
            copied.remove(db, ref)
        return
    for write in writes:
        row = copied.with_values(row, write.values)
    copied.put(db, ref, row)


def _learn(db: sqlite3.Connection, ref: RecordRef, values: Mapping[str, Value], *, new: bool = False) -> None:
    """The CRM holds these values of a record by now."""
    row = _pristine(db, ref) or ({**_NEW_ROW, "id": ref.id} if new else None)
    if row is not None and values and ref.entity in copied.COPIED:
        db.execute(_KEEP, (ref.entity, ref.id, _json(copied.with_values(row, dict(values)))))


def _forget_settled(db: sqlite3.Connection, ref: RecordRef) -> None:
    if not _of_record(db, ref):
        db.execute("DELETE FROM pristine WHERE entity = ? AND id = ?", (ref.entity, ref.id))


def _pristine(db: sqlite3.Connection, ref: RecordRef) -> Row | None:
    found = db.execute("SELECT fields FROM pristine WHERE entity = ? AND id = ?", (ref.entity, ref.id)).fetchone()
    return json.loads(found[0]) if found else None


# --- rows ---------------------------------------------------------------------------------------------------------


def _pending(db: sqlite3.Connection, entity: Entity) -> set[str]:
    sql = "SELECT DISTINCT record_id FROM outbox WHERE entity = ? AND owner = ?"
    return {id for (id,) in db.execute(sql, (entity, owner(db)))} if entity in copied.COPIED else set()


def _of_record(db: sqlite3.Connection, ref: RecordRef) -> list[Write]:
    rows = db.execute(_OF_RECORD, (owner(db), ref.entity, ref.id)).fetchall()
    return [_waiting(row).write for row in rows]


def _find(db: sqlite3.Connection, seq: int) -> Waiting | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM outbox WHERE seq = ?", (seq,)).fetchone()
    return _waiting(row) if row else None


def _is_there(items: Iterable[Waiting], seq: int) -> bool:
    return any(item.seq == seq for item in items)


def _waiting(row: tuple[object, ...]) -> Waiting:
    seq, kind, entity, record_id, fields, base, tries, error, parked, theirs = map(str, row)
    write = Write(WriteKind(kind), Entity(entity), record_id, json.loads(fields), json.loads(base))
    return Waiting(int(seq), write, int(tries), _problem(error), parked == "1", json.loads(theirs))


def _problem(error: str) -> Problem | None:
    """Schema 1 kept a text, and a later version may know problems that this one does not."""
    try:
        return msgspec.json.decode(error, type=Problem) if error else None
    except msgspec.DecodeError:
        return Problem.of(ProblemId.CRM_WRITE_REFUSED, error)


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False)
