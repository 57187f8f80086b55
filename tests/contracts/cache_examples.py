"""What the tests of the cache put into it, and how they ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.phone_number import parse
from ctidesk.domain.records import (
    CallRecord,
    Direction,
    Entity,
    MatchKind,
    Row,
)
from ctidesk.ports import Cache, CrmIdentity

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
ME = CrmIdentity("user-1", "org-1")
ANYTHING = (
    *(
        '"',
        "*",
        "a*",
        "^a",
        "a AND",
        "NEAR(a b)",
        "-",
        "(",
        "a:b",
        "'",
        "%",
        "_",
        "\x00",
        "\x1f",
        "\ud7ff",
        "№ 5",
        "ﬁ",
        "½",
    ),
    *("ё" * 300, "1" * 300, "a " * 100, "+", "доб. 12", "\u0308", "·", "·ив", "١٢٣٤", "n916", "pa1"),
)


def contact(id: str, last: str, first: str = "Иван", **fields: object) -> Row:
    row = {"id": id, "modified": "2026-01-01T00:00:00Z", "state": 0, "lastname": last, "firstname": first}
    return {**row, "fullname": f"{last} {first}", **fields}  # type: ignore[return-value,dict-item]


CLIENTS = [
    contact("c1", "Ёлкина", "Анна", mobilephone="+7 (916) 123-45-67", emailaddress1="elkina@example.com", parent="a1"),
    contact("c2", "Иванов", telephone1="84951112233 доб. 12, 8 495 111-22-44"),
    contact("c3", "Петров", telephone1="8 495 1112233"),
    contact("c4", "Ушедшая", telephone1="8 495 1112233", state=1),
    contact("c5", "Внутренний", telephone1="1005"),
    contact("c6", "Ильин", telephone1="+49 495 1112299"),
]
ACCOUNTS: list[Row] = [
    {"id": "a1", "modified": "2026-01-02T00:00:00Z", "state": 0, "name": "ООО «Ромашка»", "telephone1": "74951112233"}
]


def call(id: str, minutes: int = 0, **more: object) -> CallRecord:
    started = NOW + timedelta(minutes=minutes)
    return CallRecord(id, Direction.INCOMING, "+74951112233", "84951112233", started, **more)  # type: ignore[arg-type]


CREATE = Write(WriteKind.CREATE, Entity.PHONE_CALL, "a", {"number": "1", "minutes": 2, "regarding": None})
CLOSE = Write(WriteKind.CLOSE, Entity.PHONE_CALL, "a", {"status": "made"})


async def found(cache: Cache, number: str) -> list[tuple[str, MatchKind]]:
    return [(match.client.ref.id, match.kind) for match in await cache.lookup(parse(number))]


async def searched(cache: Cache, text: str) -> list[str]:
    return [match.client.ref.id for match in await cache.search(text)]
