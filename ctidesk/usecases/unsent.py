"""What waits in the outbox, told to a person, and what he decides: once more, not at all, or whose value stands."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import replace
from typing import Any

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import (
    ClientLinked,
    Event,
    OutboxChanged,
    SyncState,
    UnsentClosed,
    UnsentListed,
    UnsentOpened,
)
from ctidesk.domain.intents import CloseUnsent, DiscardWrite, OpenUnsent, ResolveConflict, RetryWrite
from ctidesk.domain.outbox import REFERENCES, Listed, Value, Waiting, Write, WriteKind, referenced, states
from ctidesk.domain.record_fields import REQUIRED
from ctidesk.domain.records import CallRecord, Entity, RecordRef
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.beside import beside
from ctidesk.usecases.outbox import Outbox
from ctidesk.usecases.session import Session

CALLS_TOLD = 500
"""Waiting calls are named from the journal, its newest rows."""


class Unsent:
    """Lists the outbox while its window is open; the methods carry out decisions and raise :class:`Refused`."""

    def __init__(self, session: Session, cache: Cache, clock: Clock, outbox: Outbox) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        self._outbox = outbox
        self._stale = self._telling = False
        session.on(OpenUnsent, self.open)
        session.on(CloseUnsent, lambda _: session.post(UnsentClosed()))
        session.on(RetryWrite, lambda intent: self._beside(self.retry(intent)))
        session.on(DiscardWrite, lambda intent: self._beside(self.discard(intent)))
        session.on(ResolveConflict, lambda intent: self._beside(self.resolve(intent)))
        session.react(self._react)

    def open(self, intent: OpenUnsent) -> None:
        if self._session.desk.crm.sync is SyncState.OFF:
            raise Refused(Problem(ProblemId.CRM_OFF))
        self._session.post(UnsentOpened())

    async def listed(self) -> tuple[Listed, ...]:
        """Every waiting write, oldest first, with the names that a person knows."""
        items = await self._cache.outbox()
        standing = states(items, self._session.desk.crm.sending)
        names = await self._names(items)
        return tuple(_listed(item, standing, names) for item in items)

    # --- decisions -----------------------------------------------------------------------------------------------

    async def retry(self, intent: RetryWrite) -> None:
        if not await self._cache.retry(intent.seq):
            raise Refused(Problem(ProblemId.NO_SUCH_WRITE))
        self._outbox.hurry()

    async def discard(self, intent: DiscardWrite) -> None:
        async with self._outbox.deciding:
            item = await self._waiting(intent.seq)
            await self._cache.discard(item.seq)
        if item.write.kind is WriteKind.CREATE:
            self._unlink(item.write.record)
        self._outbox.wake()

    async def resolve(self, intent: ResolveConflict) -> None:
        async with self._outbox.deciding:
            item = await self._waiting(intent.seq)
            write = resolved(item, intent.choices)
            await (self._cache.amend(item.seq, write) if write.values else self._cache.discard(item.seq))
        self._outbox.hurry()

    async def _waiting(self, seq: int) -> Waiting:
        """The write that is decided on, which must not be on its way."""
        if self._session.desk.crm.sending == seq:
            raise Refused(Problem(ProblemId.WRITE_UNDER_WAY))
        item = next((item for item in await self._cache.outbox() if item.seq == seq), None)
        if item is None:
            raise Refused(Problem(ProblemId.NO_SUCH_WRITE))
        return item

    def _unlink(self, gone: RecordRef) -> None:
        """No call of the desk may name a client that will not be: its record could not be stored."""
        desk = self._session.desk
        for leg in (*desk.legs, *((desk.last,) if desk.last else ())):
            if leg.client and leg.client.ref == gone:
                self._session.post(ClientLinked(leg.id, None))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        beside(self._session, self._clock, work)

    # --- telling -------------------------------------------------------------------------------------------------

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, UnsentOpened) or (isinstance(event, OutboxChanged) and after.unsent):
            self._stale = True
            if not self._telling:
                self._telling = True
                self._beside(self._tell())

    async def _tell(self) -> None:
        """One list at a time: while a thousand writes go out, it is read as often as it can be, and no oftener."""
        try:
            while self._stale:
                self._stale = False
                self._session.post(UnsentListed(await self.listed()))
        finally:
            self._telling = False

    async def _names(self, items: Iterable[Waiting]) -> dict[RecordRef, str]:
        concerned = dict.fromkeys(ref for item in items for ref in _concerned(item))
        calls = await self._cache.calls(CALLS_TOLD) if any(ref.entity is Entity.PHONE_CALL for ref in concerned) else ()
        names = {RecordRef(Entity.PHONE_CALL, call.id): _name_of_call(call) for call in calls}
        for ref in concerned:
            if ref not in names:
                names[ref] = await self._name(ref)
        return names

    async def _name(self, ref: RecordRef) -> str:
        if ref.entity is Entity.USER:
            user = await self._cache.operator(ref.id)
            return user.name if user else ""
        card = await self._cache.card(ref)
        if card:
            return card.client.name
        values = await self._cache.values(ref) or {}
        return str(values.get("title") or values.get("name") or "")


def resolved(item: Waiting, choices: Mapping[str, str]) -> Write:
    """The write after the decision: "mine" is written over what is theirs now, "theirs" is written no more.

    Raises :class:`Refused` where there is no conflict, or a field in it is not decided.
    """
    if not item.theirs or choices.keys() != item.theirs.keys() or not set(choices.values()) <= {"mine", "theirs"}:
        raise Refused(Problem.of(ProblemId.CHOICE_INCOMPLETE, fields=", ".join(item.theirs)))
    write = item.write
    dropped = {name for name, whose in choices.items() if whose == "theirs"}
    values = {name: value for name, value in write.values.items() if name not in dropped}
    base = {name: item.theirs.get(name, value) for name, value in write.base.items() if name not in dropped}
    return replace(write, values=values, base=base)


def _concerned(item: Waiting) -> Iterable[RecordRef]:
    yield item.write.record
    for name in item.write.values:
        yield from (referenced(str(value)) for value in _sides(item, name) if name in REFERENCES and value)


def _sides(item: Waiting, name: str) -> tuple[Value, ...]:
    return item.write.values.get(name), item.write.base.get(name), item.theirs.get(name)


def _listed(item: Waiting, standing: Mapping[int, Any], names: Mapping[RecordRef, str]) -> Listed:
    name = names.get(item.write.record) or _own_name(item.write)
    known = {f"{ref.entity}:{ref.id}": names[ref] for ref in _concerned(item) if names.get(ref)}
    return Listed(item, standing[item.seq], name, tuple(known.items()))


def _own_name(write: Write) -> str:
    """Of a record that is nowhere but in the outbox."""
    fields = ("subject",) if write.entity is Entity.PHONE_CALL else REQUIRED.get(write.entity, ())
    return " ".join(str(value) for name in fields if (value := write.values.get(name)))


def _name_of_call(call: CallRecord) -> str:
    return ", ".join(part for part in (call.number, call.client.name if call.client else call.name) if part)
