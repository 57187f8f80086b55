"""Where the PBX knows no presence, the CRM tells how a colleague is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ctidesk.demo.people import guid
from tests.end2end.conftest import PASSWORD
from tests.end2end.test_transfer import ANNA, BORIS, environ
from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk, Refusal, desk
from tests.peers.kamailio import Kamailio

CALLER = "1003"
INACTIVE, AVAILABLE, BUSY, WRAP_UP = range(4)
TOLD_WITHIN_S = 5.0


@pytest.fixture(scope="module")
def anna_and_boris(crm: DemoCrm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk, Desk]]:
    """The caller's desk comes first."""
    numbers = (CALLER, ANNA, BORIS)
    with ExitStack() as stack:
        pbx = stack.enter_context(Kamailio(dict.fromkeys(numbers, PASSWORD), presence=False))
        desks = []
        for number, operator in zip(numbers, ("", "anna@demo.example", "boris@demo.example"), strict=True):
            more = {"CTIDESK_SIP_PRESENCE": "both", "CTIDESK_CRM_OPERATOR": operator}
            desks.append(
                stack.enter_context(
                    desk(tmp_path_factory.mktemp(number), environ(pbx, crm if operator else None, number, **more))
                )
            )
        for one in desks:
            one.wait("registration=registered")
        for one in desks[1:]:
            one.wait("crm.sync=idle")
        caller, anna, boris = desks
        yield caller, anna, boris


def kept(crm: DemoCrm, number: str) -> int:
    return int(crm.get(f"systemusers({guid('systemuser', int(number))})")["new_ctistatus"])


def becomes(crm: DemoCrm, number: str, status: int) -> None:
    deadline = time.monotonic() + TOLD_WITHIN_S
    while kept(crm, number) != status:
        assert time.monotonic() < deadline, f"{number} is {kept(crm, number)}, not {status}"
        time.sleep(0.05)


@pytest.mark.manual("D11", "M18")
def test_the_crm_knows_how_a_colleague_is(anna_and_boris: tuple[Desk, Desk, Desk], crm: DemoCrm) -> None:
    caller, anna, boris = anna_and_boris
    becomes(crm, BORIS, AVAILABLE)
    caller.ctl("dial", ANNA)
    becomes(crm, ANNA, BUSY)
    anna.wait("call.state=ringing")
    anna.ctl("accept")
    anna.wait("call.state=conversation")
    for status, number in (("inactive", INACTIVE), ("wrap_up", WRAP_UP)):
        boris.ctl("set-status", status)
        becomes(crm, BORIS, number)
        with pytest.raises(Refusal) as refused:
            anna.ctl("transfer", BORIS)
        assert refused.value.answer["error"] == "Данный оператор недоступен"
    boris.ctl("set-status", "available")
    becomes(crm, BORIS, AVAILABLE)
    boris.wait("registration=registered")
    anna.ctl("transfer", BORIS)
    becomes(crm, BORIS, BUSY)
    anna.ctl("cancel-transfer")
    becomes(crm, BORIS, AVAILABLE)
    caller.ctl("end")
    becomes(crm, ANNA, WRAP_UP)


@pytest.mark.manual("D11")
def test_who_goes_home_is_inactive_in_the_crm(crm: DemoCrm, tmp_path: Path) -> None:
    with Kamailio({CALLER: PASSWORD}) as pbx:
        vera = environ(pbx, crm, CALLER, CTIDESK_SIP_PRESENCE="crm", CTIDESK_CRM_OPERATOR="vera@demo.example")
        with desk(tmp_path, vera) as one:
            one.wait("registration=registered")
            one.ctl("set-status", "wrap_up")
            becomes(crm, CALLER, WRAP_UP)
        assert kept(crm, CALLER) == INACTIVE
