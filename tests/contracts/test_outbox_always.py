"""The outbox under everything at once: crashes at any point, lost answers, refusals, conflicts, decisions, pages.

However these come, each record is created once, each change is written once and in order, a client before its call,
and nothing is lost that was not discarded. On a real cache in a folder, and a CRM in memory.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import (
    CrmConflict,
    CrmError,
    CrmForbidden,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    Problem,
    ProblemId,
)
from ctidesk.domain.outbox import Waiting, Write, WriteKind
from ctidesk.domain.phone_number import PhoneNumber, parse
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.ports import Page
from ctidesk.usecases.outbox import Outbox
from ctidesk.usecases.session import Session
from ctidesk.usecases.unsent import resolved
from tests.fakes.crm import IDENTITY, FakeCrm

AWAY = Problem.of(ProblemId.CRM_UNREACHABLE, host="fake")
BUSY = Problem.of(ProblemId.CRM_BUSY, host="fake")
FAULT = Problem.of(ProblemId.CRM_FAULT, "HTTP 400")
FIELDS = ("lastname", "jobtitle")


class Crash(BaseException):
    """The power went."""


TROUBLES: dict[str, Callable[[], BaseException]] = {
    "timeout": lambda: CrmUnavailable(AWAY),
    "429": lambda: CrmUnavailable(BUSY, 30),
    "503": lambda: CrmUnavailable(BUSY),
    "401": lambda: CrmUnauthorized(AWAY),
    "403": lambda: CrmForbidden(FAULT),
    "400": lambda: CrmRefused(FAULT),
    "412": lambda: CrmConflict(FAULT),
    "a mistake of ours": lambda: KeyError("field"),
    "crash before": Crash,
}
AFTERWARDS: dict[str, Callable[[], BaseException]] = {
    "lost answer": lambda: CrmUnavailable(AWAY),
    "crash after": Crash,
}


class TroubledCrm(FakeCrm):
    """Each write meets the next trouble of the list; none when it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.troubles: list[str] = []
        self.too_early: list[Write] = []

    async def write(self, write: Write) -> None:
        trouble = self.troubles.pop(0) if self.troubles else ""
        if trouble in TROUBLES:
            raise TROUBLES[trouble]()
        if any(ref.id not in self.server.rows[ref.entity] for ref in write.refers_to):
            self.too_early.append(write)
        await super().write(write)
        if trouble == "twice":
            await super().write(write)
        if trouble in AFTERWARDS:
            raise AFTERWARDS[trouble]()


class Russian:
    def parse(self, raw: str) -> PhoneNumber:
        return parse(raw)


class OutboxAlways(RuleBasedStateMachine):
    """``tags`` are values that occur once: each stands for one change. ``given_up`` are those the operator let go."""

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.crm = TroubledCrm()
        self.contacts: list[str] = []
        self.tags: dict[str, str] = {}
        self.given_up: set[str] = set()
        self.run(self.open())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    async def open(self) -> None:
        self.cache = SqliteCache(Path(self.folder.name) / "cache.sqlite")
        await self.cache.open()
        await self.cache.belongs_to(IDENTITY)
        self.outbox = Outbox(Session(Desk(), Russian()), self.cache)

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.settle()
            self.run(self.cache.close())
            self.runner.close()
            self.folder.cleanup()

    # --- what the operator does ------------------------------------------------------------------------------------

    def tag(self, record_id: str) -> str:
        tag = f"v{len(self.tags):04}"
        self.tags[tag] = record_id
        return tag

    def enqueue(self, *writes: Write) -> None:
        self.run(self.cache.enqueue(writes))

    @precondition(lambda self: len(self.contacts) < 3)
    @rule()
    def a_new_client(self) -> None:
        self.contacts.append(str(uuid4()))
        values = {"lastname": self.tag(self.contacts[-1])}
        self.enqueue(Write(WriteKind.CREATE, Entity.CONTACT, self.contacts[-1], dict(values)))

    @precondition(lambda self: self.contacts)
    @rule(data=st.data())
    def a_call(self, data: st.DataObject) -> None:
        client = f"contact:{data.draw(st.sampled_from(self.known()))}" if self.known() else None
        id = str(uuid4())
        values = {"subject": self.tag(id), "direction": "incoming", "client": client, "regarding": client}
        create = Write(WriteKind.CREATE, Entity.PHONE_CALL, id, dict(values))
        change = Write(WriteKind.UPDATE, Entity.PHONE_CALL, id, {"description": self.tag(id)})
        close = Write(WriteKind.CLOSE, Entity.PHONE_CALL, id, {"status": "received"})
        self.enqueue(create, change, close)

    @precondition(lambda self: self.known())
    @rule(data=st.data(), fields=st.sets(st.sampled_from(FIELDS), min_size=1))
    def an_edit(self, data: st.DataObject, fields: set[str]) -> None:
        id = data.draw(st.sampled_from(self.known()))
        row = self.run(self.cache.values(RecordRef(Entity.CONTACT, id)))
        values = {name: self.tag(id) for name in sorted(fields)}
        base = {name: row.get(name) for name in values}
        self.enqueue(Write(WriteKind.UPDATE, Entity.CONTACT, id, dict(values), base))

    def known(self) -> list[str]:
        """Clients that the operator finds."""
        refs = (RecordRef(Entity.CONTACT, id) for id in self.contacts)
        return [ref.id for ref in refs if self.run(self.cache.card(ref))]

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def a_discard(self, data: st.DataObject) -> None:
        before = self.waiting()
        item = data.draw(st.sampled_from(before))
        assert self.run(self.cache.discard(item.seq))
        left = {item.seq for item in self.waiting()}
        self.given_up |= {tag for item in before if item.seq not in left for tag in tags_of(item.write)}

    @precondition(lambda self: any(item.parked for item in self.waiting()))
    @rule(data=st.data(), mine=st.booleans())
    def a_decision(self, data: st.DataObject, mine: bool) -> None:
        item = data.draw(st.sampled_from([item for item in self.waiting() if item.parked]))
        self.decide(item, mine=mine)

    def decide(self, item: Waiting, *, mine: bool) -> None:
        if not item.theirs:
            assert self.run(self.cache.retry(item.seq))
            return
        later = {name for other in self.waiting() if other.seq > item.seq for name in other.write.values}
        write = resolved(item, dict.fromkeys(item.theirs, "mine" if mine else "theirs"))
        self.given_up |= set(tags_of(item.write)) - set(tags_of(write))
        cache = self.cache
        assert self.run(cache.amend(item.seq, write) if write.values else cache.discard(item.seq))
        shown = self.run(cache.values(item.write.record))
        assert mine or all(shown[name] == theirs for name, theirs in item.theirs.items() if name not in later)

    # --- what happens ----------------------------------------------------------------------------------------------

    @rule(troubles=st.lists(st.sampled_from(["", "twice", *TROUBLES, *AFTERWARDS]), max_size=4))
    def carrying(self, troubles: list[str]) -> None:
        self.crm.troubles = list(troubles)
        self.outbox._later.clear()
        try:
            with suppress(CrmError):
                self.run(self.outbox.carry(self.crm))
        except Crash:
            self.crash()
        self.crm.troubles = []

    @rule()
    def crash(self) -> None:
        """The process is gone; what it had not committed is not there."""
        self.run(self.cache.close())
        self.run(self.open())

    @precondition(lambda self: self.crm.server.rows[Entity.CONTACT])
    @rule(data=st.data(), name=st.sampled_from(FIELDS))
    def somebody_else(self, data: st.DataObject, name: str) -> None:
        id = data.draw(st.sampled_from(sorted(self.crm.server.rows[Entity.CONTACT])))
        self.crm.server.put(Entity.CONTACT, id, **{name: f"theirs {uuid4()}"})

    @rule()
    def a_pull(self) -> None:
        rows = [dict(row) for row in self.crm.server.rows[Entity.CONTACT].values()]
        self.run(self.cache.store_page(Entity.CONTACT, Page(rows, None)))

    # --- what holds ------------------------------------------------------------------------------------------------

    def waiting(self) -> tuple[Waiting, ...]:
        found: tuple[Waiting, ...] = self.run(self.cache.outbox())
        return found

    def written(self) -> list[str]:
        """The tags in the order in which they reached the CRM; a repetition at once counts as one."""
        every = [tag for write in self.crm.written for tag in tags_of(write)]
        return [tag for tag, _ in groupby(every)]

    @invariant()
    def nothing_is_lost_that_was_not_given_up(self) -> None:
        if hasattr(self, "cache"):
            waiting = {tag for item in self.waiting() for tag in tags_of(item.write)}
            assert self.tags.keys() == waiting | set(self.written()) | self.given_up

    @invariant()
    def no_record_goes_before_one_that_it_refers_to(self) -> None:
        assert not hasattr(self, "crm") or not self.crm.too_early

    @invariant()
    def the_copy_shows_what_waits(self) -> None:
        if not hasattr(self, "cache"):
            return
        last = {(w.record, n): v for item in self.waiting() for w in [item.write] for n, v in w.values.items()}
        for (record, name), value in last.items():
            if record.entity is Entity.CONTACT:
                row = self.run(self.cache.values(record))
                assert row and row[name] == value

    @invariant()
    def a_conflict_is_with_somebody_else_or_with_what_was_given_up(self) -> None:
        if hasattr(self, "cache"):
            theirs = {str(value) for item in self.waiting() for value in item.theirs.values()}
            assert all(value.startswith("theirs") or value in self.given_up for value in theirs)

    def settle(self) -> None:
        """The CRM works, and the operator decides for his own."""
        for _ in range(4 * len(self.tags) + 1):
            self.outbox._later.clear()
            self.run(self.outbox.carry(self.crm))
            for item in self.waiting():
                if item.parked:
                    self.decide(item, mine=True)
            if not self.waiting():
                break
        assert not self.waiting(), "everything arrives in the end"
        self.a_pull()
        self.each_record_once_and_each_change_in_order()
        self.the_copy_is_the_crm()

    def each_record_once_and_each_change_in_order(self) -> None:
        written = self.written()
        creates = [write.record for write in self.crm.written if write.kind is WriteKind.CREATE]
        assert len(set(creates)) == len(creates)
        assert self.tags.keys() - self.given_up <= set(written)
        for record in set(self.tags.values()):
            for group in ({"lastname"}, {"jobtitle"}, {"subject"}, {"description"}):
                own = [
                    str(write.values[name])
                    for write in self.crm.written
                    for name in group & write.values.keys()
                    if write.record_id == record
                ]
                once = [tag for tag, _ in groupby(own)]
                assert once == sorted(set(own)), "in order, and none again after another"
        for id, row in self.crm.server.rows[Entity.PHONE_CALL].items():
            if not {tag for tag, of in self.tags.items() if of == id} & self.given_up:
                assert row["subject"] and row["description"]

    def the_copy_is_the_crm(self) -> None:
        for id in self.contacts:
            row = self.crm.server.rows[Entity.CONTACT].get(id)
            mine = self.run(self.cache.values(RecordRef(Entity.CONTACT, id)))
            assert (row is None) == (mine is None)
            for name in FIELDS:
                assert row is None or mine[name] == row.get(name)


def tags_of(write: Write) -> list[str]:
    return [str(value) for value in write.values.values() if str(value)[:1] == "v"]


OutboxAlways.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TestOutboxAlways = OutboxAlways.TestCase
