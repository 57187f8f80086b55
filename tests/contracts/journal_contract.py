"""What every journal answers about the operator's calls: run on the fake, and on SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from ctidesk.domain.history import CallKind, CallQuery, place_of
from ctidesk.domain.outbox import Write
from ctidesk.domain.records import CallRecord, CallResult, Client, Direction, Entity, RecordRef

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
IN, OUT = Direction.INCOMING, Direction.OUTGOING
ROMASHKA = Client(RecordRef(Entity.ACCOUNT, "c1"), "ООО «Ромашка»")
ELKINA = Client(RecordRef(Entity.CONTACT, "c1"), "Ёлкина Анна", "ООО «Ромашка»")


class Journal(Protocol):
    async def record_call(self, call: CallRecord, writes: Sequence[Write] = ()) -> None: ...

    async def calls(self, limit: int = 100, query: CallQuery = ...) -> tuple[CallRecord, ...]: ...

    async def call(self, id: str) -> CallRecord | None: ...

    async def returned(self, missed: Sequence[CallRecord]) -> Mapping[str, datetime]: ...

    async def last_spoken(self, clients: Sequence[RecordRef]) -> Mapping[RecordRef, datetime]: ...

    async def missed(self) -> int: ...

    async def missed_seen(self, at: datetime) -> None: ...


def call(id: str, minutes: float, direction: Direction, result: CallResult | None, **more: object) -> CallRecord:
    """``minutes`` before now."""
    began = NOW - timedelta(minutes=minutes)
    usual = {"number": "+74951234567", "raw_number": "84951234567", "ended": began if result else None}
    return CallRecord(id=id, direction=direction, started=began, result=result, **{**usual, **more})  # type: ignore[arg-type]


CALLS = (
    call("now", 0, OUT, None, number="+79161112233", raw_number="8 916 111-22-33"),
    call("missed", 30, IN, CallResult.MISSED),
    call("taken", 60, IN, CallResult.ANSWERED, client=ELKINA, name=ELKINA.name, note="Просит счёт\nна ноябрь"),
    call("tried", 90, OUT, CallResult.BUSY, disposition="Перезвонить"),
    call("refused", 24 * 60, IN, CallResult.REJECTED, number="1005", raw_number="1005"),
    call("missed long ago", 48 * 60, IN, CallResult.MISSED, name="Ростелеком"),
)


async def ids(journal: Journal, limit: int = 100, **query: object) -> list[str]:
    return [call.id for call in await journal.calls(limit, CallQuery(**query))]  # type: ignore[arg-type]


async def filled(journal: Journal) -> Journal:
    for each in reversed(CALLS):
        await journal.record_call(each)
    return journal


@pytest.mark.manual("D14")
class JournalContract:
    async def test_the_newest_come_first(self, journal: Journal) -> None:
        await filled(journal)
        assert await journal.calls() == CALLS
        assert await ids(journal, 2) == ["now", "missed"]

    @pytest.mark.parametrize(
        ("kind", "found"),
        [
            (CallKind.ALL, ["now", "missed", "taken", "tried", "refused", "missed long ago"]),
            (CallKind.INCOMING, ["missed", "taken", "refused", "missed long ago"]),
            (CallKind.OUTGOING, ["now", "tried"]),
            (CallKind.MISSED, ["missed", "missed long ago"]),
        ],
    )
    async def test_by_kind(self, journal: Journal, kind: CallKind, found: list[str]) -> None:
        assert await ids(await filled(journal), kind=kind) == found

    async def test_by_the_days_of_any_time_zone(self, journal: Journal) -> None:
        await filled(journal)
        day = CALLS[4].started.astimezone(datetime.fromisoformat("2026-01-01T00:00:00+03:00").tzinfo)
        assert await ids(journal, since=day) == ["now", "missed", "taken", "tried", "refused"]
        assert await ids(journal, since=day, until=NOW - timedelta(minutes=60)) == ["tried", "refused"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("елки", ["taken"]),
            ("анна ёлк", ["taken"]),
            ("ромаш", ["taken"]),
            ("ноябрь", ["taken"]),
            ("перезв", ["tried"]),
            ("916 111", ["now"]),
            ("8 916", ["now"]),
            ("1005", ["refused"]),
            ("щука", []),
        ],
    )
    async def test_by_name_organization_note_result_code_and_number(
        self, journal: Journal, text: str, found: list[str]
    ) -> None:
        assert await ids(await filled(journal), text=text) == found

    async def test_all_at_once(self, journal: Journal) -> None:
        await filled(journal)
        since = NOW - timedelta(hours=3)
        assert await ids(journal, kind=CallKind.INCOMING, since=since, text="счет") == ["taken"]

    async def test_page_by_page_nothing_is_left_out_nor_comes_twice(self, journal: Journal) -> None:
        """Two that began in one moment included."""
        await filled(journal)
        await journal.record_call(replace(CALLS[2], id="taken too"))
        seen: list[str] = []
        page = await journal.calls(2)
        while page:
            seen += [each.id for each in page]
            page = await journal.calls(2, CallQuery(before=place_of(page[-1])))
        assert seen == ["now", "missed", "taken too", "taken", "tried", "refused", "missed long ago"]

    async def test_one_call_by_its_id(self, journal: Journal) -> None:
        await filled(journal)
        assert await journal.call("tried") == CALLS[3]
        assert await journal.call("nobody's") is None

    async def test_a_missed_caller_was_called_back_when_we_spoke_to_him_first(self, journal: Journal) -> None:
        await filled(journal)
        missed = (CALLS[1], CALLS[5])
        assert await journal.returned(missed) == {}, "a busy line is no call-back"
        await journal.record_call(call("second", 1, OUT, CallResult.ANSWERED))
        await journal.record_call(call("first", 20, OUT, CallResult.TRANSFERRED))
        await journal.record_call(call("another", 25, OUT, CallResult.ANSWERED, number="+79160000000"))
        first = NOW - timedelta(minutes=20)
        assert await journal.returned(missed) == {"missed": first, "missed long ago": first}

    async def test_missed_calls_are_counted_until_they_have_been_seen(self, journal: Journal) -> None:
        await filled(journal)
        assert await journal.missed() == 2
        await journal.missed_seen(NOW - timedelta(minutes=31))
        assert await journal.missed() == 1
        await journal.missed_seen(NOW)
        assert await journal.missed() == 0
        await journal.record_call(call("missed again", -5, IN, CallResult.MISSED))
        assert await journal.missed() == 1

    @pytest.mark.manual("M11")
    async def test_when_we_last_spoke_with_a_client(self, journal: Journal) -> None:
        """An organization may have the id of a person: not every server has GUIDs."""
        await filled(journal)
        await journal.record_call(call("rings", -1, IN, None, client=ELKINA))
        await journal.record_call(call("in vain", 5, OUT, CallResult.BUSY, client=ELKINA))
        await journal.record_call(call("earlier", 600, OUT, CallResult.ANSWERED, client=ELKINA))
        await journal.record_call(call("theirs", 50, OUT, CallResult.TRANSFERRED, client=ROMASHKA))
        nobody = RecordRef(Entity.CONTACT, "c2")
        hour, less = NOW - timedelta(minutes=60), NOW - timedelta(minutes=50)
        assert await journal.last_spoken([ELKINA.ref, nobody]) == {ELKINA.ref: hour}
        assert await journal.last_spoken([ROMASHKA.ref]) == {ROMASHKA.ref: less}
        assert await journal.last_spoken([]) == {}
