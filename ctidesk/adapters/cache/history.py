"""Looking back at the operator's calls: a page of them by filter, what was missed, whom he has called back, and when
he last spoke with whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from ctidesk.adapters.cache.journal import call_of, owner, recall, remember
from ctidesk.adapters.cache.text import fold
from ctidesk.domain.history import CallKind, CallQuery
from ctidesk.domain.records import CallRecord, RecordRef

_SEEN = "missed_seen"
_KINDS = {
    CallKind.ALL: "",
    CallKind.INCOMING: " AND direction = 'incoming'",
    CallKind.OUTGOING: " AND direction = 'outgoing'",
    CallKind.MISSED: " AND direction = 'incoming' AND result = 'missed'",
}
_RETURNED = """
SELECT min(started) FROM call WHERE owner = ? AND number = ? AND started > ?
AND direction = 'outgoing' AND result IN ('answered', 'transferred')
"""
LAST_SPOKEN = """
SELECT started FROM call WHERE owner = ? AND record ->> '$.client.ref.id' = ?
AND record ->> '$.client.ref.entity' = ? AND result IN ('answered', 'transferred') ORDER BY started DESC LIMIT 1
"""
_MISSED = f"SELECT count(*) FROM call WHERE owner = ? AND started > ?{_KINDS[CallKind.MISSED]}"


def calls(db: sqlite3.Connection, limit: int, query: CallQuery) -> tuple[CallRecord, ...]:
    where, values = _condition(db, query)
    rows = db.execute(f"SELECT record FROM call WHERE {where} ORDER BY started DESC, id DESC LIMIT ?", (*values, limit))
    return tuple(call_of(record) for (record,) in rows)


def returned(db: sqlite3.Connection, missed: Sequence[CallRecord]) -> dict[str, datetime]:
    me = owner(db)
    began = {one.id: db.execute(_RETURNED, (me, one.number, stored(one.started))).fetchone()[0] for one in missed}
    return {id: datetime.fromisoformat(at) for id, at in began.items() if at}


def last_spoken(db: sqlite3.Connection, clients: Sequence[RecordRef]) -> dict[RecordRef, datetime]:
    me = owner(db)
    began = {ref: db.execute(LAST_SPOKEN, (me, ref.id, ref.entity)).fetchone() for ref in clients}
    return {ref: datetime.fromisoformat(row[0]) for ref, row in began.items() if row}


def missed(db: sqlite3.Connection) -> int:
    """Before the CRM has said who we are, nobody's mark is ours."""
    me = owner(db)
    seen = recall(db, f"{_SEEN}/{me}") or recall(db, f"{_SEEN}/0") or ""
    return int(db.execute(_MISSED, (me, seen)).fetchone()[0])


def missed_seen(db: sqlite3.Connection, at: datetime) -> None:
    remember(db, f"{_SEEN}/{owner(db)}", stored(at))


def stored(at: datetime) -> str:
    """A time as the column ``started`` has it: it sorts as text."""
    return at.astimezone(UTC).isoformat()


def _condition(db: sqlite3.Connection, query: CallQuery) -> tuple[str, list[Any]]:
    where = "owner = ?" + _KINDS[query.kind]
    values: list[Any] = [owner(db)]
    if query.since:
        where, values = where + " AND started >= ?", [*values, stored(query.since)]
    if query.until:
        where, values = where + " AND started < ?", [*values, stored(query.until)]
    if query.before:
        started, id = query.before
        where, values = where + " AND (started, id) < (?, ?)", [*values, stored(started), id]
    if query.text:
        _register(db, query.text)
        where += " AND mentions(record)"
    return where, values


def _register(db: sqlite3.Connection, text: str) -> None:
    """SQLite folds ASCII only, and a call is looked through rarely: no index is worth its upkeep here."""
    wanted = Mentions(text)
    db.create_function("mentions", 1, lambda record: wanted.in_call(call_of(record)), deterministic=True)


class Mentions:
    """Whether a call has all that was typed: as the digits of its number, or as beginnings of words."""

    def __init__(self, text: str) -> None:
        self._words = fold(text).split()
        digits = "".join(char for char in text if char.isdecimal())
        self._digits = "" if any(char.isalpha() for char in text) else digits.removeprefix("8") or digits

    def in_call(self, call: CallRecord) -> bool:
        """«8 495» is «+7 495»: a trunk prefix is not looked for."""
        if self._digits and (self._digits in call.number or self._digits in call.raw_number):
            return True
        organization = call.client.organization if call.client else ""
        told = fold(" ".join((call.name, organization, call.disposition, call.note)))
        words = told.split()
        return bool(self._words) and all(any(word.startswith(begun) for word in words) for begun in self._words)
