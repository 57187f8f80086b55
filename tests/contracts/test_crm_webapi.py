"""The contract on the Web API adapter and the demo CRM, and what only this pair can show."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from ctidesk.adapters.crm.schema import DEFAULTS
from ctidesk.adapters.crm.signin.sign_in import SignIn, sign_in_of
from ctidesk.adapters.crm.webapi.crm import WebApiCrm
from ctidesk.domain.errors import CrmConflict, CrmRefused, CrmUnauthorized, CrmUnavailable, ProblemId
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.records import Entity
from ctidesk.domain.settings import CrmSettings
from ctidesk.ports import Crm
from tests.contracts.crm_contract import CrmContract, Schema, a_call, create, failure, pages_of, rows_of
from tests.contracts.crm_contract_changes import CrmChangesContract, CrmIdsContract
from tests.fakes.secrets import FakeSecrets
from tests.peers.demo_crm import PASSWORD, DemoCrm, demo_crm

LOGICAL = {"contact": "contact", "account": "account", "systemuser": "user"}
TYPE_OF = "_partyid_value@Microsoft.Dynamics.CRM.lookuplogicalname"


@dataclass
class WebApiPeer:
    demo: DemoCrm
    page_size: int = 100
    smallest_page: int = 2
    closes: bool = True
    auth: dict[str, str] = field(default_factory=lambda: {"auth": "basic", "username": "anna"})
    desks: list[WebApiCrm] = field(default_factory=list)
    sign_ins: list[SignIn] = field(default_factory=list)

    def made(self, settings: CrmSettings) -> WebApiCrm:
        self.sign_ins.append(sign_in_of(settings, FakeSecrets(PASSWORD)))
        self.desks.append(WebApiCrm(settings, self.sign_ins[-1]))
        return self.desks[-1]

    def crm(self, page_size: int = 5000, schema: Schema | None = None, **more: Any) -> WebApiCrm:
        kinds = {"kind": "webapi", "url": self.demo.url, **self.auth}
        return self.made(CrmSettings(page_size=page_size, schema=schema or {}, **(kinds | more)))

    def dead_crm(self) -> WebApiCrm:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        return self.crm(url=f"http://127.0.0.1:{port}/api/data/v9.2/")

    def fail(self, status: int, retry_after: float | None = None) -> None:
        self.demo.fault(status=status, retry_after=retry_after)

    def delete(self, entity: Entity, id: str) -> None:
        self.demo.delete(f"{DEFAULTS[entity].set}({id})")

    def expire_marks(self) -> None:
        self.demo.expire()

    def refuse_tracking(self, entity: Entity) -> None:
        self.demo.server(untracked=[DEFAULTS[entity].set])

    def lose_answer(self) -> None:
        self.demo.fault(drop=True, method="PATCH")

    async def sign_in(self, crm: Crm) -> None:
        await self.sign_ins[-1].renew()

    def parties(self, call_id: str) -> set[tuple[int, str]]:
        rows = self.demo.get(f"activityparties?$filter=_activityid_value eq {call_id}")["value"]
        return {(row["participationtypemask"], party_of(row)) for row in rows}


def party_of(row: dict[str, Any]) -> str:
    kind = LOGICAL.get(row.get(TYPE_OF) or "")
    return f"{kind}:{row['_partyid_value']}" if kind else str(row["addressused"])


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoCrm]:
    with demo_crm(clients=300) as running:
        yield running


@pytest.fixture
async def peer(demo: DemoCrm) -> AsyncIterator[WebApiPeer]:
    demo.clear()
    peer = WebApiPeer(demo)
    yield peer
    for desk in peer.desks:
        await desk.close()


class TestWebApiCrm(CrmContract, CrmIdsContract, CrmChangesContract):
    async def test_where_nobody_signs_in_a_refusal_passes(self, peer: WebApiPeer) -> None:
        crm = peer.crm(auth="none", username="")
        peer.fail(401)
        found = await failure(crm)
        assert (type(found), found.problem.id) == (CrmUnauthorized, ProblemId.CRM_SIGN_IN_NOT_SET)
        assert await rows_of(crm, Entity.TEAM), "nothing has to be done by anybody"

    async def test_the_operator_can_be_named(self, peer: WebApiPeer) -> None:
        every = (await rows_of(peer.crm(), Entity.USER)).values()
        other = next(row for row in every if row["email"] == "boris@demo.example")
        for name in (other["domain_name"], other["email"], str(other["id"]).upper()):
            assert (await peer.crm(operator=name).connect()).user_id == other["id"]

    async def test_an_operator_whom_the_crm_does_not_know_is_named(self, peer: WebApiPeer) -> None:
        with pytest.raises(CrmRefused) as caught:
            await peer.crm(operator="nobody' or 1 eq 1").connect()
        assert caught.value.problem.id is ProblemId.CRM_OPERATOR_UNKNOWN
        assert dict(caught.value.problem.args) == {"operator": "nobody' or 1 eq 1"}

    async def test_names_that_are_all_wrong_are_refused_at_once(self, peer: WebApiPeer) -> None:
        schema = {entity.value: {"set": "nonsense"} for entity in Entity}
        with pytest.raises(CrmRefused) as caught:
            await peer.crm(schema=schema).connect()
        assert caught.value.problem.id is ProblemId.CRM_UNKNOWN_NAMES

    async def test_another_prefix_names_every_custom_part(self, peer: WebApiPeer) -> None:
        crm = peer.crm(prefix="abc")
        await crm.connect()
        assert crm.unknown_names
        names = dict(crm.unknown_names.args)["names"]
        assert "abc_worksheets (new_worksheets?)" in names and "abc_wrapupseconds" in names

    @pytest.mark.manual("D11")
    async def test_a_server_that_keeps_no_status_is_left_alone(self, peer: WebApiPeer) -> None:
        crm = peer.crm(schema={"user": {"cti_status": "new_nosuchfield"}})
        me = (await crm.connect()).user_id
        before = len(peer.demo.requests())
        await crm.write(Write(WriteKind.UPDATE, Entity.USER, me, {"cti_status": 1}))
        assert await crm.user_status(me) is None
        assert len(peer.demo.requests()) == before

    async def test_metadata_is_read_once(self, peer: WebApiPeer) -> None:
        crm = peer.crm()
        await asyncio.gather(crm.connect(), pages_of(crm, Entity.TEAM), crm.connect())
        assert peer.demo.requests().count(("GET", "$metadata")) == 1

    async def test_an_answer_that_is_no_crm_s_is_named(self, peer: WebApiPeer) -> None:
        with pytest.raises(CrmUnavailable) as caught:
            await peer.crm(url=peer.demo.url.replace("/api/data/v9.2/", "/demo/")).connect()
        assert caught.value.problem.id is ProblemId.CRM_NOT_A_CRM

    async def test_a_race_for_one_id_is_settled_by_reading(self, peer: WebApiPeer) -> None:
        """Both look for the id before either has written it: the 412 of the slower one is the success of the faster."""
        desks = [peer.crm(), peer.crm()]
        call = await a_call(desks[0])
        await desks[1].connect()
        await asyncio.gather(*(desk.write(call) for desk in desks))
        assert len(peer.parties(call.record_id)) == 2

    async def test_a_conflict_that_is_none_of_ours_is_told(self, peer: WebApiPeer) -> None:
        crm = peer.crm()
        await crm.connect()
        peer.demo.fault(status=412, method="PATCH")
        with pytest.raises(CrmConflict):
            await crm.write(create(Entity.ACCOUNT, name="ООО «Спор»"))

    async def test_a_record_that_changes_between_reading_and_writing_is_read_again(self, peer: WebApiPeer) -> None:
        crm = peer.crm()
        account = create(Entity.ACCOUNT, name="ООО «Спор»")
        await crm.write(account)
        edit = Write(WriteKind.UPDATE, Entity.ACCOUNT, account.record_id, {"name": "АО"}, {"name": "ООО «Спор»"})
        peer.demo.fault(status=412, method="PATCH", times=3)
        with pytest.raises(CrmConflict):
            await crm.write(edit)
        peer.demo.fault(status=412, method="PATCH", times=2)
        await crm.write(edit)
        assert peer.demo.get(f"accounts({account.record_id})")["name"] == "АО"

    async def test_only_the_version_that_was_read_is_written_over(self, peer: WebApiPeer) -> None:
        """Both read before either writes: the second reads again, and finds a conflict."""
        desks = [peer.crm(), peer.crm()]
        account = create(Entity.ACCOUNT, name="ООО «Спор»")
        for desk in desks:
            await desk.connect()
        await desks[0].write(account)
        edits = [
            Write(WriteKind.UPDATE, Entity.ACCOUNT, account.record_id, {"name": name}, {"name": "ООО «Спор»"})
            for name in ("А", "Б")
        ]
        peer.demo.fault(delay_s=0.3, method="PATCH", times=2)
        writes = (desk.write(edit) for desk, edit in zip(desks, edits, strict=True))
        first, second = await asyncio.gather(*writes, return_exceptions=True)
        lost = first if isinstance(first, CrmConflict) else second
        assert isinstance(lost, CrmConflict)
        assert lost.theirs == {"name": peer.demo.get(f"accounts({account.record_id})")["name"]}

    @pytest.mark.parametrize("status", [409, 412, 500])
    async def test_a_duplicate_is_ours_when_it_has_our_id(self, peer: WebApiPeer, status: int) -> None:
        crm = peer.crm()
        account = create(Entity.ACCOUNT, name="ООО «Дважды»")
        await crm.connect()
        peer.demo.fault(status=404, method="GET", path="accounts(")  # the look-up comes before the other desk's write
        await peer.crm().write(account)
        peer.demo.fault(status=404, method="GET", path="accounts(")
        peer.demo.fault(status=status, method="PATCH", path="accounts(", code="0x80040237")
        await crm.write(account)
        assert len(peer.demo.get(f"accounts?$filter=accountid eq {account.record_id}")["value"]) == 1

    async def test_a_write_goes_ahead_of_pulling(self, peer: WebApiPeer) -> None:
        crm = peer.crm()
        await crm.connect()
        peer.demo.fault(delay_s=2, method="GET", path="contacts", times=4)
        pulls = [asyncio.create_task(pages_of(crm, Entity.CONTACT)) for _ in range(4)]
        await asyncio.sleep(0.1)
        await crm.write(create(Entity.ACCOUNT, name="ООО «Срочно»"))
        assert ("PATCH", "accounts") in {(method, path.partition("(")[0]) for method, path in peer.demo.requests()}
        assert not any(pull.done() for pull in pulls)
        for pull in pulls:
            pull.cancel()
        await asyncio.wait(pulls)

    async def test_a_proxy_does_not_stand_before_loopback(
        self, peer: WebApiPeer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert (await peer.crm().connect()).user_id

    async def test_an_id_that_is_no_guid_never_reaches_an_address(self, peer: WebApiPeer) -> None:
        crm = peer.crm()
        write = create(Entity.ACCOUNT, name="x")
        object.__setattr__(write, "record_id", f"{uuid4()})/x(")
        with pytest.raises(CrmRefused):
            await crm.write(write)
