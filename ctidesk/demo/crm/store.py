"""The rows, in a private temporary SQLite database that disappears with the process.

Every row carries `versionnumber`, which rises by one with each write in the whole database: it is the row's
etag, and what change tracking goes by (a delta: what is above it, plus the keys deleted; see changes.py).
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

from ctidesk.demo.crm.schema import ENTITIES, Entity
from ctidesk.demo.people import Row

P = ParamSpec("P")
R = TypeVar("R")

INDEXES = (
    "CREATE INDEX worksheet_customer ON new_worksheet (_new_customerid_value)",
    "CREATE INDEX case_customer ON incident (_customerid_value)",
    "CREATE INDEX call_regarding ON phonecall (_regardingobjectid_value)",
    "CREATE INDEX party_activity ON activityparty (_activityid_value)",
)


def fold(text: Any) -> Any:
    return text.casefold() if isinstance(text, str) else text


def ends_with(text: str | None, end: str) -> bool | None:
    return None if text is None else text.endswith(end)


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Store:
    """One connection and one thread: writes are serialised, and a long page never holds up the event loop."""

    def __init__(self) -> None:
        self.db = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self.db.execute("PRAGMA cache_size = -262144")
        self.db.execute("PRAGMA journal_mode = MEMORY")
        self.db.create_function("fold", 1, fold, deterministic=True)
        self.db.create_function("ends_with", 2, ends_with, deterministic=True)
        self.version = 1000
        self.oldest, self.expired_status = 0, 410  # delta tokens of an older version have expired
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="crm-store")
        for entity in ENTITIES:
            self.db.execute(f"CREATE TABLE {entity.name} ({', '.join(entity.columns)})")
        self.db.execute("CREATE TABLE deleted (entity, key, version)")
        self.db.execute("CREATE INDEX deleted_version ON deleted (entity, version)")

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, partial(self.transaction, work, *args, **kwargs))

    def transaction(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        self.db.execute("BEGIN")
        try:
            result = work(*args, **kwargs)
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        return result

    def close(self) -> None:
        self.thread.shutdown()
        self.db.close()

    def load(self, entity: Entity, rows: Iterable[Row]) -> None:
        """Generated rows, as they come; index() must follow."""
        marks = ", ".join("?" * len(entity.columns))
        columns = tuple(entity.columns)
        values = (tuple(map(row.get, columns)) for row in map(self.stamped, rows))
        self.db.executemany(f"INSERT INTO {entity.name} VALUES ({marks})", values)

    def stamped(self, row: Row) -> Row:
        self.version += 1
        row["versionnumber"] = self.version
        row.setdefault("createdon", row.get("modifiedon"))
        return row

    def index(self) -> None:
        """After loading: an index built from all rows at once is sorted, not inserted at random."""
        for entity in ENTITIES:
            self.db.execute(f"CREATE UNIQUE INDEX {entity.name}_key ON {entity.name} ({entity.key})")
            if not entity.intersect:
                columns = f"modifiedon, {entity.key}"
                self.db.execute(f"CREATE INDEX {entity.name}_modified ON {entity.name} ({columns})")
        for index in INDEXES:
            self.db.execute(index)

    def find(self, entity: Entity, key: str) -> Row | None:
        cursor = self.db.execute(f"SELECT * FROM {entity.name} WHERE {entity.key} = ?", (key,))
        values = cursor.fetchone()
        return dict(zip(entity.columns, values, strict=True)) if values else None

    def insert(self, entity: Entity, row: Row) -> None:
        self.load(entity, [row])

    def update(self, entity: Entity, key: str, changes: Row) -> None:
        self.version += 1
        changes = {**changes, "versionnumber": self.version}
        columns = ", ".join(f"{column} = ?" for column in changes)
        sql = f"UPDATE {entity.name} SET {columns} WHERE {entity.key} = ?"
        self.db.execute(sql, (*changes.values(), key))

    def delete(self, entity: Entity, key: str) -> None:
        self.version += 1
        self.db.execute(f"DELETE FROM {entity.name} WHERE {entity.key} = ?", (key,))
        self.db.execute("INSERT INTO deleted VALUES (?, ?, ?)", (entity.name, key, self.version))

    def track(self, entity: Entity) -> None:
        """Only those who ask for changes pay for the index."""
        self.db.execute(f"CREATE INDEX IF NOT EXISTS {entity.name}_version ON {entity.name} (versionnumber)")

    def expire(self, status: int) -> None:
        """Every delta token given out so far is too old from now on, and is refused with this status."""
        self.version += 1
        self.oldest, self.expired_status = self.version, status

    def unlink(self, entity: Entity, key: str) -> None:
        """What Dynamics calls "remove link": lookups to a deleted record become empty."""
        for other in ENTITIES:
            for lookup in other.lookups:
                if any(entity.name in targets for targets in lookup.targets.values()):
                    column = lookup.column
                    sql = f"UPDATE {other.name} SET {column} = NULL, versionnumber = ? WHERE {column} = ?"
                    self.db.execute(sql, (self.version, key))
