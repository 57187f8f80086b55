"""Who the CRM says we are."""

from __future__ import annotations

import pytest

from ctidesk.domain.errors import CrmForbidden
from ctidesk.domain.first_start import Myself
from ctidesk.domain.records import Entity
from ctidesk.usecases.acquaintance import acquaintance
from tests.fakes.crm import UNREACHABLE, FakeCrm

ME = FakeCrm().identity.user_id


@pytest.fixture
async def crm() -> FakeCrm:
    crm = FakeCrm()
    put = crm.server.put
    put(Entity.USER, ME, name="Анна Петрова", wrap_up_s=45)
    somebody = put(Entity.USER, name="Борис")
    teams = {name: put(Entity.TEAM, name=name) for name in ("Продажи", "1-я линия", "Чужая")}
    for user, name in ((ME, "Продажи"), (ME, "1-я линия"), (somebody, "Чужая")):
        put(Entity.TEAM_MEMBERSHIP, user=user, team=teams[name])
    put(Entity.EMPLOYEE_NUMBER, user=ME, number="1001")
    put(Entity.EMPLOYEE_NUMBER, user=ME, number="1009", state=1)
    put(Entity.EMPLOYEE_NUMBER, user=somebody, number="1002")
    await crm.connect()
    return crm


async def test_name_groups_numbers_and_wrap_up(crm: FakeCrm) -> None:
    assert await acquaintance(crm, ME) == Myself("Анна Петрова", 45, ("1-я линия", "Продажи"), ("1001",))


async def test_what_the_crm_does_not_give_is_left_out(crm: FakeCrm) -> None:
    crm.fail_next(CrmForbidden(UNREACHABLE))
    assert await acquaintance(crm, ME) == Myself("", None, ("1-я линия", "Продажи"), ("1001",))
