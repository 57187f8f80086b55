"""The ``Cache`` port on SQLite: one thread writes, one reads, one lists: a look-up waits for neither of the others."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ctidesk.adapters.cache import cards, find, history, journal, listing, pull, staff
from ctidesk.adapters.cache.connection import is_corrupt, mark_suspect, open_reader, transaction
from ctidesk.adapters.cache.listing import Listings
from ctidesk.adapters.cache.salvage import open_or_replace
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.history import CallQuery
from ctidesk.domain.listing import PAGE_ROWS, ListPage, ListQuery
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.outbox import Waiting, Write
from ctidesk.domain.phone_number import PhoneNumber
from ctidesk.domain.presence import Colleague
from ctidesk.domain.records import CallRecord, Card, Entity, Match, RecordRef
from ctidesk.ports import CrmIdentity, OperatorRecord, Page, Watermark

T = TypeVar("T")
_STATUS, _FAVOURITES = "status", "favourites"
EVERY_CALL = CallQuery()


class SqliteCache:
    """``country`` says how numbers without a country code are read."""

    def __init__(self, path: Path, country: str = "RU") -> None:
        self._path = path
        self._country = country
        self._writing = ThreadPoolExecutor(1, "cache-writer")
        self._reading = ThreadPoolExecutor(1, "cache-reader")
        self._listing = ThreadPoolExecutor(1, "cache-lists")
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None
        self._lister: sqlite3.Connection | None = None
        self._listings = Listings()
        self._closed = False

    async def open(self) -> None:
        self._writer = await self._in(self._writing, lambda: open_or_replace(self._path))
        self._reader = await self._in(self._reading, lambda: open_reader(self._path))
        self._lister = await self._in(self._listing, lambda: open_reader(self._path))

    async def close(self) -> None:
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

        await self._write(take, durable=True)

    # --- the copy ------------------------------------------------------------------------------------------------

    async def store_page(self, entity: Entity, page: Page) -> None:
        await self._write(lambda db: pull.store_page(db, entity, page))

    async def pull_cursor(self, entity: Entity) -> str | None:
        return await self._write(lambda db: _pull_column(db, entity, "cursor"))

    async def watermark(self, entity: Entity) -> Watermark | None:
        stamp = await self._write(lambda db: _pull_column(db, entity, "watermark"))
        return Watermark(stamp) if stamp else None

    async def pull_completed(self, entity: Entity) -> None:
        await self._write(lambda db: pull.complete(db, entity))

    async def restart_pull(self, entity: Entity) -> None:
        await self._write(lambda db: pull.restart(db, entity))

    async def record_count(self) -> int:
        return await self._read(lambda db: int(db.execute("SELECT count(*) FROM client").fetchone()[0]))

    async def lookup(self, number: PhoneNumber) -> tuple[Match, ...]:
        return await self._read(lambda db: find.by_number(db, number, self._country))

    async def search(self, text: str, limit: int = 50) -> tuple[Match, ...]:
        return await self._read(lambda db: find.by_text(db, text, limit))

    async def card(self, ref: RecordRef) -> Card | None:
        return await self._read(lambda db: cards.card(db, ref))

    async def list_head(self, query: ListQuery) -> ListPage:
        return await self._list(lambda db: self._listings.head(db, query, PAGE_ROWS))

    async def list_page(self, query: ListQuery, first: int) -> ListPage:
        return await self._list(lambda db: self._listings.page(db, query, first, PAGE_ROWS))

    async def prepare_lists(self) -> None:
        await self._write(listing.prepare)

    async def is_ignored(self, number: PhoneNumber) -> bool:
        return await self._read(lambda db: find.is_ignored(staff.ignored_numbers(db), number, self._country))

    async def operator(self, user_id: str) -> OperatorRecord | None:
        return await self._read(lambda db: staff.operator(db, user_id))

    async def colleagues(self) -> tuple[Colleague, ...]:
        return await self._read(staff.colleagues)

    # --- the journal and the outbox ------------------------------------------------------------------------------

    async def record_call(self, call: CallRecord, writes: Sequence[Write] = ()) -> None:
        await self._write(lambda db: journal.record_call(db, call, writes), durable=True)

    async def calls(self, limit: int = 100, query: CallQuery = EVERY_CALL) -> tuple[CallRecord, ...]:
        return await self._read(lambda db: history.calls(db, limit, query))

    async def call(self, id: str) -> CallRecord | None:
        return await self._read(lambda db: journal.call(db, id))

    async def returned(self, missed: Sequence[CallRecord]) -> Mapping[str, datetime]:
        return await self._read(lambda db: history.returned(db, missed))

    async def missed(self) -> int:
        return await self._read(history.missed)

    async def missed_seen(self, at: datetime) -> None:
        await self._write(lambda db: history.missed_seen(db, at), durable=True)

    async def unfinished_calls(self) -> tuple[CallRecord, ...]:
        return await self._read(journal.unfinished)

    async def outbox(self) -> tuple[Waiting, ...]:
        return await self._read(journal.outbox)

    async def write_done(self, seq: int) -> None:
        await self._write(lambda db: journal.write_done(db, seq), durable=True)

    async def write_failed(self, seq: int, error: str, *, parked: bool) -> None:
        await self._write(lambda db: journal.write_failed(db, seq, error, parked), durable=True)

    async def recent_targets(self, limit: int) -> tuple[str, ...]:
        return await self._read(lambda db: journal.recent_targets(db, limit))

    async def favourites(self) -> tuple[str, ...]:
        text = await self._read(lambda db: journal.recall(db, _FAVOURITES))
        return tuple(text.split()) if text else ()

    async def keep_favourites(self, numbers: Sequence[str]) -> None:
        await self._write(lambda db: journal.remember(db, _FAVOURITES, " ".join(numbers)), durable=True)

    async def remembered_status(self) -> OperatorStatus | None:
        text = await self._read(lambda db: journal.recall(db, _STATUS))
        return OperatorStatus(text) if text in set(OperatorStatus) else None

    async def remember_status(self, status: OperatorStatus) -> None:
        await self._write(lambda db: journal.remember(db, _STATUS, status.value), durable=True)

    # --- threads -------------------------------------------------------------------------------------------------

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._in(self._reading, lambda: work(_opened(self._reader)))

    async def _list(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._in(self._listing, lambda: work(_opened(self._lister)))

    async def _write(self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False) -> T:
        def run() -> T:
            with transaction(_opened(self._writer), durable=durable) as db:
                return work(db)

        return await self._in(self._writing, run)

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        if self._closed:
            raise DeskError(Problem.of(ProblemId.CACHE_FAULT, "the cache is closed", file=self._path))
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work)
        except (sqlite3.Error, OSError) as error:
            if is_corrupt(error):
                mark_suspect(self._path)
            raise DeskError(Problem.of(ProblemId.CACHE_FAULT, str(error), file=self._path)) from error


def _opened(db: sqlite3.Connection | None) -> sqlite3.Connection:
    if db is None:
        raise sqlite3.OperationalError("the cache is not open")
    return db


def _pull_column(db: sqlite3.Connection, entity: Entity, column: str) -> str | None:
    row = db.execute(f"SELECT {column} FROM pull WHERE entity = ?", (entity,)).fetchone()
    return row[0] if row else None
