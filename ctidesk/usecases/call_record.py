"""Every call leaves exactly one record, whatever happens to the desk (``manual.md``, M25).

The journal on disk follows the legs of the desk; what must reach the CRM goes into the outbox in the same
transaction. The record is created when the call ends and closed when its wrap-up ends; a later change reopens it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ctidesk.domain.call import EndCause, unanswered_result
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.events import (
    CallKept,
    CallMissed,
    CallRefused,
    DispositionChosen,
    Event,
    NoteWritten,
    ProblemArose,
)
from ctidesk.domain.history import was_missed
from ctidesk.domain.outbox import Value, Write, WriteKind, reference
from ctidesk.domain.records import CallRecord, CallResult, Direction, Entity, MatchKind, RecordRef
from ctidesk.ports import Cache, Clock, Numbering
from ctidesk.usecases.session import Session

OPEN = "open"


class CallRecords:
    """Keeps the journal in step with the desk."""

    def __init__(
        self,
        session: Session,
        cache: Cache,
        numbering: Numbering,
        clock: Clock,
        *,
        to_crm: Callable[[], None] | None,
    ) -> None:
        """``to_crm`` is called when something new lies in the outbox; ``None`` where there is no CRM."""
        self._session = session
        self._cache = cache
        self._numbering = numbering
        self._clock = clock
        self._to_crm = to_crm
        self._kept: dict[str, CallRecord] = {}
        self._storing: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        session.react(self._react)

    async def recover(self) -> None:
        """Finish the records of calls that a desk died in; it is not known when those ended."""
        for call in await self._cache.unfinished_calls():
            await self._store(call, finished(call))

    async def settled(self) -> None:
        """Wait until everything that has happened is on disk."""
        while self._storing:
            await asyncio.wait(self._storing)

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, CallRefused):
            self._beside(self._refused(event))
        if isinstance(event, NoteWritten | DispositionChosen) and not after.find_leg(event.leg_id):
            self._edit(event, after)
        legs = (*after.legs, after.last) if after.last else after.legs
        records = {leg.id: leg.record() for leg in legs}
        for record in (self._kept | records).values():
            self._keep(record, after)
        live = {record_id for record_id, record in self._kept.items() if not record.completed} | records.keys()
        self._kept = {record_id: record for record_id, record in self._kept.items() if record_id in live}

    def _keep(self, record: CallRecord, desk: Desk) -> None:
        wrapping_up = desk.wrap_up is not None and desk.wrap_up.leg_id == record.id
        record = replace(record, completed=record.ended is not None and not wrapping_up)
        old = self._kept.get(record.id)
        if record != old:
            self._kept[record.id] = record
            self._beside(self._store(old, record))

    def _edit(self, event: NoteWritten | DispositionChosen, desk: Desk) -> None:
        """A call that the desk no longer holds; its wrap-up may last all the same."""
        kept = self._kept.get(event.leg_id)
        if kept:
            self._keep(edited(kept, event), desk)
        else:
            self._beside(self._edit_past(event))

    async def _edit_past(self, event: NoteWritten | DispositionChosen) -> None:
        async with self._turn:
            try:
                old = await self._cache.call(event.leg_id)
                if old is None:
                    raise DeskError(Problem(ProblemId.NO_CALL_TO_NOTE))
                new = edited(old, event)
                if new != old:
                    await self._put(old, new)
            except DeskError as error:
                self._session.post(ProblemArose(error.problem, self._clock.now()))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._session.spawn(work)
        self._storing.add(task)
        task.add_done_callback(self._storing.discard)

    async def _store(self, old: CallRecord | None, new: CallRecord) -> None:
        """One after the other, in the order of what happened: each builds on what the one before has written."""
        async with self._turn:
            try:
                await self._put(old, new)
            except DeskError as error:
                self._session.post(ProblemArose(error.problem, self._clock.now()))

    async def _put(self, old: CallRecord | None, new: CallRecord) -> None:
        writes = tuple(writes_for(old, new, self._session.desk.operator.user_id)) if self._to_crm else ()
        await self._cache.record_call(new, writes)
        if writes and self._to_crm:
            self._to_crm()
        self._session.post(CallKept(new))
        if was_missed(new) and not (old and was_missed(old)):
            self._session.post(CallMissed(new))

    async def _refused(self, event: CallRefused) -> None:
        """A call that the engine refused: missed, named where its number belongs to one client only."""
        about = event.referral.number if event.referral else ""  # whom to call back (D12)
        raw_number = about or event.raw_number
        matches = await self._cache.lookup(self._numbering.parse(raw_number))
        certain = [match.client for match in matches if match.active and match.kind is MatchKind.E164]
        record = CallRecord(
            id=event.leg_id,
            direction=Direction.INCOMING,
            number=about or event.number or event.raw_number,
            raw_number=raw_number,
            started=event.at,
            ended=event.at,
            result=CallResult.MISSED,
            client=certain[0] if len(certain) == 1 else None,
            name=matches[0].client.name if matches else _shown_name(event),
            completed=True,
        )
        await self._store(None, record)


def edited(call: CallRecord, event: NoteWritten | DispositionChosen) -> CallRecord:
    if isinstance(event, NoteWritten):
        return replace(call, note=event.text)
    return replace(call, disposition=event.code)


def _shown_name(event: CallRefused) -> str:
    return event.referral.name if event.referral and event.referral.number else event.display_name


def finished(call: CallRecord) -> CallRecord:
    """A record that was left behind, brought to its end."""
    if call.ended is not None:
        return replace(call, completed=True)
    result = CallResult.ANSWERED if call.answered else unanswered_result(call.direction, EndCause.REMOTE_HANGUP)
    return replace(call, ended=call.answered or call.started, result=result, completed=True)


def writes_for(old: CallRecord | None, new: CallRecord, user_id: str) -> Iterable[Write]:
    """What the CRM must be told to get from ``old`` (what it was told last) to ``new``."""
    if new.ended is None:
        return
    was_created = old is not None and old.ended is not None
    changed = not was_created or old is None or replace(old, completed=new.completed) != new
    if not was_created:
        yield _write(WriteKind.CREATE, new, values_of(new, user_id))
    elif old and changed:
        if old.completed:
            yield _write(WriteKind.UPDATE, new, {"status": OPEN})
        yield _write(WriteKind.UPDATE, new, values_of(new, user_id))
    if new.completed and (changed or not (old and old.completed)):
        yield _write(WriteKind.CLOSE, new, {"status": closing_status(new)})


def closing_status(call: CallRecord) -> str:
    """Answered = made or received by direction, all others = cancelled."""
    if call.result is not CallResult.ANSWERED:
        return "cancelled"
    return "made" if call.direction is Direction.OUTGOING else "received"


def values_of(call: CallRecord, user_id: str) -> dict[str, Value]:
    """The phone-call record's fields, by canonical name."""
    regarding = call.regarding or (call.client.ref if call.client else None)
    return {
        "subject": " · ".join(part for part in (call.number, call.name) if part),
        "description": description(call),
        "number": call.number,
        "direction": call.direction.value,
        "start": _iso(call.started),
        "end": _iso(call.ended or call.started),
        "duration_minutes": -(-call.duration_s // 60),
        "regarding": reference(regarding) if regarding else None,
        "client": reference(call.client.ref) if call.client else None,
        "operator": reference(RecordRef(Entity.USER, user_id)) if user_id else None,
    }


def description(call: CallRecord) -> str:
    """The result's word and the seconds, then the result code, then the note: each on a line of its own."""
    result = f"{call.result} to {call.transferred_to}" if call.transferred_to else call.result
    head = f"{result}; {call.duration_s} s" if call.result else ""
    return "\n".join(part for part in (head, call.disposition, call.note) if part)


def _write(kind: WriteKind, call: CallRecord, values: dict[str, Value]) -> Write:
    return Write(kind, Entity.PHONE_CALL, call.id, values)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
