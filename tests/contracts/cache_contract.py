"""What every ``Cache`` promises; run on the fake, and on SQLite plain and encrypted.

A subclass gives the fixture ``storage``: each call of it makes a cache on the same place, not opened yet.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import TypeAlias

import pytest

from ctidesk.domain.draft import draft_of, new_case, new_client
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.phone_number import parse
from ctidesk.domain.records import (
    CallResult,
    Client,
    Entity,
    RecordRef,
    Row,
)
from ctidesk.ports import Cache, CrmIdentity, Page, Watermark
from tests.contracts.cache_contract_finding import FindingContract
from tests.contracts.cache_examples import ACCOUNTS, CLIENTS, CLOSE, CREATE, ME, NOW, call, found

Storage: TypeAlias = Callable[[], Cache]

ANNA = RecordRef(Entity.CONTACT, "c1")
AWAY, REFUSED = Problem.of(ProblemId.CRM_UNREACHABLE, "503"), Problem.of(ProblemId.CRM_WRITE_REFUSED, "400")


class CacheContract(FindingContract):
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
        assert card.customer and (card.customer.ref.entity, card.customer.name) == (Entity.ACCOUNT, "ООО «Ромашка»")
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
        await cache.write_failed(first.seq, AWAY, parked=False)
        await cache.write_failed(second.seq, REFUSED, parked=True)
        tried, parked = await cache.outbox()
        assert (tried.tries, tried.problem, tried.parked, parked.parked) == (1, AWAY, False, True)
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

    # --- cards that are being filled in ---
    async def test_drafts_outlive_the_desk_until_they_are_forgotten(self, cache: Cache, storage: Storage) -> None:
        one, other = (
            draft_of(ANNA, {"lastname": "Ёлкина"}),
            new_client(RecordRef(Entity.ACCOUNT, "a9"), "", "ООО «Заря»"),
        )
        typed = replace(one.typed("jobtitle", "Инженер").sought("рома"), leg_id="leg", problem=AWAY)
        for draft in (one, other, typed):
            await cache.keep_draft(draft)
        await cache.close()
        again = storage()
        await again.open()
        assert set(await again.drafts()) == {typed, other}
        await again.forget_draft(ANNA)
        await again.forget_draft(RecordRef(Entity.CONTACT, "nobody"))
        assert await again.drafts() == (other,)
        await again.close()

    async def test_a_case_is_kept_with_its_customer(self, cache: Cache) -> None:
        case = new_case(RecordRef(Entity.CASE, "k9"), Client(ANNA, "Ёлкина", "ООО «Ромашка»"), "leg")
        await cache.keep_draft(case)
        assert await cache.drafts() == (case,)

    async def test_drafts_are_their_operators_own(self, storage: Storage) -> None:
        cache, draft = storage(), new_client(ANNA, "", "Ёлкина")
        await cache.open()
        await cache.keep_draft(draft)
        await cache.belongs_to(ME)
        assert await cache.drafts() == (draft,), "typed before the CRM said who we are"
        await cache.belongs_to(CrmIdentity("somebody else", ME.organization_id))
        assert await cache.drafts() == ()
        await cache.belongs_to(ME)
        assert await cache.drafts() == (draft,)
        await cache.close()
