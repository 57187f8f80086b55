"""The main job on a CRM of 2013: synchronised by SOAP, a call answered, its record read back closed over OData v2."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.peers.demo_crm import DemoCrm, demo_crm
from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.sipp import Caller, Sipp


def of_2013(sip: dict[str, str], crm: DemoCrm, **more: str) -> dict[str, str]:
    return {**sip, "CTIDESK_CRM_KIND": "crm2013", "CTIDESK_CRM_URL": crm.crm2013, "CTIDESK_CRM_AUTH": "none", **more}


def await_record(crm: DemoCrm, call_id: str, ready: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The phone-call record as OData v2 gives it, once it is there and ready."""
    deadline = time.monotonic() + 10
    while True:
        answer = crm.http.get(f"{crm.crm2013}PhoneCallSet(guid'{call_id}')", headers={"Accept": "application/json"})
        if answer.is_success and ready(answer.json()["d"]):
            return dict(answer.json()["d"])
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.1)


def answered(running: Desk, pbx: Kamailio, number: str) -> tuple[str, dict[str, Any]]:
    """A call from a client, linked to him and ended by us: its id and the client."""
    with Sipp("hung_up", pbx.server, "1001", Caller(number)) as caller:
        call_id = running.wait("connection=incoming")["calls"][0]["id"]
        running.ctl("accept")
        running.wait("connection=busy")
        client = running.ctl("lookup", number)["matches"][0]
        running.ctl("select", client["entity"], client["id"])
        running.wait(f"call.client.id={client['id']}")
        running.ctl("end")
        caller.wait()
    running.ctl("set-status", "available")
    running.wait("connection=active")
    return str(call_id), client


@pytest.mark.manual("M9", "M12", "M25")
def test_a_call_from_ringing_to_its_closed_record(
    tmp_path: Path, sip: dict[str, str], pbx: Kamailio, crm: DemoCrm, known: str
) -> None:
    crm.clear()
    with desk(tmp_path, of_2013(sip, crm)) as running:
        running.wait("registration=registered")
        status = running.wait("crm.sync=idle")
        assert status["crm"]["records"] > 300 and status["operator"]["name"] == "Анна Петрова"
        assert not [path for _, path in crm.requests() if path == "ContactSet"], "pulled by SOAP, thousands a page"
        call_id, client = answered(running, pbx, known)
        kept = await_record(crm, call_id, lambda kept: kept["StateCode"]["Value"] != 0)
        assert (kept["StateCode"]["Value"], kept["StatusCode"]["Value"], kept["DirectionCode"]) == (1, 4, False)
        assert kept["RegardingObjectId"]["Id"] == client["id"]
        parties = crm.get(f"activityparties?$filter=_activityid_value eq {call_id}")["value"]
        assert {each["participationtypemask"]: each["_partyid_value"] for each in parties}[1] == client["id"]


@pytest.mark.manual("M25")
def test_where_soap_is_closed_the_call_is_there_and_the_desk_says_what_is_missing(
    tmp_path: Path, sip: dict[str, str], pbx: Kamailio, known: str
) -> None:
    with demo_crm(300, soap=False) as crm:
        environ = of_2013(sip, crm, CTIDESK_CRM_OPERATOR="anna@demo.example")
        with desk(tmp_path, environ) as running:
            running.wait("registration=registered")
            running.wait("crm.sync=idle")
            call_id, client = answered(running, pbx, known)
            deadline = time.monotonic() + 10
            while "SOAP" not in str(running.ctl("outbox")) + str(running.ctl("status")):
                assert time.monotonic() < deadline, running.ctl("outbox")
                time.sleep(0.1)
            kept = await_record(crm, call_id, lambda _: True)
            assert kept["StateCode"]["Value"] == 0 and kept["RegardingObjectId"]["Id"] == client["id"]
