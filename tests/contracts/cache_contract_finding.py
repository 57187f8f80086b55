"""Look-up and search: a part of the contract of every ``Cache``."""

from __future__ import annotations

import pytest

from ctidesk.domain.phone_number import NumberKind, PhoneNumber, parse
from ctidesk.domain.records import (
    SEARCHABLE,
    Client,
    Entity,
    MatchKind,
    RecordRef,
    Row,
)
from ctidesk.ports import Cache, Page
from tests.contracts.cache_examples import ACCOUNTS, ANYTHING, call, contact, found, searched


class FindingContract:
    """Needs the fixtures of :class:`CacheContract`."""

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
