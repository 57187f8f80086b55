"""The ``Cache`` port on SQLite: one thread writes, one reads, one lists: a look-up waits for neither of the others."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from ctidesk.adapters.cache import (
    cards,
    census,
    copied,
    drafts,
    find,
    history,
    journal,
    listing,
    outbox,
    pull,
    rounds,
    search,
    staff,
)
from ctidesk.adapters.cache.backlog import Backlog, Work
from ctidesk.adapters.cache.connection import mark_suspect, open_reader, transaction
from ctidesk.adapters.cache.convert import adopt, wanted_file
from ctidesk.adapters.cache.file import CacheFile, Keys, database_errors, is_corrupt, is_full
from ctidesk.adapters.cache.listing import Listings
from ctidesk.adapters.cache.salvage import open_or_replace
from ctidesk.domain.draft import Draft
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.history import CallQuery
from ctidesk.domain.listing import PAGE_ROWS, ListPage, ListQuery
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.outbox import Value, Waiting, Write
from ctidesk.domain.phone_number import PhoneNumber
from ctidesk.domain.presence import Colleague
from ctidesk.domain.records import CLIENTS, FOUND_ROWS, CallRecord, Card, Entity, Match, RecordRef, Row
from ctidesk.ports import CrmIdentity, OperatorRecord, Page, Pulled, Watermark

log = logging.getLogger(__name__)

T = TypeVar("T")
LOOK_FOR_ROOM_S = 5.0
_STATUS, _FAVOURITES = "status", "favourites"
EVERY_CALL = CallQuery()


class SqliteCache:
    """``country`` says how numbers without a country code are read; ``keys`` keeps the key of an encrypted file.

    ``nameless``: the file of the days before there was one for each account; it becomes this one.
    """

    def __init__(
        self,
        path: Path,
        country: str = "RU",
        *,
        encrypt: bool = False,
        keys: Keys | None = None,
        nameless: Path | None = None,
    ) -> None:
        self._path = path
        self._country = country
        self._nameless = nameless
        self._wanted = partial(wanted_file, path, encrypt=encrypt, keys=keys)
        self._file: CacheFile | None = None
        self._writing = ThreadPoolExecutor(1, "cache-writer")
        self._reading = ThreadPoolExecutor(1, "cache-reader")
        self._listing = ThreadPoolExecutor(1, "cache-lists")
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None
        self._lister: sqlite3.Connection | None = None
        self._listings = Listings()
        self._backlog = Backlog(partial(is_full, path=path))
        self._waiting_for_room: asyncio.Task[None] | None = None
        self._asked = False
        self._unopened: Problem | None = None
        self._closed = False

    async def open(self) -> None:
        self._asked = True
        try:
            await self._in(self._writing, self._writing_connection)
            await self._in(self._reading, self._reading_connection)
        except DeskError as error:
            self._unopened = error.problem
            raise
        await self._write(outbox.lay_over_all)  # a copy that was broken begins empty

    async def close(self) -> None:
        if self._waiting_for_room:
            self._waiting_for_room.cancel()
        if not self._closed:
            await asyncio.get_running_loop().run_in_executor(self._writing, self._last_attempt)
        opened = ((self._reading, self._reader), (self._listing, self._lister), (self._writing, self._writer))
        for pool, db in opened:
            if db and not self._closed:
                await self._in(pool, db.close)
        self._closed = True
        self._writer = self._reader = self._lister = None
        for pool, _ in opened:
            pool.shutdown()

    # --- whose copy it is ----------------------------------------------------------------------------------------

    async def identity(self) -> CrmIdentity | None:
        return await self._read(journal.identity)

    async def belongs_to(self, identity: CrmIdentity) -> None:
        def take(db: sqlite3.Connection) -> None:
            if journal.use_identity(db, identity):
                pull.wipe(db)
                outbox.forget_pristine(db)
            outbox.lay_over_all(db)

        await self._write(take, durable=True)

    # --- the copy ------------------------------------------------------------------------------------------------

    async def store_page(self, entity: Entity, page: Page) -> None:
        def store(db: sqlite3.Connection) -> None:
            rounds.store_page(db, entity, page)
            outbox.lay_over(db, entity, page.rows, page.deleted)

        await self._write(store)

    async def store_records(self, entity: Entity, rows: Sequence[Row]) -> None:
        def store(db: sqlite3.Connection) -> None:
            pull.store_rows(db, entity, rows)
            outbox.lay_over(db, entity, rows, ())

        await self._write(store)

    async def pull_cursor(self, entity: Entity) -> str | None:
        return await self._write(lambda db: rounds.cursor(db, entity))

    async def pulled(self, entity: Entity) -> Pulled:
        return await self._write(lambda db: rounds.pulled(db, entity))

    async def watermark(self, entity: Entity) -> Watermark | None:
        return await self._write(lambda db: rounds.watermark(db, entity))

    async def pull_completed(self, entity: Entity) -> None:
        everything = await self._write(lambda db: rounds.is_of_everything(db, entity))
        if everything:
            await self._sweep(entity)
        await self._write(lambda db: rounds.complete(db, entity, _now() if everything else None))
        if everything:
            await self._forget_met(entity)

    async def restart_pull(self, entity: Entity, *, everything: bool = True) -> None:
        await self._write(lambda db: rounds.restart(db, entity, everything=everything))

    async def compared(self, entity: Entity) -> datetime | None:
        at = await self._write(lambda db: rounds.compared(db, entity))
        return datetime.fromisoformat(at) if at else None

    async def begin_comparison(self, entity: Entity) -> None:
        await self._write(lambda db: census.begin(db, entity))

    async def compare(self, entity: Entity, ids: Sequence[str]) -> Sequence[str]:
        return await self._write(lambda db: census.note(db, entity, ids))

    async def end_comparison(self, entity: Entity) -> int:
        gone = await self._sweep(entity)
        await self._write(lambda db: rounds.compared_at(db, entity, _now()))
        await self._forget_met(entity)
        return gone

    async def _sweep(self, entity: Entity) -> int:
        """In portions, between which the operator's own writes have their turn."""
        gone, more, after = 0, True, None
        while more:
            some, after = await self._write(partial(census.sweep, entity=entity, after=after))
            gone, more = gone + some, after is not None
        return gone

    async def _forget_met(self, entity: Entity) -> None:
        while await self._write(lambda db: census.forget(db, entity)):
            pass

    async def record_count(self) -> int:
        return await self._read(pull.client_count)

    async def lookup(self, number: PhoneNumber) -> tuple[Match, ...]:
        return await self._read(lambda db: find.by_number(db, number, self._country))

    async def search(
        self, text: str, limit: int = FOUND_ROWS, entities: Collection[Entity] = CLIENTS
    ) -> tuple[Match, ...]:
        return await self._read(lambda db: search.by_text(db, text, limit, entities))

    async def card(self, ref: RecordRef) -> Card | None:
        return await self._read(lambda db: cards.card(db, ref))

    async def list_head(self, query: ListQuery) -> ListPage:
        return await self._list(lambda db: self._listings.head(db, query, PAGE_ROWS))

    async def list_page(self, query: ListQuery, first: int) -> ListPage:
        return await self._list(lambda db: self._listings.page(db, query, first, PAGE_ROWS))

    async def prepare_lists(self) -> None:
        await self._write(listing.prepare)

    async def values(self, ref: RecordRef) -> dict[str, Value] | None:
        return await self._read(lambda db: copied.values(db, ref)) if ref.entity in copied.COPIED else None

    async def is_ignored(self, number: PhoneNumber) -> bool:
        return await self._read(lambda db: find.is_ignored(staff.ignored_numbers(db), number, self._country))

    async def operator(self, user_id: str) -> OperatorRecord | None:
        return await self._read(lambda db: staff.operator(db, user_id))

    async def colleagues(self) -> tuple[Colleague, ...]:
        return await self._read(staff.colleagues)

    # --- the journal and the outbox ------------------------------------------------------------------------------

    async def record_call(self, call: CallRecord, writes: Sequence[Write] = ()) -> None:
        def record(db: sqlite3.Connection) -> None:
            journal.record_call(db, call)
            outbox.append(db, writes)

        await self._keep(record)

    async def calls(self, limit: int = 100, query: CallQuery = EVERY_CALL) -> tuple[CallRecord, ...]:
        return await self._read(lambda db: history.calls(db, limit, query))

    async def call(self, id: str) -> CallRecord | None:
        return await self._read(lambda db: journal.call(db, id))

    async def returned(self, missed: Sequence[CallRecord]) -> Mapping[str, datetime]:
        return await self._read(lambda db: history.returned(db, missed))

    async def last_spoken(self, clients: Sequence[RecordRef]) -> Mapping[RecordRef, datetime]:
        return await self._read(lambda db: history.last_spoken(db, clients))

    async def missed(self) -> int:
        return await self._read(history.missed)

    async def missed_seen(self, at: datetime) -> None:
        await self._write(lambda db: history.missed_seen(db, at), durable=True)

    async def unfinished_calls(self) -> tuple[CallRecord, ...]:
        return await self._read(journal.unfinished)

    async def enqueue(self, writes: Sequence[Write]) -> None:
        await self._keep(lambda db: outbox.append(db, writes))

    async def outbox(self) -> tuple[Waiting, ...]:
        return await self._read(outbox.waiting)

    async def write_done(self, seq: int) -> None:
        await self._keep(lambda db: outbox.done(db, seq))

    async def write_failed(
        self, seq: int, problem: Problem, *, parked: bool, theirs: Mapping[str, Value] | None = None
    ) -> None:
        await self._keep(lambda db: outbox.failed(db, seq, problem, parked, theirs))

    async def retry(self, seq: int) -> bool:
        return await self._write(lambda db: outbox.retry(db, seq), durable=True)

    async def discard(self, seq: int) -> bool:
        return await self._write(lambda db: outbox.discard(db, seq), durable=True)

    async def amend(self, seq: int, write: Write) -> bool:
        return await self._write(lambda db: outbox.amend(db, seq, write), durable=True)

    async def drafts(self) -> tuple[Draft, ...]:
        return await self._read(drafts.kept)

    async def keep_draft(self, draft: Draft) -> None:
        await self._write(lambda db: drafts.keep(db, draft), durable=True)

    async def forget_draft(self, ref: RecordRef) -> None:
        await self._write(lambda db: drafts.forget(db, ref), durable=True)

    async def recent_targets(self, limit: int) -> tuple[str, ...]:
        return await self._read(lambda db: journal.recent_targets(db, limit))

    async def favourites(self) -> tuple[str, ...]:
        text = await self._read(lambda db: journal.recall(db, _FAVOURITES))
        return tuple(text.split()) if text else ()

    async def keep_favourites(self, numbers: Sequence[str]) -> None:
        await self._keep(lambda db: journal.remember(db, _FAVOURITES, " ".join(numbers)))

    async def remembered_status(self) -> OperatorStatus | None:
        text = await self._read(lambda db: journal.recall(db, _STATUS))
        return OperatorStatus(text) if text in set(OperatorStatus) else None

    async def remember_status(self, status: OperatorStatus) -> None:
        await self._keep(lambda db: journal.remember(db, _STATUS, status.value))

    # --- threads -------------------------------------------------------------------------------------------------

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._in(self._reading, lambda: work(self._reading_connection()))

    async def _list(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._in(self._listing, lambda: work(self._listing_connection()))

    async def _write(self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False) -> T:
        def run() -> T:
            db = self._writing_connection()
            self._backlog.write(db)
            with transaction(db, durable=durable):
                return work(db)

        return await self._in(self._writing, run)

    async def _keep(self, work: Work) -> None:
        """Write what the operator did. Where the disk is full it raises, and the work waits in memory for room."""

        def run() -> None:
            self._backlog.add(work)
            self._backlog.write(self._writing_connection())

        try:
            await self._in(self._writing, run)
        finally:
            if self._backlog and not self._waiting_for_room:
                self._waiting_for_room = asyncio.create_task(self._until_there_is_room())

    async def _until_there_is_room(self) -> None:
        while self._backlog:
            await asyncio.sleep(LOOK_FOR_ROOM_S)
            with suppress(DeskError):
                await self._in(self._writing, lambda: self._backlog.write(self._writing_connection()))
        log.info("there is room on the disk again, and everything is written")
        self._waiting_for_room = None

    def _last_attempt(self) -> None:
        try:
            if self._backlog:
                self._backlog.write(self._writing_connection())
        except Exception:
            log.exception("%d changes found no room on the disk and are lost", len(self._backlog))

    def _writing_connection(self) -> sqlite3.Connection:
        """Opened here for the first time, or again and again where the disk was too full to open it."""
        if self._writer is None and self._asked:
            if self._nameless:
                adopt(self._nameless, self._path)
            self._file = self._wanted()
            self._writer = open_or_replace(self._file)
        return _opened(self._writer)

    def _reading_connection(self) -> sqlite3.Connection:
        if self._reader is None and self._file and self._writer:
            self._reader = open_reader(self._file)
        if self._reader is None and self._unopened:
            raise DeskError(self._unopened)
        return _opened(self._reader)

    def _listing_connection(self) -> sqlite3.Connection:
        """Opened with the first list."""
        if self._lister is None and self._file and self._writer:
            self._lister = open_reader(self._file)
        return _opened(self._lister)

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        if self._closed:
            raise self._fault(ProblemId.CACHE_FAULT, "the cache is closed")
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work)
        except Exception as error:
            if not isinstance(error, (*database_errors(), OSError)):
                raise
            if is_full(error, self._path):
                raise self._fault(ProblemId.CACHE_DISK_FULL, str(error)) from error
            if is_corrupt(error) and self._file:
                mark_suspect(self._file.path)
            raise self._fault(ProblemId.CACHE_FAULT, str(error)) from error

    def _fault(self, id: ProblemId, detail: str) -> DeskError:
        return DeskError(Problem.of(id, detail, file=self._file.path if self._file else self._path))


def _opened(db: sqlite3.Connection | None) -> sqlite3.Connection:
    if db is None:
        raise sqlite3.OperationalError("the cache is not open")
    return db


def _now() -> str:
    return datetime.now(UTC).isoformat()
