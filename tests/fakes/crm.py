"""A CRM in memory, with the semantics of the real one: conditional writes, pages, closed calls that are read-only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from ctidesk.adapters.crm.schema import LOOKUPS, OPEN_ONLY, POLYMORPHIC
from ctidesk.domain.errors import CrmError, CrmForbidden, CrmRefused, CrmUnavailable, Problem, ProblemId
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


@dataclass
class FakeServer:
    """What all desks share. ``put`` is somebody else's work in the CRM."""

    rows: dict[Entity, dict[str, Row]] = field(default_factory=lambda: {entity: {} for entity in Entity})
    parties: dict[str, set[tuple[int, str]]] = field(default_factory=dict)
    now: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def tick(self) -> str:
        self.now += timedelta(seconds=1)
        return stamp(self.now)

    def put(self, entity: Entity, id: str = "", **values: Value) -> str:
        id = id or str(uuid4())
        old = self.rows[entity].get(id, {"id": id, "state": 0})
        self.rows[entity][id] = {**old, "modified": None if entity in STAMPLESS else self.tick(), **values}
        return id


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

    # --- trouble ---
    def fail_next(self, error: CrmError, times: int = 1) -> None:
        self.failures += [error] * times

    def lose_next_answer(self) -> None:
        self.answers_lost += 1

    def _trouble(self) -> None:
        if self.failures:
            raise self.failures.pop(0)

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
        start = (since.stamp if since else None) or ""
        after: tuple[str, str] | None = None
        if cursor:
            start, after = parsed_cursor(entity, cursor)
        while True:
            self._trouble()
            rows = [row for row in self._wanted(entity, start) if after is None or place(row, start) > after]
            page, rest = rows[: self.page_size], rows[self.page_size :]
            after = place(page[-1], start) if page else after
            following = "|".join((entity, start, *after)) if rest and after else None
            yield Page([dict(row) for row in page], following, len(self._wanted(entity, start)))
            if not following:
                return

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
            raise CrmRefused(fault("HTTP 404"))
        reopens = write.values.get("status", write.values.get("state")) in ("open", 0)
        if write.entity is Entity.PHONE_CALL and row["state"] != 0 and not reopens and not states_only(write):
            raise CrmForbidden(Problem.of(ProblemId.CRM_NO_PERMISSION, entity=write.entity))
        self._store(write, write.values)

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


def states_only(write: Write) -> bool:
    return write.values.keys() <= {"state", "status"}


def place(row: Row, since: str) -> tuple[str, str]:
    """Where a row stands: changes by their stamps, everything by its id."""
    return (str(row["modified"]) if since else "", str(row["id"]))


def parsed_cursor(entity: Entity, cursor: str) -> tuple[str, tuple[str, str]]:
    parts = cursor.split("|")
    if len(parts) != 4 or parts[0] != entity:
        raise CrmRefused(fault("unknown cursor"))
    return parts[1], (parts[2], parts[3])


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
