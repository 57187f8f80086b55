"""The outbox in the cache: what waits is in the copy at once, stays there over pages, and goes when it is discarded."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from ctidesk.adapters.cache.connection import migrations
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.phone_number import parse
from ctidesk.domain.records import Client, Entity, RecordRef, Row
from ctidesk.ports import CrmIdentity, Page

ME = CrmIdentity("user-1", "org-1")
CHANGED = Problem(ProblemId.CRM_CHANGED_MEANWHILE)
C1, C2 = RecordRef(Entity.CONTACT, "c1"), RecordRef(Entity.CONTACT, "c2")
NEW = Write(
    WriteKind.CREATE, Entity.CONTACT, "c2", {"lastname": "Ёлкин", "mobilephone": "89161234567", "parent": "account:a1"}
)
COMPANY = Write(WriteKind.CREATE, Entity.ACCOUNT, "a1", {"name": "ООО «Новая»"})


def contact(stamp: int, **fields: object) -> Row:
    row = {"id": "c1", "modified": f"2026-01-01T00:00:0{stamp}Z", "state": 0, "lastname": "Иванов", "firstname": "Иван"}
    return {**row, "fullname": "Иванов Иван", **fields}  # type: ignore[return-value,dict-item]


def edit(base: dict[str, object], **values: object) -> Write:
    return Write(WriteKind.UPDATE, Entity.CONTACT, "c1", values, base)  # type: ignore[arg-type]


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[SqliteCache]:
    opened = SqliteCache(tmp_path / "cache.sqlite")
    await opened.open()
    await opened.belongs_to(ME)
    await opened.store_page(Entity.CONTACT, Page([contact(1, mobilephone="84951112233")], None))
    await opened.pull_completed(Entity.CONTACT)
    yield opened
    await opened.close()


async def searched(cache: SqliteCache, text: str) -> list[str]:
    return [match.client.ref.id for match in await cache.search(text)]


async def called(cache: SqliteCache, number: str) -> list[str]:
    return [match.client.ref.id for match in await cache.lookup(parse(number))]


async def seqs(cache: SqliteCache) -> list[int]:
    return [item.seq for item in await cache.outbox()]


async def test_a_client_gets_another_organization(cache: SqliteCache) -> None:
    await cache.enqueue([COMPANY, edit({"parent": None}, parent="account:a1")])
    card = await cache.card(C1)
    assert card and card.customer and card.customer == Client(RecordRef(Entity.ACCOUNT, "a1"), "ООО «Новая»")
    assert card.client.organization == "ООО «Новая»" and await searched(cache, "Иванов новая") == ["c1"]
    await cache.enqueue([edit({"parent": "account:a1"}, parent=None)])
    card = await cache.card(C1)
    assert card and (card.customer, card.client.organization) == (None, "")


@pytest.mark.manual("M14", "M15")
async def test_a_new_client_is_found_before_the_crm_has_it(cache: SqliteCache) -> None:
    await cache.enqueue([COMPANY, NEW])
    assert await called(cache, "+79161234567") == ["c2"]
    assert await searched(cache, "елкин") == ["c2"]
    (match,) = await cache.search("елкин")
    assert match.client.organization == "ООО «Новая»"
    assert [item.waits_for for item in await cache.outbox()] == [(), (1,)]
    assert await cache.record_count() == 3


@pytest.mark.manual("M16")
async def test_a_new_case_is_kept_with_its_customer(cache: SqliteCache) -> None:
    case = RecordRef(Entity.CASE, "k1")
    await cache.enqueue([Write(WriteKind.CREATE, Entity.CASE, "k1", {"title": "Счёт", "customer": "contact:c1"})])
    values = await cache.values(case)
    assert values and (values["title"], values["customer"], values["state"]) == ("Счёт", "contact:c1", 0)
    await cache.pull_completed(Entity.CASE)
    assert await cache.values(case), "a pull that did not meet it does not take it out"


async def test_an_edit_is_found_at_once_and_the_old_no_more(cache: SqliteCache) -> None:
    await cache.enqueue(
        [edit({"lastname": "Иванов", "mobilephone": "84951112233"}, lastname="Щукин", mobilephone=None)]
    )
    assert (await searched(cache, "щук"), await searched(cache, "иванов")) == (["c1"], [])
    assert await called(cache, "84951112233") == []
    card = await cache.card(C1)
    assert card and card.client.name == "Щукин Иван"


async def test_a_page_does_not_undo_what_waits_and_is_not_lost(cache: SqliteCache) -> None:
    await cache.enqueue([edit({"lastname": "Иванов"}, lastname="Щукин")])
    await cache.store_page(Entity.CONTACT, Page([contact(2, firstname="Пётр", lastname="Иваненко")], None))
    values = await cache.values(C1)
    assert values and (values["lastname"], values["firstname"]) == ("Щукин", "Пётр")
    await cache.discard(1)
    values = await cache.values(C1)
    assert values and (values["lastname"], values["fullname"]) == ("Иваненко", "Иванов Иван")
    assert await searched(cache, "щук") == []


async def test_the_record_of_a_create_arrives_while_edits_wait(cache: SqliteCache) -> None:
    later = Write(WriteKind.UPDATE, Entity.CONTACT, "c2", {"lastname": "Щукин"}, {"lastname": "Ёлкин"})
    await cache.enqueue([NEW, later])
    await cache.write_done(1)
    await cache.store_page(Entity.CONTACT, Page([contact(3, id="c2", lastname="Ёлкин", fullname="Ёлкин")], None))
    assert await searched(cache, "щук") == ["c2"]
    await cache.discard(2)
    assert (await searched(cache, "щук"), await searched(cache, "елкин")) == ([], ["c2"])


async def test_what_was_sent_stays_in_the_copy_until_the_crm_gives_it(cache: SqliteCache) -> None:
    await cache.enqueue([NEW, edit({"lastname": "Иванов"}, lastname="Щукин")])
    await cache.write_done(1)
    await cache.write_done(2)
    assert (await searched(cache, "елкин"), await searched(cache, "щук"), await seqs(cache)) == (["c2"], ["c1"], [])
    await cache.store_page(Entity.CONTACT, Page([contact(4, lastname="Судаков", fullname="Судаков")], None))
    assert await searched(cache, "судаков") == ["c1"]


async def test_a_discarded_client_goes_with_its_edits_and_leaves_its_call(cache: SqliteCache) -> None:
    call = Write(WriteKind.CREATE, Entity.PHONE_CALL, "p1", {"client": "contact:c2", "number": "1"})
    later = Write(WriteKind.UPDATE, Entity.CONTACT, "c2", {"firstname": "Пётр"}, {"firstname": None})
    await cache.enqueue([NEW, call, later])
    assert await cache.discard(1)
    (kept,) = await cache.outbox()
    assert (kept.write.values, kept.waits_for) == ({"client": None, "number": "1"}, ())
    assert (await cache.card(C2), await searched(cache, "елкин"), await called(cache, "89161234567")) == (None, [], [])
    assert not await cache.discard(1)


async def test_a_discarded_organization_leaves_its_people(cache: SqliteCache) -> None:
    await cache.enqueue([COMPANY, NEW])
    await cache.discard(1)
    (match,) = await cache.search("елкин")
    assert match.client.organization == ""
    (kept,) = await cache.outbox()
    assert kept.write.values["parent"] is None


async def test_a_conflict_is_kept_and_decided(cache: SqliteCache) -> None:
    await cache.enqueue([edit({"lastname": "Иванов", "jobtitle": None}, lastname="Щукин", jobtitle="Директор")])
    await cache.write_failed(1, CHANGED, parked=True, theirs={"lastname": "Судаков"})
    (item,) = await cache.outbox()
    assert (item.theirs, item.problem, item.parked, item.tries) == ({"lastname": "Судаков"}, CHANGED, True, 1)
    assert await cache.amend(1, edit({"jobtitle": None}, jobtitle="Директор"))
    (item,) = await cache.outbox()
    assert (item.theirs, item.problem, item.parked) == ({}, None, False)
    values = await cache.values(C1)
    assert values and (values["lastname"], values["jobtitle"]) == ("Судаков", "Директор")


async def test_retrying_unparks(cache: SqliteCache) -> None:
    await cache.enqueue([NEW])
    await cache.write_failed(1, Problem(ProblemId.CRM_WRITE_REFUSED), parked=True)
    assert await cache.retry(1) and not await cache.retry(2)
    (item,) = await cache.outbox()
    assert (item.parked, item.problem, item.tries) == (False, None, 1)


async def test_a_deleted_record_goes_once_nothing_waits_for_it(cache: SqliteCache) -> None:
    await cache.enqueue([edit({"lastname": "Иванов"}, lastname="Щукин")])
    await cache.store_page(Entity.CONTACT, Page([], None, deleted=["c1"]))
    await cache.discard(1)
    assert await cache.card(C1) is None


async def test_everything_waiting_survives_and_is_laid_over_an_empty_copy(tmp_path: Path, cache: SqliteCache) -> None:
    await cache.enqueue([NEW, edit({"lastname": "Иванов"}, lastname="Щукин")])
    await cache.close()
    again = SqliteCache(tmp_path / "cache.sqlite")
    await again.open()
    assert (await searched(again, "елкин"), await seqs(again)) == (["c2"], [1, 2])
    await again.belongs_to(CrmIdentity("user-2", "org-1"))
    assert (await searched(again, "елкин"), await seqs(again)) == ([], [])
    await again.belongs_to(ME)
    assert (await searched(again, "елкин"), await searched(again, "щук")) == (["c2"], [])
    await again.store_page(Entity.CONTACT, Page([contact(1)], None))
    assert await searched(again, "щук") == ["c1"]
    await again.close()


async def test_a_file_of_the_first_schema_keeps_its_outbox(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(f"{migrations()[0][1]}; PRAGMA user_version = 1;")
        row = "INSERT INTO outbox (owner, kind, entity, record_id, fields, tries, error, parked)"
        old.execute(
            f"{row} VALUES (0, 'create', 'contact', 'c2', '{{\"lastname\": \"Ёлкин\"}}', 3, 'crm_fault: 400', 1)"
        )
        old.commit()
    cache = SqliteCache(path)
    await cache.open()
    (item,) = await cache.outbox()
    assert (item.write.values, item.parked, item.tries) == ({"lastname": "Ёлкин"}, True, 3)
    assert item.problem == Problem.of(ProblemId.CRM_WRITE_REFUSED, "crm_fault: 400")
    assert await searched(cache, "елкин") == ["c2"]
    await cache.close()
