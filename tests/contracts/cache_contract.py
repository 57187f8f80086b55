"""What every ``Cache`` promises; run on the fake, and on SQLite plain and encrypted.

A subclass gives the fixture ``storage``: each call of it makes a cache on the same place, not opened yet.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.phone_number import NumberKind, PhoneNumber, parse
from ctidesk.domain.records import (
    SEARCHABLE,
    CallRecord,
    CallResult,
    Client,
    Direction,
    Entity,
    MatchKind,
    RecordRef,
    Row,
)
from ctidesk.ports import Cache, CrmIdentity, Page, Watermark

Storage: TypeAlias = Callable[[], Cache]

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


class CacheContract:
    @pytest.fixture
    def storage(self) -> Storage:
        raise NotImplementedError

    @pytest.fixture
    async def cache(self, storage: Storage) -> AsyncIterator[Cache]:
        opened = storage()
        await opened.open()
        await opened.belongs_to(ME)
        yield opened
        await opened.close()

    @pytest.fixture
    async def filled(self, cache: Cache) -> Cache:
        await cache.store_page(Entity.CONTACT, Page(CLIENTS, None))
        await cache.pull_completed(Entity.CONTACT)
        await cache.store_page(Entity.ACCOUNT, Page(ACCOUNTS, None))
        await cache.pull_completed(Entity.ACCOUNT)
        return cache

    @pytest.mark.manual("M11", "D16")
    async def test_every_active_record_with_the_number_clients_first(self, filled: Cache) -> None:
        everyone = [("c2", MatchKind.E164), ("c3", MatchKind.E164), ("a1", MatchKind.E164)]
        for written in ("84951112233", "+74951112233", "4951112233", "8 (495) 111-22-33"):
            assert await found(filled, written) == everyone, written

    @pytest.mark.manual("M5.6")
    async def test_the_match_says_which_field_and_whose_organization(self, filled: Cache) -> None:
        (match,) = await filled.lookup(parse("89161234567"))
        assert (match.matched, match.number) == ("mobilephone", "+7 (916) 123-45-67")
        assert (match.client.name, match.client.organization) == ("Ёлкина Анна", "ООО «Ромашка»")

    async def test_the_second_number_of_a_field_is_found(self, filled: Cache) -> None:
        assert await found(filled, "84951112244") == [("c2", MatchKind.E164)]

    async def test_seven_digits_are_a_hint_where_nothing_better_is_there(self, filled: Cache) -> None:
        assert await found(filled, "88121112299") == [("c6", MatchKind.LAST_7)]

    @pytest.mark.parametrize("kept", ["+49 30 1234567", "+49 (0)30 1234567"])
    async def test_a_number_abroad_is_the_same_number(self, cache: Cache, kept: str) -> None:
        await cache.store_page(Entity.CONTACT, Page([contact("c1", "Немец", mobilephone=kept)], None))
        called = PhoneNumber("+49301234567", NumberKind.EXTERNAL, "49301234567", "+49301234567")
        assert [match.kind for match in await cache.lookup(called)] == [MatchKind.E164]

    async def test_a_number_that_hundreds_share_finds_every_active_one(self, cache: Cache) -> None:
        shared = [contact(f"c{n}", f"Общий {n}", telephone1="8 812 2000000", state=int(n < 300)) for n in range(700)]
        await cache.store_page(Entity.CONTACT, Page(shared, None))
        assert len(await found(cache, "88122000000")) == 400
        assert len(await searched(cache, "общий")) == 50

    async def test_an_extension_matches_an_extension_only(self, filled: Cache) -> None:
        assert await found(filled, "1005") == [("c5", MatchKind.E164)]
        assert await found(filled, "2233") == []

    async def test_no_number_finds_nobody(self, filled: Cache) -> None:
        assert await found(filled, "anonymous") == []

    async def test_a_changed_number_moves_the_match(self, filled: Cache) -> None:
        moved = contact("c3", "Петров", telephone1="8 812 5556677", modified="2026-02-01T00:00:00Z")
        await filled.store_page(Entity.CONTACT, Page([moved], None))
        assert ("c3", MatchKind.E164) not in await found(filled, "84951112233")
        assert await found(filled, "88125556677") == [("c3", MatchKind.E164)]
        assert await searched(filled, "петров") == ["c3"]

    @pytest.mark.parametrize(
        ("typed", "ids"),
        [
            ("елкина", ["c1"]),
            ("ЁЛК", ["c1"]),
            ("анна ёлк", ["c1"]),
            ("ромаш", ["a1", "c1"]),
            ("elkina@", ["c1"]),
            ("9161234", ["c1"]),
            ("+7 916 123-4", ["c1"]),
            ("8 (916) 123", ["c1"]),
            ("123-45-67", ["c1"]),
            ("ушед", []),
            ("", []),
            ('"*(', []),
            ("ромашка анна", ["c1"]),
            ("анна ромаш елк", ["c1"]),
            ("Bdfyjd", ["c2"]),
            ("tkrb", ["c1"]),
            ("удлштф", ["c1"]),
            ("ивонов", ["c2"]),
            ("инванов", ["c2"]),
            ("ианов", ["c2"]),
            ("виан", []),
            ("вианов", ["c2"]),
            ("петров иван", ["c3"]),
            ("иван петорв", ["c3"]),
            ("ромошка", ["a1", "c1"]),
            ("иванов 4951112", ["c2"]),
        ],
    )
    async def test_search_as_you_type(self, filled: Cache, typed: str, ids: list[str]) -> None:
        assert await searched(filled, typed) == ids

    async def test_a_name_that_begins_so_comes_first(self, filled: Cache) -> None:
        assert (await searched(filled, "ив"))[0] == "c2", "Иванов before everybody whose first name is Иван"

    async def test_nothing_that_can_be_typed_is_an_error(self, filled: Cache) -> None:
        for text in ANYTHING:
            await filled.search(text, entities=SEARCHABLE)
            await filled.lookup(parse(text))

    async def test_pages_cursor_and_watermark(self, cache: Cache) -> None:
        assert (await cache.pull_cursor(Entity.CONTACT), await cache.watermark(Entity.CONTACT)) == (None, None)
        await cache.store_page(Entity.CONTACT, Page(CLIENTS[:2], "/next"))
        assert (await cache.pull_cursor(Entity.CONTACT), await cache.watermark(Entity.CONTACT)) == ("/next", None)
        await cache.store_page(Entity.CONTACT, Page(CLIENTS[2:], None))
        await cache.pull_completed(Entity.CONTACT)
        assert await cache.watermark(Entity.CONTACT) == Watermark("2026-01-01T00:00:00Z")
        assert await cache.record_count() == len(CLIENTS)
        await cache.restart_pull(Entity.CONTACT)
        assert await cache.watermark(Entity.CONTACT) is None

    async def test_a_card(self, filled: Cache) -> None:
        card = await filled.card(RecordRef(Entity.CONTACT, "c1"))
        assert card is not None
        assert (card.field("lastname"), card.field("organization")) == ("Ёлкина", "ООО «Ромашка»")
        assert await filled.card(RecordRef(Entity.CONTACT, "nobody")) is None

    @pytest.mark.manual("M3", "D9")
    @pytest.mark.parametrize(
        ("caller", "ignored"),
        [
            ("84957654321", True),
            ("+74957654321", True),
            ("88005553535", True),
            ("+78005553535", True),
            ("84957654322", False),
            ("", False),
        ],
    )
    async def test_ignored_numbers(self, cache: Cache, caller: str, ignored: bool) -> None:
        listed: list[Row] = [{"id": "1", "number": "84957654321"}, {"id": "2", "number": "8800*"}]
        await cache.store_page(Entity.IGNORED_NUMBER, Page(listed, None))
        assert await cache.is_ignored(parse(caller)) is ignored

    @pytest.mark.manual("M1", "M2")
    async def test_the_operators_seconds_and_right(self, cache: Cache) -> None:
        async def keep(entity: Entity, *rows: Row) -> None:
            await cache.store_page(entity, Page(rows, None))
            await cache.pull_completed(entity)

        assert await cache.operator("user-1") is None
        await keep(Entity.USER, {"id": "user-1", "name": "Анна Петрова", "wrap_up_s": 15})
        known = await cache.operator("user-1")
        assert known is not None and (known.name, known.wrap_up_s, known.allowed) == ("Анна Петрова", 15, None)
        await keep(Entity.CONFIGURATOR, {"id": "k", "name": "CTI"})
        await keep(Entity.CONFIGURATOR_TEAM, {"id": "kt", "configurator": "k", "team": "t1"})
        halfway = await cache.operator("user-1")
        assert halfway is not None and halfway.allowed is None, "memberships have not been read yet"
        await keep(Entity.TEAM_MEMBERSHIP)
        outside = await cache.operator("user-1")
        assert outside is not None and outside.allowed is False
        await keep(Entity.TEAM_MEMBERSHIP, {"id": "m", "user": "user-1", "team": "t1"})
        inside = await cache.operator("user-1")
        assert inside is not None and inside.allowed is True
        await keep(Entity.TEAM_MEMBERSHIP)
        removed = await cache.operator("user-1")
        assert removed is not None and removed.allowed is False, "a full pull that no longer has it takes it out"

    @pytest.mark.manual("M25")
    async def test_journal_and_outbox_outlive_the_desk(self, storage: Storage, cache: Cache) -> None:
        done = call("a", ended=NOW, result=CallResult.MISSED, completed=True)
        await cache.record_call(done, [CREATE, CLOSE])
        await cache.record_call(call("b", 5))
        await cache.close()
        again = storage()
        await again.open()
        assert [each.id for each in await again.calls()] == ["b", "a"]
        assert (await again.calls())[1] == done
        assert [each.id for each in await again.unfinished_calls()] == ["b"]
        assert [waiting.write for waiting in await again.outbox()] == [CREATE, CLOSE]
        assert await again.identity() == ME
        await again.close()

    async def test_done_failed_and_parked(self, cache: Cache) -> None:
        await cache.record_call(call("a"), [CREATE, CLOSE])
        first, second = await cache.outbox()
        await cache.write_failed(first.seq, "503", parked=False)
        await cache.write_failed(second.seq, "400", parked=True)
        tried, parked = await cache.outbox()
        assert (tried.tries, tried.error, tried.parked, parked.parked) == (1, "503", False, True)
        await cache.write_done(first.seq)
        assert [waiting.seq for waiting in await cache.outbox()] == [second.seq]

    async def test_a_full_pull_takes_out_what_the_crm_no_longer_has(self, cache: Cache) -> None:
        async def pulled(*rows: Row) -> None:
            await cache.store_page(Entity.IGNORED_NUMBER, Page(rows, None))
            await cache.pull_completed(Entity.IGNORED_NUMBER)

        kept: Row = {"id": "1", "modified": "2026-01-01T00:00:00Z", "number": "84951112233"}
        gone: Row = {"id": "2", "modified": "2026-01-01T00:00:00Z", "number": "84951112244"}
        await pulled(kept, gone)
        await pulled({**gone, "modified": "2026-01-02T00:00:00Z"})
        assert await cache.is_ignored(parse("84951112233")), "pulling changes takes nothing out"
        await cache.restart_pull(Entity.IGNORED_NUMBER)
        await pulled(kept)
        assert not await cache.is_ignored(parse("84951112244"))

    async def test_another_operator_gets_a_copy_of_his_own(self, filled: Cache) -> None:
        await filled.record_call(call("a"), [CREATE])
        await filled.belongs_to(CrmIdentity("user-2", "org-1"))
        assert (await filled.record_count(), await filled.calls(), await filled.outbox()) == (0, (), ())
        assert await found(filled, "84951112233") == []
        await filled.belongs_to(ME)
        assert [each.id for each in await filled.calls()] == ["a"] and len(await filled.outbox()) == 1

    async def test_the_requested_status_is_remembered(self, cache: Cache) -> None:
        assert await cache.remembered_status() is None
        await cache.remember_status(OperatorStatus.WRAP_UP)
        assert await cache.remembered_status() is OperatorStatus.WRAP_UP

    async def test_what_was_typed_comes_before_what_may_have_been_meant(self, cache: Cache) -> None:
        people = [contact("typo", "Иванов"), contact("begun", "Ивановский"), contact("whole", "Иваноф")]
        await cache.store_page(Entity.CONTACT, Page(people, None))
        found = await cache.search("Иваноф")
        assert [(match.client.ref.id, match.kind) for match in found] == [
            ("whole", MatchKind.TEXT),
            ("typo", MatchKind.TYPO),
            ("begun", MatchKind.TYPO),
        ]
        assert (await cache.search("bdfyja"))[0].kind is MatchKind.LAYOUT

    async def test_typos_do_not_flood_what_was_typed(self, cache: Cache) -> None:
        many = [contact(f"n{n}", "Петрова") for n in range(60)]
        await cache.store_page(Entity.CONTACT, Page([contact("one", "Петрава"), *many], None))
        kinds = [match.kind for match in await cache.search("петрава")]
        assert kinds[0] is MatchKind.TEXT and kinds[1:] == [MatchKind.TYPO] * 10

    async def test_whole_names_then_clients_of_the_latest_calls(self, cache: Cache) -> None:
        crowd = [contact(f"n{n:03}", f"Ивановский {n:03}") for n in range(200)]
        whole = contact("whole", "Иванов", "Яков")
        await cache.store_page(Entity.CONTACT, Page([*crowd, whole], None))
        client = Client(RecordRef(Entity.CONTACT, "n150"), "Ивановский 150 Иван")
        await cache.record_call(call("a", client=client))
        assert (await searched(cache, "иванов"))[:2] == ["whole", "n150"]
        assert (await searched(cache, "ив"))[0] == "n150", "among all that begin so, whom the operator spoke with"

    @pytest.mark.parametrize(
        ("typed", "matched"),
        [
            ("елкина", "fullname"),
            ("ромашка елкина", "organization"),
            ("elkina@ex", "emailaddress1"),
            ("9161234", "mobilephone"),
        ],
    )
    async def test_the_match_says_why(self, filled: Cache, typed: str, matched: str) -> None:
        assert (await filled.search(typed))[0].matched == matched

    async def test_a_renamed_organization_is_told_to_its_people(self, filled: Cache) -> None:
        renamed = {**ACCOUNTS[0], "name": "АО «Василёк»", "modified": "2026-03-01T00:00:00Z"}
        await filled.store_page(Entity.ACCOUNT, Page([renamed], None))
        assert await searched(filled, "василек анна") == ["c1"]
        assert await searched(filled, "ромашка") == []
        (match,) = await filled.lookup(parse("89161234567"))
        assert match.client.organization == "АО «Василёк»"

    async def test_cases_and_worksheets_where_they_are_asked_for(self, filled: Cache) -> None:
        case: Row = {"id": "k1", "state": 0, "title": "Ошибка в счёте", "ticket": "CAS-01042", "customer": "c2"}
        await filled.store_page(Entity.CASE, Page([case, {**case, "id": "k2", "state": 1}], None))
        await filled.store_page(Entity.WORKSHEET, Page([{"id": "w1", "state": 0, "name": "Подключение"}], None))
        assert await filled.search("счете") == ()
        (found,) = await filled.search("cas-01042", entities=SEARCHABLE)
        assert (found.client.ref, found.client.name) == (RecordRef(Entity.CASE, "k1"), "Ошибка в счёте")
        assert (found.matched, found.number) == ("ticket", "CAS-01042")
        assert [match.matched for match in await filled.search("подключ", entities=SEARCHABLE)] == ["name"]
        await filled.store_page(Entity.CASE, Page([{**case, "title": "Возврат"}], None))
        assert await filled.search("счете", entities=SEARCHABLE) == ()

    async def test_one_kind_of_client(self, filled: Cache) -> None:
        found = await filled.search("ромашка", entities=[Entity.CONTACT])
        assert [match.client.ref.id for match in found] == ["c1"]
