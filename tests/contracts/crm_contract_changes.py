"""What every CRM adapter does to keep a copy true: ids, single records; and change tracking, where there is any."""

from __future__ import annotations

from typing import Protocol

import pytest

from ctidesk.domain.errors import CrmMarkExpired, CrmRefused
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.records import Entity
from ctidesk.ports import Crm, Page, Watermark
from tests.contracts.crm_contract import (
    CrmPeer,
    any_client,
    create,
    pages_of,
    refused_for_want_of_states,
    rows_of,
    update,
)


class TrackingPeer(CrmPeer, Protocol):
    """A server that tracks changes, and somebody else who works in it."""

    def delete(self, entity: Entity, id: str) -> None: ...

    def expire_marks(self) -> None: ...

    def refuse_tracking(self, entity: Entity) -> None: ...


async def ids_of(crm: Crm, entity: Entity) -> list[str]:
    return [id async for page in crm.ids(entity) for id in page]


async def since(crm: Crm, entity: Entity, mark: Watermark | None, cursor: str | None = None) -> list[Page]:
    return [page async for page in crm.pull(entity, mark, cursor)]


async def marked(crm: Crm, entity: Entity = Entity.ACCOUNT) -> Watermark:
    """The mark that a pull of everything ends with, and no stamp: nothing can come by that."""
    delta = (await pages_of(crm, entity))[-1].delta
    assert delta
    return Watermark(None, delta)


def changed(pages: list[Page]) -> tuple[set[object], set[str]]:
    return {row["id"] for page in pages for row in page.rows}, {id for page in pages for id in page.deleted}


class CrmIdsContract:
    async def test_the_ids_are_those_of_a_pull(self, peer: CrmPeer) -> None:
        crm = peer.crm(peer.page_size)
        for entity in (Entity.CONTACT, Entity.TEAM_MEMBERSHIP, Entity.WORKSHEET):
            every = await ids_of(crm, entity)
            assert len(every) == len(set(every))
            assert set(every) == set(await rows_of(crm, entity))

    async def test_the_ids_come_in_pages(self, peer: CrmPeer) -> None:
        pages = [page async for page in peer.crm(peer.page_size).ids(Entity.CONTACT)]
        assert len(pages) > 2 and max(map(len, pages)) == peer.page_size

    async def test_ids_leave_out_what_is_not_open(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        sheet = create(Entity.WORKSHEET, name="Консультация", customer=await any_client(crm))
        await crm.write(sheet)
        assert sheet.record_id in await ids_of(crm, Entity.WORKSHEET)
        if not peer.closes:
            return await refused_for_want_of_states(crm, update(sheet, state=1))
        await crm.write(update(sheet, state=1))
        assert sheet.record_id not in await ids_of(crm, Entity.WORKSHEET)

    async def test_records_are_those_that_still_exist(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        every = await rows_of(crm, Entity.CONTACT)
        wanted = sorted(every)[:45]
        found = await crm.records(Entity.CONTACT, [*wanted, "00000000-0000-4000-8000-00000000dead"])
        assert {str(row["id"]): row for row in found} == {id: every[id] for id in wanted}
        assert list(await crm.records(Entity.CONTACT, [])) == []

    async def test_any_number_of_records(self, peer: CrmPeer) -> None:
        every = sorted(await rows_of(peer.crm(), Entity.CONTACT))
        found = await peer.crm(peer.page_size).records(Entity.CONTACT, every)
        assert {row["id"] for row in found} == set(every)


class CrmChangesContract:
    async def test_the_last_page_of_everything_leads_to_the_changes(self, peer: TrackingPeer) -> None:
        pages = await pages_of(peer.crm(peer.page_size), Entity.CONTACT)
        assert [page.delta is None for page in pages] == [True] * (len(pages) - 1) + [False]

    async def test_what_was_made_changed_and_deleted_since(self, peer: TrackingPeer) -> None:
        crm = peer.crm()
        old, gone = (create(Entity.ACCOUNT, name=f"ООО «{name}»") for name in ("Старая", "Ушедшая"))
        for write in (old, gone):
            await crm.write(write)
        mark = await marked(crm)
        new = create(Entity.ACCOUNT, name="ООО «Новая»")
        await crm.write(new)
        await crm.write(update(old, name="ООО «Прежняя»"))
        peer.delete(Entity.ACCOUNT, gone.record_id)
        pages = await since(crm, Entity.ACCOUNT, mark)
        assert changed(pages) == ({old.record_id, new.record_id}, {gone.record_id})
        names = {row["id"]: row["name"] for row in pages[0].rows}
        assert names[old.record_id] == "ООО «Прежняя»"
        assert pages[-1].delta

    async def test_each_round_goes_on_from_the_one_before(self, peer: TrackingPeer) -> None:
        crm = peer.crm()
        mark = await marked(crm)
        for number in range(3):
            new = create(Entity.ACCOUNT, name=f"ООО «Круг {number}»")
            await crm.write(new)
            pages = await since(crm, Entity.ACCOUNT, mark)
            assert changed(pages) == ({new.record_id}, set())
            mark = Watermark(None, pages[-1].delta)
        assert changed(await since(crm, Entity.ACCOUNT, mark)) == (set(), set())

    async def test_what_is_written_during_a_pull_of_everything_is_not_lost(self, peer: TrackingPeer) -> None:
        crm = peer.crm(peer.page_size)
        first = sorted(await rows_of(crm, Entity.CONTACT))[0]
        pull = crm.pull(Entity.CONTACT)
        pages = [await anext(pull)]
        await crm.write(Write(WriteKind.UPDATE, Entity.CONTACT, first, {"jobtitle": "Директор"}))
        pages += [page async for page in pull]
        rows, _ = changed(await since(crm, Entity.CONTACT, Watermark(None, pages[-1].delta)))
        assert first in rows

    async def test_changes_come_in_pages_and_go_on_from_a_cursor_at_another_desk(self, peer: TrackingPeer) -> None:
        crm = peer.crm()
        gone = [create(Entity.ACCOUNT, name=f"ООО «Бывшая {number}»") for number in range(3)]
        for write in gone:
            await crm.write(write)
        mark = await marked(crm)
        new = [create(Entity.ACCOUNT, name=f"ООО «Страница {number}»") for number in range(4)]
        for write in new:
            await crm.write(write)
        for write in gone:
            peer.delete(Entity.ACCOUNT, write.record_id)
        pages = await since(peer.crm(2), Entity.ACCOUNT, mark)
        assert len(pages) == 4 and all(len(page.rows) + len(page.deleted) <= 2 for page in pages)
        assert changed(pages) == ({each.record_id for each in new}, {each.record_id for each in gone})
        assert [page.delta is None for page in pages] == [True, True, True, False]
        rest = await since(peer.crm(2), Entity.ACCOUNT, mark, pages[0].cursor)
        assert changed(rest) == changed(pages[1:]) and rest[-1].delta

    async def test_a_pull_of_everything_goes_on_at_another_desk_and_ends_with_a_mark(self, peer: TrackingPeer) -> None:
        every = await pages_of(peer.crm(peer.page_size), Entity.CONTACT)
        rest = await pages_of(peer.crm(peer.page_size), Entity.CONTACT, cursor=every[0].cursor)
        assert rest[-1].delta

    async def test_an_expired_mark_is_told(self, peer: TrackingPeer) -> None:
        crm = peer.crm()
        mark = await marked(crm)
        peer.expire_marks()
        with pytest.raises(CrmMarkExpired):
            await since(crm, Entity.ACCOUNT, mark)
        assert changed(await since(crm, Entity.ACCOUNT, await marked(crm))) == (set(), set())

    async def test_where_tracking_is_refused_there_is_no_mark_and_no_error(self, peer: TrackingPeer) -> None:
        peer.refuse_tracking(Entity.ACCOUNT)
        crm = peer.crm()
        pages = await pages_of(crm, Entity.ACCOUNT)
        assert pages[-1].rows and pages[-1].delta is None

    async def test_a_mark_that_is_no_longer_served_gives_way_to_the_stamp(self, peer: TrackingPeer) -> None:
        crm = peer.crm()
        mark = await marked(crm)
        new = create(Entity.ACCOUNT, name="ООО «По отметке времени»")
        await crm.write(new)
        stamp = str((await rows_of(crm, Entity.ACCOUNT))[new.record_id]["modified"])
        peer.refuse_tracking(Entity.ACCOUNT)
        pages = await since(crm, Entity.ACCOUNT, Watermark(stamp, mark.delta))
        assert new.record_id in changed(pages)[0] and pages[-1].delta is None

    async def test_a_mark_that_is_none_is_refused(self, peer: TrackingPeer) -> None:
        with pytest.raises(CrmRefused):
            await since(peer.crm(), Entity.ACCOUNT, Watermark(None, "@elsewhere.example/"))
