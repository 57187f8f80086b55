"""The contract on the fake: what the use cases' tests stand on."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from ctidesk.adapters.crm.schema import DEFAULTS
from ctidesk.domain.errors import CrmError, CrmForbidden, CrmUnauthorized, CrmUnavailable, Problem, ProblemId
from ctidesk.domain.records import PULL_ORDER, Entity
from ctidesk.ports import Crm
from tests.contracts.crm_contract import CrmContract, CrmPeer, Schema
from tests.contracts.crm_contract_changes import CrmChangesContract, CrmIdsContract
from tests.fakes.crm import UNREACHABLE, FakeCrm, FakeServer


def error_of(status: int, retry_after: float | None) -> CrmError:
    busy = Problem.of(ProblemId.CRM_BUSY, host="fake")
    errors: dict[int, CrmError] = {
        401: CrmUnauthorized(Problem.of(ProblemId.CRM_SIGN_IN_REFUSED, host="fake")),
        403: CrmForbidden(Problem.of(ProblemId.CRM_NO_PERMISSION, entity="team")),
        429: CrmUnavailable(busy, retry_after),
        503: CrmUnavailable(busy, retry_after),
    }
    return errors.get(status, CrmUnavailable(UNREACHABLE))


def seeded() -> FakeServer:
    server = FakeServer()
    me = FakeCrm.identity.user_id
    user = server.put(Entity.USER, me, name="Анна Петрова", wrap_up_s=15, cti_status=0, disabled=False)
    team, configurator = server.put(Entity.TEAM, name="Операторы"), server.put(Entity.CONFIGURATOR, name="CTI")
    server.put(Entity.TEAM_MEMBERSHIP, user=user, team=team)
    server.put(Entity.CONFIGURATOR_TEAM, configurator=configurator, team=team)
    server.put(Entity.IGNORED_NUMBER, number="8800*")
    directory = server.put(Entity.PHONE_DIRECTORY, name="Отдел продаж")
    server.put(Entity.EMPLOYEE_NUMBER, user=user, directory=directory, number="1001")
    for number in range(7):
        old = f"2024-02-0{number + 1}T10:00:00Z"
        server.put(Entity.CONTACT, lastname=f"Иванов {number}", jobtitle=None, parent=None, modified=old)
    account = server.put(Entity.ACCOUNT, name="ООО «Ромашка»", modified="2024-02-01T10:00:00Z")
    server.put(Entity.CASE, title="Ошибка в счёте", customer=account, customer_entity="account")
    server.put(Entity.WORKSHEET, name="Подключение", customer=account, customer_entity="account")
    return server


@dataclass
class FakePeer:
    server: FakeServer = field(default_factory=seeded)
    page_size: int = 3
    smallest_page: int = 2
    closes: bool = True
    desks: list[FakeCrm] = field(default_factory=list)

    def crm(self, page_size: int = 5000, schema: Schema | None = None) -> FakeCrm:
        own = schema or {}
        stopped = {Entity(entity) for entity, names in own.items() if names.keys() & {"set", "id"}}
        unknown = tuple(name for names in own.values() for name in names.values() if name)
        self.desks.append(
            FakeCrm(
                self.server,
                page_size,
                deployed=tuple(entity for entity in PULL_ORDER if entity not in stopped),
                unknown=unknown,
            )
        )
        return self.desks[-1]

    def dead_crm(self) -> FakeCrm:
        crm = self.crm()
        crm.fail_next(CrmUnavailable(UNREACHABLE), times=10)
        return crm

    def fail(self, status: int, retry_after: float | None = None) -> None:
        self.desks[-1].fail_next(error_of(status, retry_after))

    def delete(self, entity: Entity, id: str) -> None:
        self.server.delete(entity, id)

    def expire_marks(self) -> None:
        self.server.expire()

    def refuse_tracking(self, entity: Entity) -> None:
        self.server.untracked.add(entity)

    def lose_answer(self) -> None:
        self.desks[-1].lose_next_answer()

    async def sign_in(self, crm: Crm) -> None:
        self.desks[-1].refused = None

    def parties(self, call_id: str) -> set[tuple[int, str]]:
        return self.server.parties[call_id]


@pytest.fixture
def peer() -> CrmPeer:
    return FakePeer()


class TestFakeCrm(CrmContract, CrmIdsContract, CrmChangesContract):
    def test_the_fake_knows_no_field_that_the_schema_lacks(self) -> None:
        for entity, rows in seeded().rows.items():
            known = {*DEFAULTS[entity].fields, "id", "state", "modified", "customer_entity"}
            assert all(row.keys() <= known for row in rows.values())
