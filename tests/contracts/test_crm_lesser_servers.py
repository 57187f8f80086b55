"""The Web API adapter on servers that lack something: older versions, fewer rights, other makers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from ctidesk.domain.errors import CrmMarkExpired, CrmRefused, ProblemId
from ctidesk.domain.records import PULL_ORDER, Entity
from ctidesk.ports import Watermark
from tests.contracts.crm_contract import a_call, close, create, pages_of, rows_of, stored, update
from tests.contracts.crm_contract_changes import changed, ids_of, marked, since
from tests.contracts.test_crm_webapi import WebApiPeer
from tests.peers.demo_crm import DemoCrm, demo_crm

OPERATOR = "anna@demo.example"
LESSER: list[dict[str, Any]] = [
    {"who_am_i": False},
    {"annotations": False},
    {"count": False},
    {"total_count": False},
    {"minimal": False},
    {"track_changes": "ignore"},
    {"track_changes": 400},
    {"track_changes": 403},
    {"track_changes": 501},
    {"who_am_i": False, "annotations": False, "count": False, "total_count": False, "minimal": False}
    | {"track_changes": 501},
]


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoCrm]:
    with demo_crm(clients=300) as running:
        yield running


@pytest.fixture
async def peer(demo: DemoCrm) -> AsyncIterator[WebApiPeer]:
    demo.clear()
    peer = WebApiPeer(demo)
    yield peer
    demo.clear()
    for desk in peer.desks:
        await desk.close()


def told(lesser: dict[str, Any]) -> str:
    return ",".join(f"{name}={value}" for name, value in lesser.items())


@pytest.mark.parametrize("lesser", LESSER, ids=told)
async def test_a_lesser_server_is_served(peer: WebApiPeer, lesser: dict[str, Any]) -> None:
    whole = peer.crm(operator=OPERATOR)
    me = await whole.connect()
    every = {entity: set(await rows_of(whole, entity)) for entity in PULL_ORDER}
    peer.demo.server(**lesser)
    crm = peer.crm(operator=OPERATOR, page_size=100)
    assert (await crm.connect()).user_id == me.user_id
    assert {entity: set(await rows_of(crm, entity)) for entity in PULL_ORDER} == every
    assert set(await ids_of(crm, Entity.CONTACT)) == every[Entity.CONTACT]
    call = await a_call(crm)
    for write in (call, update(call, description="answered, 40 s"), close(call, "received")):
        await crm.write(write)
    assert (await stored(crm, call))["state"] == 1
    mark = Watermark(str((await stored(crm, call))["modified"]), (await pages_of(crm, Entity.ACCOUNT))[-1].delta)
    new = create(Entity.ACCOUNT, name="ООО «Меньшая»")
    await crm.write(new)
    assert new.record_id in changed(await since(crm, Entity.ACCOUNT, mark))[0]


@pytest.mark.parametrize("tracked", [True, False])
async def test_how_many_there_are_is_known_beyond_a_page(peer: WebApiPeer, tracked: bool) -> None:
    peer.demo.server(track_changes="yes" if tracked else "ignore")
    (first, *_) = await pages_of(peer.crm(100), Entity.CONTACT)
    assert first.total == len(await rows_of(peer.crm(), Entity.CONTACT))


async def test_without_a_count_the_total_is_not_known(peer: WebApiPeer) -> None:
    peer.demo.server(total_count=False)
    assert (await pages_of(peer.crm(100), Entity.CONTACT))[0].total is None


async def test_a_server_that_counts_nothing_is_not_asked_to_again(peer: WebApiPeer) -> None:
    peer.demo.server(count=False, track_changes=501, total_count=False)
    crm = peer.crm()
    await crm.connect()
    before = len(peer.demo.requests())
    for _ in range(3):
        assert await rows_of(crm, Entity.CASE)
    assert len(peer.demo.requests()) - before == 4


async def test_without_who_am_i_an_operator_must_be_named(peer: WebApiPeer) -> None:
    peer.demo.server(who_am_i=False)
    with pytest.raises(CrmRefused) as caught:
        await peer.crm().connect()
    assert caught.value.problem.id is ProblemId.CRM_OPERATOR_UNTOLD


@pytest.mark.parametrize("status", [410, 400])
async def test_an_expired_mark_has_two_faces(peer: WebApiPeer, status: int) -> None:
    crm = peer.crm()
    mark = await marked(crm)
    peer.demo.expire(status)
    with pytest.raises(CrmMarkExpired):
        await since(crm, Entity.ACCOUNT, mark)


async def test_refused_tracking_costs_one_request_a_run(peer: WebApiPeer) -> None:
    peer.refuse_tracking(Entity.TEAM)
    crm = peer.crm()
    await crm.connect()
    before = len(peer.demo.requests())
    for _ in range(3):
        await pages_of(crm, Entity.TEAM)
    assert len(peer.demo.requests()) - before == 4
