"""What the operator writes reaches the CRM once, whatever happens to the desk, the line, or the CRM."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk, Refusal, desk
from tests.peers.kamailio import Kamailio
from tests.peers.sipp import Caller, Sipp


def until(holds: Callable[[], Any], timeout_s: float = 40) -> Any:
    """The CRM and the outbox are looked at from outside: they tell nobody."""
    deadline = time.monotonic() + timeout_s
    while not (found := holds()):
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)
    return found


def a_number() -> str:
    """One that nobody has."""
    return f"+7903{uuid4().int % 10**7:07}"


def in_crm(crm: DemoCrm, entity_set: str, key: str, id: str) -> list[dict[str, Any]]:
    return list(crm.get(f"{entity_set}?$filter={key} eq {id}")["value"])


def somebody_else(crm: DemoCrm, id: str, **fields: Any) -> None:
    crm.http.patch(f"{crm.url}contacts({id})", json=fields, headers={"If-Match": "*"}).raise_for_status()


def away(crm: DemoCrm, running: Desk) -> None:
    crm.fault(status=503, times=100_000)
    running.ctl("sync")
    running.wait("crm.sync=offline")


def back(crm: DemoCrm, running: Desk) -> None:
    crm.clear()
    running.ctl("sync")


def end_wrap_up(running: Desk) -> None:
    running.wait("connection=wrap_up")
    running.ctl("set-status", "available")
    running.wait("connection=active")


def state_of(running: Desk, id: str) -> dict[str, Any]:
    return next((write for write in running.ctl("outbox")["writes"] if write["id"] == id), {})


@pytest.mark.manual("M14")
@pytest.mark.parametrize("fault", [{"delay_s": 1.5}, {"drop": True, "times": 3}])
def test_a_desk_killed_while_a_client_is_on_its_way_leaves_exactly_one(
    tmp_path: Path, environ: dict[str, str], crm: DemoCrm, fault: dict[str, Any]
) -> None:
    first = Desk(tmp_path, environ)
    first.start()
    first.wait("crm.sync=idle")
    crm.fault(method="PATCH", path="contacts(", **fault)
    number = a_number()
    id = first.ctl("create", "contact", f"lastname=Убитый {uuid4()}", f"mobilephone={number}")["id"]
    until(lambda: [path for method, path in crm.requests() if method == "PATCH" and id in path])
    first.kill()
    with desk(tmp_path, environ) as second:
        assert [match["id"] for match in second.ctl("lookup", number)["matches"]] == [id], "before it is in the CRM"
        second.wait("crm.sync=idle")
        second.wait("outbox=0")
        (row,) = until(lambda: in_crm(crm, "contacts", "contactid", id))
        assert row["mobilephone"] == number
        assert [match["id"] for match in second.ctl("search", row["lastname"])["matches"]] == [id]


@pytest.mark.manual("M14", "M15", "M25", "D3")
def test_what_was_done_while_the_crm_was_away_arrives_once_and_in_order(
    tmp_path: Path, environ: dict[str, str], crm: DemoCrm, pbx: Kamailio
) -> None:
    with desk(tmp_path, environ) as first:
        first.wait("registration=registered")
        first.wait("crm.sync=idle")
        away(crm, first)
        company = first.ctl("create", "account", "name=ООО «Без связи»")["id"]
        client = first.ctl("create", "contact", "lastname=Оффлайнов", f"parent=account:{company}")["id"]
        case = first.ctl("create", "case", "title=Нет связи", f"customer=contact:{client}")["id"]
        number = a_number()
        with Sipp("hung_up", pbx.server, "1001", Caller(number.replace("+7", "8"))) as caller:
            call = first.wait("connection=incoming")["calls"][0]["id"]
            first.ctl("accept")
            first.wait("connection=busy")
            first.ctl("rebind", "contact", client, "--save-number")
            first.wait(f"call.client.id={client}")
            first.ctl("end")
            caller.wait()
        end_wrap_up(first)
        waiting = until(lambda: [w for w in first.ctl("outbox")["writes"] if w["id"] == call and w["kind"] == "close"])
        assert waiting[0]["state"] == "waiting" and number in waiting[0]["name"]
        first.kill()
        first.start()
        first.wait("crm.sync=offline")
        assert first.ctl("lookup", number)["matches"][0]["id"] == client
        back(crm, first)
        first.wait("outbox=0", 30)
    for entity_set, key, id in (
        ("accounts", "accountid", company),
        ("contacts", "contactid", client),
        ("incidents", "incidentid", case),
        ("phonecalls", "activityid", call),
    ):
        assert len(in_crm(crm, entity_set, key, id)) == 1
    (contact,) = in_crm(crm, "contacts", "contactid", client)
    assert (contact["_parentcustomerid_value"], contact["mobilephone"]) == (company, number)
    record = crm.get(f"phonecalls({call})?$expand=phonecall_activity_parties")
    assert (record["statecode"], record["_regardingobjectid_value"]) == (1, client)
    assert client in {party["_partyid_value"] for party in record["phonecall_activity_parties"]}
    written = [path for method, path in crm.requests() if method == "PATCH"]
    order = [next(place for place, path in enumerate(written) if id in path) for id in (company, client, case, call)]
    assert order == sorted(order)


def test_a_conflict_is_shown_with_both_versions_and_decided(running: Desk, crm: DemoCrm) -> None:
    client = running.ctl("create", "contact", "lastname=Спорный", "jobtitle=Инженер")["id"]
    running.wait("outbox=0")
    away(crm, running)
    running.ctl("update", "contact", client, "jobtitle=Директор", "firstname=Пётр", "mobilephone=+79165550101")
    crm.clear()
    somebody_else(crm, client, jobtitle="Бухгалтер", firstname="Павел", middlename="Иванович")
    back(crm, running)
    conflict = until(lambda: state_of(running, client).get("state") == "conflict" and state_of(running, client))
    assert conflict["theirs"] == {"jobtitle": "Бухгалтер", "firstname": "Павел"}
    assert conflict["base"] == {"jobtitle": "Инженер", "firstname": None, "mobilephone": None}
    assert conflict["values"]["jobtitle"] == "Директор" and conflict["error"]
    assert running.wait("crm.parked=1")["crm"]["outbox_error"] == conflict["error"]
    assert in_crm(crm, "contacts", "contactid", client)[0]["mobilephone"] is None, "nothing is written yet"
    seq = str(conflict["seq"])
    with pytest.raises(Refusal):
        running.ctl("outbox", "resolve", seq, "jobtitle=mine")
    running.ctl("outbox", "resolve", seq, "jobtitle=mine", "firstname=theirs")
    running.wait("outbox=0")
    (row,) = in_crm(crm, "contacts", "contactid", client)
    assert (row["jobtitle"], row["firstname"], row["middlename"]) == ("Директор", "Павел", "Иванович")
    assert row["mobilephone"] == "+79165550101"


def test_what_the_crm_refuses_is_parked_tried_again_and_discarded(running: Desk, crm: DemoCrm) -> None:
    nobody = uuid4()
    refused = running.ctl("create", "contact", "lastname=Ничей", f"parent=account:{nobody}")["id"]
    other = running.ctl("create", "account", "name=ООО «Следом»")["id"]
    until(lambda: in_crm(crm, "accounts", "accountid", other))
    parked = until(lambda: state_of(running, refused).get("state") == "parked" and state_of(running, refused))
    assert parked["error"] and "404" in parked["detail"] and parked["tries"] == 1
    assert not [path for method, path in crm.requests() if method == "PATCH" and path.count(refused) > 1]
    running.ctl("outbox", "retry", str(parked["seq"]))
    until(lambda: state_of(running, refused).get("tries") == 2)
    running.ctl("outbox", "discard", str(parked["seq"]))
    assert running.ctl("outbox")["outbox"] == 0
    assert running.ctl("search", "Ничей")["matches"] == []
    with pytest.raises(Refusal):
        running.ctl("outbox", "discard", str(parked["seq"]))


@pytest.mark.manual("M13", "D2", "M25")
def test_the_last_call_is_rebound_and_its_number_saved(
    tmp_path: Path, environ: dict[str, str], pbx: Kamailio, crm: DemoCrm, known: str
) -> None:
    with desk(tmp_path, environ) as running:
        running.wait("registration=registered")
        running.wait("crm.sync=idle")
        stranger = a_number().replace("+7", "8")
        with Sipp("hung_up", pbx.server, "1001", Caller(stranger)) as caller:
            call = running.wait("connection=incoming")["calls"][0]["id"]
            running.ctl("accept")
            running.wait("connection=busy")
            running.ctl("end")
            caller.wait()
        end_wrap_up(running)
        until(lambda: [row for row in in_crm(crm, "phonecalls", "activityid", call) if row["statecode"] == 1])
        client = running.ctl("create", "contact", "lastname=Перепривязанный", "mobilephone=+79160000001")["id"]
        running.ctl("rebind", "contact", client, "--save-number")
        running.wait("outbox=0")
        record = until(
            lambda: [row for row in in_crm(crm, "phonecalls", "activityid", call) if row["_regardingobjectid_value"]]
        )[0]
        assert (record["_regardingobjectid_value"], record["statecode"], record["statuscode"]) == (client, 1, 4)
        (row,) = in_crm(crm, "contacts", "contactid", client)
        assert (row["mobilephone"], row["telephone1"]) == ("+79160000001", f"+7{stranger[1:]}")
        (match,) = running.ctl("lookup", stranger)["matches"]
        assert (match["id"], match["matched"]) == (client, "telephone1")


BAD_WORDS = {
    "create": 2,
    "create user name=x": 2,
    "create contact lastname": 2,
    "create contact mobilephone=84951234567": 1,
    "create contact lastname=x emailaddress1=нет": 1,
    "update contact 1 lastname=x": 2,
    "update contact 00000000-0000-0000-0000-000000000000 lastname=x": 1,
    "rebind contact 00000000-0000-0000-0000-000000000000": 1,
    "outbox retry": 2,
    "outbox retry x": 2,
    "outbox retry 99999": 1,
    "outbox resolve 99999 lastname=mine": 1,
    "outbox burn 1": 2,
}


def test_bad_words_get_one_sentence(running: Desk) -> None:
    for words, status in BAD_WORDS.items():
        answered, answer = running.ask(*words.split())
        assert (answered, len(answer["error"]) > 10) == (status, True), words
