"""The operator's main job: SIPp calls through Kamailio, the desk is driven by ``ctl``, the CRM is read over HTTP."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.processes import descendants
from tests.peers.sipp import Caller, Sipp


def record(crm: DemoCrm, call_id: str) -> dict[str, Any]:
    """The phone-call record as the CRM has it."""
    return crm.get(f"phonecalls({call_id})?$expand=phonecall_activity_parties")


def await_closed(crm: DemoCrm, desk: Desk, call_id: str) -> dict[str, Any]:
    desk.wait("outbox=0")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if len(_of(crm, call_id)) == 1 and record(crm, call_id)["statecode"] != 0:
            break
        time.sleep(0.1)
    return record(crm, call_id)


def _of(crm: DemoCrm, call_id: str) -> list[dict[str, Any]]:
    return list(crm.get(f"phonecalls?$filter=activityid eq {call_id}")["value"])


@pytest.mark.manual("M9", "M12", "M25")
def test_a_call_from_ringing_to_its_record(running: Desk, pbx: Kamailio, crm: DemoCrm, known: str) -> None:
    with Sipp("hung_up", pbx.server, "1001", Caller(known)) as caller:
        ringing = running.wait("connection=incoming")
        call_id = ringing["calls"][0]["id"]
        named = running.wait(f"call.name={running.ctl('lookup', known)['matches'][0]['name']}")
        assert named["buttons"] == {"accept": True, "end": True, "transfer": False, "rebind": False}
        assert "incoming_notice" in named["windows"]
        running.ctl("accept")
        talking = running.wait("connection=busy")
        assert talking["operator"]["status"] == "busy"
        assert "client_search" in talking["windows"] and "incoming_notice" not in talking["windows"]
        client = running.ctl("lookup", known)["matches"][0]
        running.ctl("select", client["entity"], client["id"])
        linked = running.wait(f"call.client.id={client['id']}")
        assert "client_search" not in linked["windows"]
        running.wait("windows.1=contact_card")
        running.ctl("end")
        caller.wait()
    wrapping = running.wait("connection=wrap_up")
    assert 0 < wrapping["operator"]["wrap_up_left_s"] <= wrapping["operator"]["wrap_up_s"]
    assert record(crm, call_id)["statecode"] == 0 if _of(crm, call_id) else True
    running.ctl("set-status", "available")
    running.wait("connection=active")
    kept = await_closed(crm, running, call_id)
    assert (kept["statecode"], kept["statuscode"], kept["directioncode"]) == (1, 4, False)
    assert kept["_regardingobjectid_value"] == client["id"]
    parties = {party["participationtypemask"]: party for party in kept["phonecall_activity_parties"]}
    assert parties[1]["_partyid_value"] == client["id"]
    assert len(_of(crm, call_id)) == 1


@pytest.mark.manual("M24")
def test_the_callers_hanging_up_leads_to_wrap_up_that_ends_by_itself(
    running: Desk, pbx: Kamailio, crm: DemoCrm, known: str
) -> None:
    with Sipp("call", pbx.server, "1001", Caller(known), talk_s=0.5) as caller:
        running.wait("connection=incoming")
        running.ctl("accept")
        caller.wait()
    wrapping = running.wait("connection=wrap_up")
    seconds = wrapping["operator"]["wrap_up_s"]
    assert seconds == 15, "the operator's own seconds come from the CRM (M2)"
    running.wait("connection=active", seconds + 5)


@pytest.mark.manual("M11")
def test_several_clients_with_one_number_are_all_offered(
    running: Desk, pbx: Kamailio, shared: str, tmp_path: Path
) -> None:
    matches = running.ctl("lookup", shared)["matches"]
    assert len(matches) > 1
    with Sipp("hung_up", pbx.server, "1001", Caller(shared)) as caller:
        running.wait("connection=incoming")
        running.ctl("accept")
        running.wait("connection=busy")
        running.ctl("select", matches[1]["entity"], matches[1]["id"])
        assert running.wait(f"call.client.id={matches[1]['id']}")["calls"][0]["name"] == matches[1]["name"]
        running.ctl("end")
        caller.wait()


@pytest.mark.manual("M25")
def test_a_caller_who_gives_up_is_kept_as_missed(running: Desk, pbx: Kamailio, crm: DemoCrm, known: str) -> None:
    with Sipp("cancelled", pbx.server, "1001", Caller(known), talk_s=0.5) as caller:
        call_id = running.wait("connection=incoming")["calls"][0]["id"]
        caller.wait()
    running.wait("connection=active")
    assert running.ctl("calls")["calls"][0]["result"] == "missed"
    kept = await_closed(crm, running, call_id)
    assert (kept["statecode"], kept["statuscode"]) == (2, 3)
    assert kept["_regardingobjectid_value"], "the only client with this number"


@pytest.mark.manual("M10", "M5.3")
def test_ending_while_it_rings_rejects_and_no_wrap_up_follows(running: Desk, pbx: Kamailio) -> None:
    with Sipp("refused_603", pbx.server, "1001") as caller:
        running.wait("connection=incoming")
        running.ctl("end")
        caller.wait()
    assert running.wait("connection=active")["operator"]["wrap_up_left_s"] is None
    assert running.ctl("calls")["calls"][0]["result"] == "rejected"


@pytest.mark.manual("D10", "M7")
def test_a_second_call_is_busy_and_one_in_wrap_up_unavailable(running: Desk, pbx: Kamailio, crm: DemoCrm) -> None:
    with Sipp("hung_up", pbx.server, "1001") as first:
        running.wait("connection=incoming")
        running.ctl("accept")
        running.wait("connection=busy")
        with Sipp("refused_486", pbx.server, "1001", Caller("84957654321")) as second:
            second.wait()
        running.ctl("end")
        first.wait()
    running.wait("connection=wrap_up")
    with Sipp("refused_480", pbx.server, "1001", Caller("84957654322")) as third:
        third.wait()
    results = {call["raw_number"]: call["result"] for call in running.ctl("calls")["calls"]}
    assert (results["84957654321"], results["84957654322"]) == ("missed", "missed")


@pytest.mark.manual("M7")
def test_the_requested_status_registers_and_unregisters_and_is_remembered(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    with desk(tmp_path, environ) as first:
        first.wait("registration=registered")
        first.ctl("set-status", "inactive")
        assert first.wait("registration=unregistered")["connection"] == "inactive"
    with desk(tmp_path, environ) as second:
        time.sleep(1)
        asked = second.ctl("status")
        assert (asked["operator"]["requested"], asked["registration"]) == ("inactive", "unregistered")
        second.ctl("set-status", "available")
        second.wait("connection=active")


def test_a_killed_engine_is_back_within_two_seconds_and_the_desk_says_so(running: Desk) -> None:
    assert running.process is not None
    engines = descendants(running.process.pid)
    assert running.ctl("status")["notice"] is None
    os.kill(engines[0], signal.SIGKILL)
    deadline = time.monotonic() + 3  # two seconds, and the time that asking takes
    while not (told := running.ctl("status"))["notice"] or told["registration"] != "registered":
        assert time.monotonic() < deadline, told


@pytest.mark.manual("M25")
def test_a_desk_that_dies_in_a_call_still_leaves_its_record(
    tmp_path: Path, environ: dict[str, str], pbx: Kamailio, crm: DemoCrm, known: str
) -> None:
    first = Desk(tmp_path, environ)
    first.start()
    first.wait("crm.sync=idle")
    first.wait("registration=registered")
    with Sipp("hung_up", pbx.server, "1001", Caller(known)):
        call_id = first.wait("connection=incoming")["calls"][0]["id"]
        first.ctl("accept")
        first.wait("connection=busy")
        time.sleep(0.3)
        first.kill()
    with desk(tmp_path, environ) as second:
        second.wait("crm.sync=idle")
        kept = await_closed(crm, second, call_id)
    assert kept["statecode"] == 1 and len(_of(crm, call_id)) == 1


@pytest.mark.manual("M25")
def test_while_the_crm_is_away_the_name_pops_and_the_record_waits(
    running: Desk, pbx: Kamailio, crm: DemoCrm, known: str
) -> None:
    crm.fault(status=503, times=200)
    running.ctl("sync")
    assert running.wait("crm.sync=offline")["crm"]["error"]
    name = running.ctl("lookup", known)["matches"][0]["name"]
    with Sipp("cancelled", pbx.server, "1001", Caller(known), talk_s=2) as caller:
        ringing = running.wait(f"call.name={name}")
        caller.wait()
    running.wait("connection=active")
    assert running.ctl("outbox")["outbox"] > 0
    crm.clear()
    running.ctl("sync")
    await_closed(crm, running, ringing["calls"][0]["id"])


def test_without_a_crm_telephony_works_all_the_same(tmp_path: Path, sip: dict[str, str], pbx: Kamailio) -> None:
    with desk(tmp_path, sip) as alone:
        status = alone.wait("connection=active")
        assert (status["crm"]["sync"], status["operator"]["allowed"]) == ("off", True)
        with Sipp("call", pbx.server, "1001", talk_s=0.3) as caller:
            alone.wait("connection=incoming")
            alone.ctl("accept")
            caller.wait()
        assert alone.wait("connection=wrap_up")["windows"] == ["panel"]
        assert alone.ctl("calls")["calls"][0]["result"] == "answered"


@pytest.mark.manual("M21")
def test_an_outgoing_call_that_does_not_come_about_says_why(running: Desk) -> None:
    running.ctl("dial", "84950000000")
    refused = running.wait("connection=active")
    assert running.ctl("calls")["calls"][0]["result"] == "failed"
    assert refused["notice"] and "+7495" in refused["notice"].replace(" ", "").replace("-", "")
