"""A CRM in memory, with the semantics of the real one: conditional writes, pages, closed calls that are read-only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from ctidesk.adapters.crm.schema import LOOKUPS, OPEN_ONLY, POLYMORPHIC
from ctidesk.domain.errors import (
    CrmConflict,
    CrmError,
    CrmForbidden,
    CrmMarkExpired,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    Problem,
    ProblemId,
)
from ctidesk.domain.outbox import Value, Write, WriteKind, referenced
from ctidesk.domain.records import PULL_ORDER, Entity, Row
from ctidesk.ports import CallBack, CrmIdentity, Page, Watermark

STATUS = {"open": (0, 1), "made": (1, 2), "received": (1, 4), "cancelled": (2, 3)}
FROM, TO = 1, 2
OVERLAP = timedelta(minutes=5)
STAMPLESS = frozenset({Entity.TEAM_MEMBERSHIP, Entity.CONFIGURATOR_TEAM})


def fault(detail: str) -> Problem:
    return Problem.of(ProblemId.CRM_FAULT, detail)


IDENTITY = CrmIdentity("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-0000000000ff")
UNREACHABLE = Problem.of(ProblemId.CRM_UNREACHABLE, host="fake")


ALL, STAMP, DELTA = "all", "stamp", "delta"


@dataclass(frozen=True)
class Spot:
    """Where a pull stands: ``start`` is a stamp or a version, ``after`` the last row read."""

    kind: str
    start: str
    after: tuple[str, str] = ("", "")

    def cursor(self, entity: Entity) -> str:
        return "|".join((entity, self.kind, self.start, *self.after))


@dataclass
class FakeServer:
    """What all desks share. ``put`` is somebody else's work in the CRM."""

    rows: dict[Entity, dict[str, Row]] = field(default_factory=lambda: {entity: {} for entity in Entity})
    parties: dict[str, set[tuple[int, str]]] = field(default_factory=dict)
    now: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)
    version: int = 0
    versions: dict[tuple[Entity, str], int] = field(default_factory=dict)  # of what is there, and of what is gone
    oldest: int = 0  # marks of an earlier version have expired
    untracked: set[Entity] = field(default_factory=lambda: set(OPEN_ONLY))

    def tick(self) -> str:
        self.now += timedelta(seconds=1)
        return stamp(self.now)

    def put(self, entity: Entity, id: str = "", **values: Value) -> str:
        id = id or str(uuid4())
        old = self.rows[entity].get(id, {"id": id, "state": 0})
        self.rows[entity][id] = {**old, "modified": None if entity in STAMPLESS else self.tick(), **values}
        self._written(entity, id)
        return id

    def delete(self, entity: Entity, id: str) -> None:
        del self.rows[entity][id]
        self._written(entity, id)

    def _written(self, entity: Entity, id: str) -> None:
        self.version += 1
        self.versions[entity, id] = self.version

    def expire(self) -> None:
        """Marks given out so far are too old from now on."""
        self.version += 1
        self.oldest = self.version

    def since(self, entity: Entity, version: int) -> list[tuple[int, str]]:
        """What was written or deleted after a version, in that order."""
        return sorted((each, id) for (of, id), each in self.versions.items() if of is entity and each > version)


@dataclass
class FakeCrm:
    server: FakeServer = field(default_factory=FakeServer)
    page_size: int = 5000
    identity: CrmIdentity = IDENTITY
    deployed: Sequence[Entity] = PULL_ORDER
    unknown: tuple[str, ...] = ()
    written: list[Write] = field(default_factory=list)  # carried out, repetitions left out
    failures: list[CrmError] = field(default_factory=list)
    answers_lost: int = 0
    closed: bool = False
    refused: CrmUnauthorized | None = None

    # --- trouble ---
    def fail_next(self, error: CrmError, times: int = 1) -> None:
        self.failures += [error] * times

    def lose_next_answer(self) -> None:
        self.answers_lost += 1

    def _trouble(self) -> None:
        error = self.refused or (self.failures.pop(0) if self.failures else None)
        if isinstance(error, CrmUnauthorized):
            self.refused = error  # it stands until a new sign-in
        if error:
            raise error

    # --- the port ---
    @property
    def unknown_names(self) -> Problem | None:
        return Problem.of(ProblemId.CRM_UNKNOWN_NAMES, names=", ".join(self.unknown)) if self.unknown else None

    async def connect(self) -> CrmIdentity:
        self._trouble()
        return self.identity

    def entities(self) -> Sequence[Entity]:
        return self.deployed

    async def pull(
        self, entity: Entity, since: Watermark | None = None, cursor: str | None = None
    ) -> AsyncIterator[Page]:
        spot = parsed_cursor(entity, cursor) if cursor else self._beginning(entity, since)
        while True:
            self._trouble()
            page, spot = self._page(entity, spot)
            yield page
            if page.cursor is None:
                return

    async def ids(self, entity: Entity) -> AsyncIterator[Sequence[str]]:
        every = [str(row["id"]) for row in self._wanted(entity, "")]
        for start in range(0, len(every) or 1, self.page_size):
            self._trouble()
            yield every[start : start + self.page_size]

    async def records(self, entity: Entity, ids: Sequence[str]) -> Sequence[Row]:
        self._trouble()
        return [dict(self.server.rows[entity][id]) for id in ids if id in self.server.rows[entity]]

    def _beginning(self, entity: Entity, since: Watermark | None) -> Spot:
        if since and since.delta and entity not in self.server.untracked:
            return Spot(DELTA, marked(since.delta))
        if since and since.stamp and entity not in STAMPLESS:
            return Spot(STAMP, since.stamp)
        return Spot(ALL, str(self.server.version))

    def _page(self, entity: Entity, spot: Spot) -> tuple[Page, Spot]:
        if spot.kind == DELTA:
            return self._changes(entity, spot)
        start = spot.start if spot.kind == STAMP else ""
        every = self._wanted(entity, start)
        rows = [row for row in every if place(row, start) > spot.after]
        page, rest = rows[: self.page_size], rows[self.page_size :]
        tracked = spot.kind == ALL and not rest and entity not in self.server.untracked
        following = replace(spot, after=place(page[-1], start)) if rest else spot
        cursor = following.cursor(entity) if rest else None
        return Page([dict(row) for row in page], cursor, len(every), (), spot.start if tracked else None), following

    def _changes(self, entity: Entity, spot: Spot) -> tuple[Page, Spot]:
        """Rows first, deletions after them, as Dynamics gives them."""
        if int(spot.start) < self.server.oldest:
            raise CrmMarkExpired(fault("HTTP 410"))
        rows = self.server.rows[entity]
        written = self.server.since(entity, int(spot.start))
        every = [(str(id not in rows), f"{version:09}", id) for version, id in written]
        left = sorted(each for each in every if each[:2] > spot.after)
        page, rest = left[: self.page_size], left[self.page_size :]
        following = replace(spot, after=page[-1][:2]) if rest else spot
        return Page(
            [dict(rows[id]) for gone, _, id in page if gone == "False"],
            following.cursor(entity) if rest else None,
            deleted=[id for gone, _, id in page if gone == "True"],
            delta=None if rest else str(max([int(spot.start), *(version for version, _ in written)])),
        ), following

    def _wanted(self, entity: Entity, since: str) -> list[Row]:
        rows = sorted(self.server.rows[entity].values(), key=lambda row: place(row, since))
        if since and entity not in STAMPLESS:
            earliest = stamp(datetime.fromisoformat(since) - OVERLAP)
            return [row for row in rows if str(row["modified"]) >= earliest]
        return [row for row in rows if entity not in OPEN_ONLY or row["state"] == 0]

    async def write(self, write: Write) -> None:
        self._trouble()
        {WriteKind.CREATE: self._create, WriteKind.UPDATE: self._update, WriteKind.CLOSE: self._update}[write.kind](
            write
        )
        if self.answers_lost:
            self.answers_lost -= 1
            raise CrmUnavailable(UNREACHABLE)

    async def user_status(self, user_id: str) -> int | None:
        self._trouble()
        status = self.server.rows[Entity.USER].get(user_id, {}).get("cti_status")
        return status if isinstance(status, int) else None

    async def called_back(self, number: str, since: datetime) -> CallBack | None:
        self._trouble()
        calls = self.server.rows[Entity.PHONE_CALL].values()
        later = [
            row
            for row in calls
            if row.get("direction") == "outgoing" and row["state"] != STATUS["cancelled"][0]
            if same_number(str(row.get("number", "")), number) and str(row.get("start") or "") > stamp(since)
        ]
        first = min(later, key=lambda row: str(row["start"]), default=None)
        return CallBack(str(first["owner"] or ""), datetime.fromisoformat(str(first["start"]))) if first else None

    async def close(self) -> None:
        self.closed = True

    # --- writing ---
    def _create(self, write: Write) -> None:
        if write.record_id not in self.server.rows[write.entity]:
            values = {name: value for name, value in write.values.items() if name not in ("state", "status")}
            if write.entity is Entity.PHONE_CALL:
                values = {"owner": values.get("operator"), **values, "status": "open"}
            self._store(write, values)

    def _update(self, write: Write) -> None:
        row = self.server.rows[write.entity].get(write.record_id)
        if not row:
            raise CrmRefused(Problem.of(ProblemId.CRM_RECORD_GONE, "HTTP 404") if write.base else fault("HTTP 404"))
        reopens = write.values.get("status", write.values.get("state")) in ("open", 0)
        if write.entity is Entity.PHONE_CALL and row["state"] != 0 and not reopens and not states_only(write):
            raise CrmForbidden(Problem.of(ProblemId.CRM_NO_PERMISSION, entity=write.entity))
        left, theirs = write.against({name: standing(row, name) for name in write.base})
        if theirs:
            raise CrmConflict(Problem.of(ProblemId.CRM_CHANGED_MEANWHILE), theirs)
        if left:
            self._store(write, left)

    def _store(self, write: Write, values: dict[str, Value]) -> None:
        plain = {name: value for name, value in values.items() if name not in ("client", "operator")}
        row = {key: stored for name, value in plain.items() for key, stored in columns(write.entity, name, value)}
        self.server.put(write.entity, write.record_id, **row)
        if write.entity is Entity.PHONE_CALL and (write.kind is WriteKind.CREATE or "client" in values):
            self.server.parties[write.record_id] = self._parties(write.record_id, values)
        self.written.append(write)

    def _parties(self, id: str, values: dict[str, Value]) -> set[tuple[int, str]]:
        call = self.server.rows[Entity.PHONE_CALL][id]
        operator, client = (FROM, TO) if call.get("direction") == "outgoing" else (TO, FROM)
        other = values.get("client") or call.get("number") or ""
        return {(operator, str(values.get("operator") or f"user:{self.identity.user_id}")), (client, str(other))}


def same_number(kept: str, asked: str) -> bool:
    digits = "".join(char for char in asked if char.isdecimal())
    return kept.endswith(digits[-10:]) if len(digits) >= 10 else kept == digits


def columns(entity: Entity, name: str, value: Value) -> list[tuple[str, Value]]:
    if name in ("state", "status") and isinstance(value, str):
        return list(zip(("state", "status"), STATUS[value], strict=True))
    if name not in LOOKUPS:
        return [(name, value)]
    ref = referenced(str(value)) if value else None
    polymorphic = name in POLYMORPHIC.get(entity, ())
    kind: list[tuple[str, Value]] = [(f"{name}_entity", ref.entity.value if ref else None)] if polymorphic else []
    return [(name, ref.id if ref else None), *kind]


def standing(row: Row, name: str) -> Value:
    """What a field holds now; a reference as ``entity:guid``."""
    value = row.get(name)
    if name not in LOOKUPS or not value:
        return value
    entity = row.get(f"{name}_entity") or Entity.ACCOUNT
    return f"{entity}:{value}"


def states_only(write: Write) -> bool:
    return write.values.keys() <= {"state", "status"}


def place(row: Row, since: str) -> tuple[str, str]:
    """Where a row stands: changes by their stamps, everything by its id."""
    return (str(row["modified"]) if since else "", str(row["id"]))


def parsed_cursor(entity: Entity, cursor: str) -> Spot:
    parts = cursor.split("|")
    if len(parts) != 5 or parts[0] != entity:
        raise CrmRefused(fault("unknown cursor"))
    return Spot(parts[1], parts[2], (parts[3], parts[4]))


def marked(delta: str) -> str:
    if not delta.isdecimal():
        raise CrmRefused(fault("unknown mark"))
    return delta


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
