"""The journal in memory: the part of the cache that keeps the operator's calls, and what waits for the CRM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ctidesk.domain.errors import DeskError
from ctidesk.domain.history import CallKind, CallQuery, place_of, was_missed
from ctidesk.domain.outbox import Write
from ctidesk.domain.records import CallRecord, CallResult, Direction, RecordRef
from ctidesk.ports import EVERY_CALL, OperatorRecord

SPOKEN = (CallResult.ANSWERED, CallResult.TRANSFERRED)


@dataclass
class FakeJournal:
    kept: dict[str, CallRecord] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)
    operators: dict[str, OperatorRecord] = field(default_factory=dict)
    seen: datetime | None = None
    failure: DeskError | None = None

    async def record_call(self, call: CallRecord, writes: Sequence[Write] = ()) -> None:
        if self.failure:
            raise self.failure
        self.kept[call.id] = call
        self.writes += writes

    async def calls(self, limit: int = 100, query: CallQuery = EVERY_CALL) -> tuple[CallRecord, ...]:
        newest_first = sorted(self.kept.values(), key=place_of, reverse=True)
        return tuple([call for call in newest_first if fits(call, query)][:limit])

    async def call(self, id: str) -> CallRecord | None:
        return self.kept.get(id)

    async def returned(self, missed: Sequence[CallRecord]) -> Mapping[str, datetime]:
        began = {call.id: min(self._later(call), default=None) for call in missed}
        return {id: at for id, at in began.items() if at}

    async def last_spoken(self, clients: Sequence[RecordRef]) -> Mapping[RecordRef, datetime]:
        began = {ref: max(self._spoken_with(ref), default=None) for ref in clients}
        return {ref: at for ref, at in began.items() if at}

    async def missed(self) -> int:
        missed = (call for call in self.kept.values() if was_missed(call))
        return sum(1 for call in missed if self.seen is None or call.started > self.seen)

    async def missed_seen(self, at: datetime) -> None:
        self.seen = at

    async def unfinished_calls(self) -> tuple[CallRecord, ...]:
        return tuple(call for call in self.kept.values() if not call.completed)

    async def operator(self, user_id: str) -> OperatorRecord | None:
        return self.operators.get(user_id)

    def _spoken_with(self, ref: RecordRef) -> list[datetime]:
        spoken = (call for call in self.kept.values() if call.result in SPOKEN)
        return [call.started for call in spoken if call.client and call.client.ref == ref]

    def _later(self, missed: CallRecord) -> list[datetime]:
        spoken = (c for c in self.kept.values() if c.direction is Direction.OUTGOING and c.result in SPOKEN)
        return [call.started for call in spoken if call.number == missed.number and call.started > missed.started]


def fits(call: CallRecord, query: CallQuery) -> bool:
    ways = {CallKind.INCOMING: Direction.INCOMING, CallKind.OUTGOING: Direction.OUTGOING}
    return (
        (query.kind is not CallKind.MISSED or was_missed(call))
        and call.direction is ways.get(query.kind, call.direction)
        and (query.since is None or call.started >= query.since)
        and (query.until is None or call.started < query.until)
        and (query.before is None or place_of(call) < query.before)
        and mentions(call, query.text)
    )


def mentions(call: CallRecord, text: str) -> bool:
    digits = "".join(char for char in text if char.isdecimal())
    if digits and not any(char.isalpha() for char in text):
        return (digits.removeprefix("8") or digits) in f"{call.number} {call.raw_number}"
    organization = call.client.organization if call.client else ""
    told = " ".join((call.name, organization, call.disposition, call.note)).casefold().replace("ё", "е")
    words = "".join(char if char.isalnum() else " " for char in told).split()
    wanted = text.casefold().replace("ё", "е").split()
    return all(any(word.startswith(begun) for word in words) for begun in wanted)
