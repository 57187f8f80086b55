"""The contract on the 2013 adapter and the demo CRM, with SOAP and without, and what only this pair can show."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4

import pytest

from ctidesk.adapters.crm.crm2013.crm import Crm2013
from ctidesk.adapters.crm.signin.sign_in import SignIn, sign_in_of
from ctidesk.domain.errors import CrmConflict, CrmForbidden, CrmRefused, CrmUnavailable, ProblemId
from ctidesk.domain.outbox import Value, Write, WriteKind
from ctidesk.domain.records import PULL_ORDER, Entity
from ctidesk.domain.settings import CrmSettings
from ctidesk.ports import Crm
from tests.contracts.crm_contract import (
    CrmContract,
    Schema,
    a_call,
    any_client,
    close,
    create,
    pages_of,
    rows_of,
    stored,
)
from tests.contracts.crm_contract_changes import CrmIdsContract
from tests.contracts.test_crm_webapi import party_of
from tests.fakes.secrets import FakeSecrets
from tests.peers.demo_crm import PASSWORD, DemoCrm, demo_crm

OPERATOR = "anna@demo.example"
SOAP = ("POST", "Organization.svc/web")


@dataclass
class Crm2013Peer:
    """``operator``: who sits here, where nobody but the configuration can say it."""

    demo: DemoCrm
    page_size: int = 100
    smallest_page: int = 2
    closes: bool = True
    operator: str = ""
    desks: list[Crm2013] = field(default_factory=list)
    sign_ins: list[SignIn] = field(default_factory=list)

    def crm(self, page_size: int = 5000, schema: Schema | None = None, **more: Any) -> Crm2013:
        kinds = {
            "kind": "crm2013",
            "auth": "basic",
            "username": "anna",
            "url": self.demo.crm2013,
            "operator": self.operator,
        }
        settings = CrmSettings(page_size=page_size, schema=schema or {}, **(kinds | more))
        self.sign_ins.append(sign_in_of(settings, FakeSecrets(PASSWORD)))
        self.desks.append(Crm2013(settings, self.sign_ins[-1]))
        return self.desks[-1]

    def dead_crm(self) -> Crm2013:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        return self.crm(url=f"http://127.0.0.1:{port}/Demo/")

    def fail(self, status: int, retry_after: float | None = None) -> None:
        self.demo.fault(status=status, retry_after=retry_after)

    def lose_answer(self) -> None:
        self.demo.fault(drop=True, method="POST", path="Set")

    async def sign_in(self, crm: Crm) -> None:
        await self.sign_ins[-1].renew()

    def parties(self, call_id: str) -> set[tuple[int, str]]:
        rows = self.demo.get(f"activityparties?$filter=_activityid_value eq {call_id}")["value"]
        return {(row["participationtypemask"], party_of(row)) for row in rows}


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoCrm]:
    with demo_crm(clients=300) as running:
        yield running


@pytest.fixture(scope="module")
def odata_alone() -> Iterator[DemoCrm]:
    with demo_crm(clients=300, soap=False) as running:
        yield running


async def left(peer: Crm2013Peer) -> AsyncIterator[Crm2013Peer]:
    peer.demo.clear()
    yield peer
    for desk in peer.desks:
        await desk.close()


class TestCrm2013(CrmContract, CrmIdsContract):
    @pytest.fixture
    async def peer(self, demo: DemoCrm) -> AsyncIterator[Crm2013Peer]:
        async for peer in left(Crm2013Peer(demo)):
            yield peer

    async def test_soap_brings_thousands_in_one_page(self, peer: Crm2013Peer) -> None:
        crm = peer.crm()
        await crm.connect()
        peer.demo.clear()
        (page,) = await pages_of(crm, Entity.CONTACT)
        assert len(page.rows) >= 300
        assert peer.demo.requests() == [SOAP]

    async def test_both_ways_bring_the_same(self, peer: Crm2013Peer) -> None:
        """A row is the same value whether it came as XML or as JSON, and as the Web API has it."""
        await peer.crm().write(await a_call(peer.crm()))
        soap, odata = peer.crm(), peer.crm(bulk="odata")
        for entity in (*PULL_ORDER, Entity.PHONE_CALL):
            assert await rows_of(soap, entity) == await rows_of(odata, entity), entity

    async def test_a_service_that_closes_is_done_without(self, peer: Crm2013Peer) -> None:
        """At first something else answers in its place; then it is asked anew whether it is there."""
        crm = peer.crm()
        await crm.connect()
        peer.demo.fault(status=404, path="Organization.svc", times=2)
        with pytest.raises(CrmUnavailable):
            await pages_of(crm, Entity.TEAM)
        assert await rows_of(crm, Entity.TEAM)
        assert peer.demo.requests()[-1] == ("GET", "TeamSet")

    async def test_a_pull_by_soap_that_is_closed_meanwhile_begins_again(self, peer: Crm2013Peer) -> None:
        first = (await pages_of(peer.crm(100), Entity.CONTACT))[0]
        peer.demo.fault(status=404, path="Organization.svc", times=99)
        with pytest.raises(CrmRefused):
            await pages_of(peer.crm(100), Entity.CONTACT, cursor=first.cursor)

    async def test_the_closing_of_a_record_that_is_gone_says_so(self, peer: Crm2013Peer) -> None:
        crm = peer.crm()
        gone = create(Entity.PHONE_CALL)
        await crm.connect()
        with pytest.raises(CrmRefused) as caught:
            await crm.write(close(gone, "made"))
        assert caught.value.problem.id is ProblemId.CRM_RECORD_GONE

    async def test_the_parties_of_a_call_on_record_can_be_changed(self, peer: Crm2013Peer) -> None:
        crm = peer.crm()
        call, other = await a_call(crm, direction="outgoing"), await any_client(crm, Entity.ACCOUNT)
        await crm.write(call)
        await crm.write(Write(WriteKind.UPDATE, Entity.PHONE_CALL, call.record_id, {"client": other}))
        assert peer.parties(call.record_id) == {(1, call.values["operator"]), (2, other)}
        await crm.write(Write(WriteKind.UPDATE, Entity.PHONE_CALL, call.record_id, {"client": None}))
        assert peer.parties(call.record_id) == {(1, call.values["operator"]), (2, "+74951234567")}

    async def test_a_race_for_one_id_is_settled_by_reading(self, peer: Crm2013Peer) -> None:
        desks = [peer.crm(), peer.crm()]
        call = await a_call(desks[0])
        await desks[1].connect()
        await asyncio.gather(*(desk.write(call) for desk in desks))
        assert len(peer.parties(call.record_id)) == 2

    async def test_metadata_is_read_once(self, peer: Crm2013Peer) -> None:
        crm = peer.crm()
        await asyncio.gather(crm.connect(), pages_of(crm, Entity.TEAM), crm.connect())
        assert peer.demo.requests().count(("GET", "$metadata")) == 1

    async def test_an_answer_that_is_no_crm_s_is_named(self, peer: Crm2013Peer) -> None:
        with pytest.raises(CrmUnavailable) as caught:
            await peer.crm(url=urljoin(peer.demo.url, "/demo/nothing/")).connect()
        assert caught.value.problem.id is ProblemId.CRM_NOT_A_CRM

    @pytest.mark.parametrize("path", ["/Demo/", "/Demo", "/Demo/XRMServices/2011/OrganizationData.svc"])
    async def test_the_organization_s_own_address_is_enough(self, peer: Crm2013Peer, path: str) -> None:
        assert (await peer.crm(url=urljoin(peer.demo.url, path)).connect()).user_id

    async def test_names_may_be_configured_as_the_server_spells_them(self, peer: Crm2013Peer) -> None:
        names = {"set": "new_WorksheetSet", "id": "new_WorksheetId", "customer": "new_CustomerId"}
        crm = peer.crm(schema={"worksheet": names})
        await crm.connect()
        assert crm.unknown_names is None
        assert any(row["customer"] for row in (await rows_of(crm, Entity.WORKSHEET)).values())

    async def test_a_name_that_is_nearly_right_is_suggested(self, peer: Crm2013Peer) -> None:
        crm = peer.crm(schema={"contact": {"jobtitle": "jobtitel"}, "worksheet": {"set": "new_worksheats"}})
        await crm.connect()
        assert crm.unknown_names
        names = dict(crm.unknown_names.args)["names"]
        assert "ContactSet.jobtitel (JobTitle?)" in names and "new_worksheats (new_WorksheetSet?)" in names


class TestCrm2013WithoutSoap(CrmContract, CrmIdsContract):
    @pytest.fixture
    async def peer(self, odata_alone: DemoCrm) -> AsyncIterator[Crm2013Peer]:
        alone = Crm2013Peer(odata_alone, page_size=50, smallest_page=50, closes=False, operator=OPERATOR)
        async for peer in left(alone):
            yield peer

    async def test_without_soap_nobody_says_who_we_are(self, peer: Crm2013Peer) -> None:
        with pytest.raises(CrmRefused) as caught:
            await peer.crm(operator="").connect()
        assert caught.value.problem.id is ProblemId.CRM_OPERATOR_UNTOLD

    async def test_a_call_that_cannot_be_closed_keeps_what_it_says(self, peer: Crm2013Peer) -> None:
        """Its fields are written, only its parties and its state are not."""
        crm = peer.crm()
        call = await a_call(crm)
        await crm.write(call)
        more: dict[str, Value] = {"description": "answered, 40 s", "client": await any_client(crm, Entity.ACCOUNT)}
        with pytest.raises(CrmRefused) as caught:
            await crm.write(Write(WriteKind.UPDATE, Entity.PHONE_CALL, call.record_id, more))
        assert caught.value.problem.id is ProblemId.CRM_SOAP_CLOSED
        assert (await stored(crm, call))["description"] == "answered, 40 s"


class Reads:
    """What both ways of reading share beyond the contract."""

    async def test_a_field_changed_meanwhile_is_a_conflict(self, crm: Crm2013) -> None:
        account = await any_client(crm, Entity.ACCOUNT)
        contact = create(Entity.CONTACT, lastname="Иванов", jobtitle="Инженер", parent=account)
        await crm.write(contact)
        base: dict[str, Value] = {"lastname": "Иванова", "jobtitle": "Инженер", "mobilephone": None, "parent": account}
        edited: dict[str, Value] = {"lastname": "Иванов", "jobtitle": "Логист", "mobilephone": "+7916", "parent": None}
        await crm.write(Write(WriteKind.UPDATE, Entity.CONTACT, contact.record_id, edited, base))
        row = await stored(crm, contact)
        assert [row[name] for name in edited] == list(edited.values()), "done, written, written, written"
        late: dict[str, Value] = {"jobtitle": "Юрист", "lastname": "Петров"}
        old: dict[str, Value] = {"jobtitle": "Инженер", "lastname": "Иванов"}
        with pytest.raises(CrmConflict) as caught:
            await crm.write(Write(WriteKind.UPDATE, Entity.CONTACT, contact.record_id, late, old))
        assert caught.value.problem.id is ProblemId.CRM_CHANGED_MEANWHILE
        assert caught.value.theirs == {"jobtitle": "Логист"}
        assert await stored(crm, contact) == row, "nothing is written"

    async def test_an_update_with_a_base_of_a_record_that_is_gone_is_refused(self, crm: Crm2013) -> None:
        edited: dict[str, Value] = {"lastname": "a"}
        with pytest.raises(CrmRefused) as caught:
            await crm.write(Write(WriteKind.UPDATE, Entity.CONTACT, str(uuid4()), edited, {"lastname": "b"}))
        assert caught.value.problem.id is ProblemId.CRM_RECORD_GONE

    async def test_a_right_that_is_missing_stops_that_entity(self, crm: Crm2013, peer: Crm2013Peer) -> None:
        await crm.connect()
        peer.demo.fault(status=403)
        with pytest.raises(CrmForbidden) as caught:
            await pages_of(crm, Entity.TEAM)
        assert dict(caught.value.problem.args) == {"entity": "team"}


class TestReadsBySoap(Reads):
    @pytest.fixture
    async def peer(self, demo: DemoCrm) -> AsyncIterator[Crm2013Peer]:
        async for peer in left(Crm2013Peer(demo)):
            yield peer

    @pytest.fixture
    def crm(self, peer: Crm2013Peer) -> Crm2013:
        return peer.crm(100)


class TestReadsByOData(Reads):
    @pytest.fixture
    async def peer(self, demo: DemoCrm) -> AsyncIterator[Crm2013Peer]:
        async for peer in left(Crm2013Peer(demo)):
            yield peer

    @pytest.fixture
    def crm(self, peer: Crm2013Peer) -> Crm2013:
        return peer.crm(bulk="odata")


@pytest.mark.parametrize("auth", ["basic", "ntlm"])
async def test_both_services_are_signed_in_to(auth: str) -> None:
    """NTLM belongs to a connection: OData and SOAP, pulling and writing at once, must not take each other's."""
    with demo_crm(clients=120, auth=auth) as demo:
        settings = CrmSettings(kind="crm2013", url=demo.crm2013, auth=auth, username="DEMO\\anna")  # type: ignore[arg-type]
        crm = Crm2013(settings, sign_in_of(settings, FakeSecrets(PASSWORD)))
        try:
            call = await a_call(crm)
            await asyncio.gather(crm.write(call), *(rows_of(crm, entity) for entity in PULL_ORDER))
            await crm.write(close(call, "received"))
            assert (await stored(crm, call))["status"] == 4
        finally:
            await crm.close()
