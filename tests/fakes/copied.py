"""As much of a cache as synchronisation needs, in memory: the copy and how its pulls stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ctidesk.domain.errors import DeskError
from ctidesk.domain.records import CLIENTS, Entity, Row
from ctidesk.ports import Clock, CrmIdentity, OperatorRecord, Page, Pulled, Watermark


@dataclass
class Standing:
    """One entity: its rows, its marks, and whom the pull of everything or the comparison under way has met."""

    rows: dict[str, Row] = field(default_factory=dict)
    cursor: str | None = None
    mark: Watermark | None = None
    newest: str | None = None
    delta: str | None = None
    records: int = 0
    began: bool = False
    to_the_end: bool = False
    ever: bool = False
    compared: datetime | None = None
    before: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def begin(self) -> None:
        self.before, self.met = set(self.rows), set()

    def sweep(self) -> int:
        gone = self.before - self.met
        for id in gone:
            self.rows.pop(id, None)
        return len(gone)


@dataclass
class FakeCopy:
    clock: Clock
    fault: DeskError | None = None
    who: CrmIdentity | None = None
    standing: dict[Entity, Standing] = field(default_factory=lambda: {entity: Standing() for entity in Entity})
    pages: int = 0

    def ids(self, entity: Entity) -> set[str]:
        return set(self.standing[entity].rows)

    async def identity(self) -> CrmIdentity | None:
        return self.who

    async def belongs_to(self, identity: CrmIdentity) -> None:
        self.who = identity

    async def store_page(self, entity: Entity, page: Page) -> None:
        if self.fault:
            raise self.fault
        self.pages += 1
        of = self.standing[entity]
        if not of.began:
            of.began = True
            of.begin()
        await self.store_records(entity, page.rows)
        for id in page.deleted:
            of.rows.pop(id, None)
        of.met |= {str(row["id"]) for row in page.rows}
        stamps = [str(stamp) for row in page.rows if (stamp := row.get("modified"))]
        of.newest = max([*stamps, *([of.newest] if of.newest else [])], default=None)
        of.cursor, of.delta, of.to_the_end = page.cursor, page.delta, page.cursor is None
        of.records += len(page.rows)

    async def store_records(self, entity: Entity, rows: Sequence[Row]) -> None:
        self.standing[entity].rows |= {str(row["id"]): dict(row) for row in rows}

    async def pull_cursor(self, entity: Entity) -> str | None:
        return self.standing[entity].cursor

    async def pulled(self, entity: Entity) -> Pulled:
        of = self.standing[entity]
        return Pulled(of.records, of.to_the_end, of.ever)

    async def watermark(self, entity: Entity) -> Watermark | None:
        return self.standing[entity].mark

    async def pull_completed(self, entity: Entity) -> None:
        of = self.standing[entity]
        if of.mark is None:
            of.sweep()
            of.compared = self.clock.now()
        of.mark = Watermark(of.newest, of.delta) if of.newest or of.delta else None
        of.cursor, of.records, of.began, of.to_the_end, of.ever = None, 0, False, False, True

    async def restart_pull(self, entity: Entity, *, everything: bool = True) -> None:
        of = self.standing[entity]
        of.cursor, of.records, of.began, of.to_the_end = None, 0, False, False
        if everything:
            of.mark = of.newest = of.delta = None

    async def compared(self, entity: Entity) -> datetime | None:
        return self.standing[entity].compared

    async def begin_comparison(self, entity: Entity) -> None:
        self.standing[entity].begin()

    async def compare(self, entity: Entity, ids: Sequence[str]) -> Sequence[str]:
        of = self.standing[entity]
        of.met |= set(ids)
        return [id for id in ids if id not in of.rows]

    async def end_comparison(self, entity: Entity) -> int:
        self.standing[entity].compared = self.clock.now()
        return self.standing[entity].sweep()

    async def record_count(self) -> int:
        return sum(len(self.standing[entity].rows) for entity in CLIENTS)

    async def operator(self, user_id: str) -> OperatorRecord | None:
        row = self.standing[Entity.USER].rows.get(user_id)
        return OperatorRecord(user_id, str(row.get("name") or ""), None, None) if row else None
