"""Transfers as three people live them: a caller and two operators, each a desktop of its own, on Kamailio."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.end2end.conftest import CLIENTS, PASSWORD
from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk, Refusal, desk
from tests.peers.kamailio import Kamailio
from tests.peers.processes import descendants

ANNA, BORIS = "1001", "1002"
NOBODY = "1099"


@dataclass
class People:
    """The caller's desk stands for his telephone."""

    caller: Desk
    anna: Desk
    boris: Desk
    number: str

    def talk(self) -> str:
        """The caller and Anna in conversation; the id of Anna's call."""
        self.caller.ctl("dial", ANNA)
        self.anna.wait("call.state=ringing")
        self.anna.ctl("accept")
        self.caller.wait("call.state=conversation")
        return str(self.anna.wait("call.state=conversation")["calls"][0]["id"])

    def rings_boris(self) -> None:
        """Anna hands the caller over; it rings at Boris."""
        self.talk()
        self.anna.ctl("transfer", BORIS)
        self.boris.wait("call.state=ringing")

    def consult(self) -> None:
        """Anna talks to Boris, the caller waits."""
        self.talk()
        self.anna.ctl("consult", BORIS)
        self.boris.wait("call.state=ringing")
        self.boris.ctl("accept")
        self.anna.wait("call.transfer.state=answered")

    def all_free(self) -> None:
        for one in (self.caller, self.anna, self.boris):
            if one.ctl("status")["calls"]:
                one.ask("end")
            one.ctl("set-status", "available")  # ends a wrap-up
            one.wait("connection=active")

    def anna_has_him_back(self) -> dict[str, Any]:
        """In conversation, and nobody on hold."""
        back = self.anna.wait("call.state=conversation")
        self.anna.wait("call.on_hold=false")
        self.caller.wait("call.held_by_peer=false")
        assert self.caller.ctl("status")["calls"][0]["state"] == "conversation"
        return back


def environ(pbx: Kamailio, crm: DemoCrm | None, user: str, **more: str) -> dict[str, str]:
    found = {
        "CTIDESK_SIP_SERVER": pbx.server,
        "CTIDESK_SIP_USERNAME": user,
        "CTIDESK_SIP_PASSWORD": PASSWORD,
        "CTIDESK_SIP_PRESENCE": "sip",
        "CTIDESK_AUDIO_INPUT": "null",
        "CTIDESK_AUDIO_OUTPUT": "null",
        "CTIDESK_AUDIO_RING": "null",
        "CTIDESK_CALLS_WRAP_UP_S": "0",
        "CTIDESK_SIP_NO_ANSWER_S": "4",
        **more,
    }
    if crm:
        found |= {"CTIDESK_CRM_KIND": "webapi", "CTIDESK_CRM_URL": crm.url, "CTIDESK_CRM_AUTH": "none"}
    return found


@pytest.fixture(scope="module")
def exchange(known_number: str) -> Iterator[Kamailio]:
    with Kamailio(dict.fromkeys((ANNA, BORIS, "1003", known_number), PASSWORD)) as running:
        yield running


@pytest.fixture(scope="module")
def known_number() -> str:
    from ctidesk.demo.people import callers

    return next(caller.number for caller in callers(CLIENTS) if caller.kind == "known")


@pytest.fixture(scope="module")
def three(
    exchange: Kamailio, crm: DemoCrm, known_number: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    def folder() -> Path:
        return tmp_path_factory.mktemp("desk")

    with ExitStack() as stack:
        caller = stack.enter_context(
            desk(folder(), environ(exchange, None, known_number, CTIDESK_SIP_ACCEPT_REFER="true"))
        )
        anna = stack.enter_context(desk(folder(), environ(exchange, crm, ANNA)))
        boris = stack.enter_context(desk(folder(), environ(exchange, crm, BORIS)))
        for one in (anna, boris):
            one.wait("crm.sync=idle")
        yield People(caller, anna, boris, known_number)


@pytest.fixture
def people(three: People) -> Iterator[People]:
    three.all_free()
    yield three
    three.all_free()


# --- the way it should go ------------------------------------------------------------------------------------------


@pytest.mark.manual("D5", "D12", "M20", "M25")
def test_the_caller_is_handed_over_with_all_that_is_known_of_him(people: People) -> None:
    call_id = people.talk()
    client = people.anna.ctl("lookup", people.number)["matches"][0]
    people.anna.ctl("select", client["entity"], client["id"])
    people.anna.ctl("transfer", BORIS)
    pending = people.anna.wait("call.transfer.state=ringing")
    assert pending["calls"][0]["state"] == "transferring"
    assert pending["buttons"] == {"accept": False, "end": True, "transfer": True, "rebind": True}
    rung = people.boris.wait("call.state=ringing")
    assert rung["calls"][0]["referral"]["by"] == ANNA
    assert rung["calls"][0]["number"][-10:] == people.number[-10:]
    assert client["name"].startswith(rung["calls"][0]["referral"]["name"])
    assert rung["calls"][0]["name"] == client["name"]
    assert "transfer_notice" in rung["windows"] and "incoming_notice" not in rung["windows"]
    people.boris.ctl("accept")
    theirs = people.boris.wait(f"call.raw_number={people.number}")["calls"][0]
    assert (theirs["name"], theirs["client"]["id"]) == (client["name"], client["id"])
    opened = people.boris.wait("windows.1=contact_card")
    assert "client_search" not in opened["windows"]
    people.anna.wait("call.state=none")
    assert people.caller.wait("call.held_by_peer=false")["calls"][0]["state"] == "conversation"
    kept = next(call for call in people.anna.ctl("calls")["calls"] if call["id"] == call_id)
    assert (kept["result"], kept["transferred_to"]) == ("transferred", BORIS)
    people.boris.ctl("end")
    people.caller.wait("call.state=none")
    mine = people.boris.ctl("calls")["calls"][0]
    assert (mine["raw_number"], mine["result"]) == (people.number, "answered")


@pytest.mark.manual("D14")
def test_a_consultation_is_completed(people: People) -> None:
    people.consult()
    assert people.caller.wait("call.held_by_peer=true")["calls"][0]["state"] == "conversation"
    people.anna.ctl("complete-transfer")
    people.anna.wait("call.state=none")
    people.boris.wait(f"call.raw_number={people.number}")
    people.caller.ctl("end")
    people.boris.wait("call.state=none")


# --- whatever goes wrong -------------------------------------------------------------------------------------------


@pytest.mark.manual("M19", "M5.4")
def test_cancelled(people: People) -> None:
    people.rings_boris()
    people.anna.ctl("cancel-transfer")
    back = people.anna_has_him_back()
    assert back["calls"][0]["transfer"]["state"] == "cancelled"
    people.boris.wait("call.state=none")
    missed = people.boris.ctl("calls")["calls"][0]
    assert (missed["result"], missed["number"][-10:]) == ("missed", people.number[-10:]), "whom to call back"


@pytest.mark.manual("M19", "M8", "D5")
def test_ending_while_it_rings_takes_the_caller_back(people: People) -> None:
    people.rings_boris()
    people.anna.ctl("end")
    back = people.anna_has_him_back()
    assert back["calls"][0]["transfer"]["state"] == "cancelled"
    people.boris.wait("call.state=none")


@pytest.mark.manual("D5")
@pytest.mark.parametrize("number", ["1" * 300, "1002\r\nX-Evil: 1", "sip:1002@evil.example", "-5", ANNA])
def test_what_is_no_colleague_holds_nobody(people: People, number: str) -> None:
    people.talk()
    for verb in ("transfer", "consult"):
        with pytest.raises(Refusal):
            people.anna.ctl(verb, number)
    now = people.anna.ctl("status")["calls"][0]
    assert (now["state"], now["on_hold"], now["transfer"]) == ("conversation", False, None)


@pytest.mark.manual("M20", "D5")
def test_rejected(people: People) -> None:
    people.rings_boris()
    people.boris.ctl("end")
    back = people.anna_has_him_back()
    assert back["calls"][0]["transfer"]["state"] == "rejected"
    assert BORIS in people.anna.ctl("status")["notice"]


@pytest.mark.manual("D5")
def test_nobody_answers(people: People) -> None:
    people.rings_boris()
    failed = people.anna.wait("call.transfer.state=failed")
    assert failed["calls"][0]["state"] == "conversation"
    people.anna_has_him_back()
    people.boris.wait("call.state=none")


@pytest.mark.manual("D5")
def test_a_number_that_there_is_not(people: People) -> None:
    people.talk()
    people.anna.ctl("transfer", NOBODY)
    failed = people.anna.wait("call.transfer.state=failed")
    assert NOBODY in failed["notice"]
    people.anna_has_him_back()


@pytest.mark.manual("D5")
def test_the_caller_hangs_up_meanwhile(people: People) -> None:
    people.rings_boris()
    people.caller.ctl("end")
    people.anna.wait("call.state=none")
    people.boris.wait("call.state=none")
    assert people.anna.ctl("calls")["calls"][0]["result"] == "answered"


@pytest.mark.manual("D5")
def test_the_second_operators_engine_dies_in_the_consultation(people: People) -> None:
    people.consult()
    assert people.boris.process is not None
    os.kill(descendants(people.boris.process.pid)[0], signal.SIGKILL)
    people.boris.wait("registration=registered")
    people.anna.ctl("cancel-transfer")
    people.anna_has_him_back()


@pytest.mark.manual("D14")
def test_a_consultation_is_taken_back(people: People) -> None:
    people.consult()
    people.anna.ctl("end")
    people.anna_has_him_back()
    people.boris.wait("call.state=none")


@pytest.mark.manual("D14")
def test_the_colleague_hangs_up_in_the_consultation(people: People) -> None:
    people.consult()
    people.boris.ctl("end")
    people.anna_has_him_back()


@pytest.mark.manual("M18", "D11")
@pytest.mark.parametrize("status", ["inactive", "wrap_up"])
def test_an_unavailable_colleague_is_not_rung(people: People, status: str) -> None:
    people.talk()
    people.boris.ctl("set-status", status)
    people.boris.wait(f"operator.status={status}")
    time.sleep(0.3)  # the PUBLISH is on its way
    try:
        with pytest.raises(Refusal) as refused:
            people.anna.ctl("transfer", BORIS)
        assert refused.value.answer["error"] == "Данный оператор недоступен"
        assert people.anna.ctl("status")["calls"][0]["transfer"] is None
    finally:
        people.boris.ctl("set-status", "available")
        people.boris.wait("connection=active")


# --- by plain REFER, and where the caller's side does not join ---------------------------------------------------


@pytest.fixture
def other(exchange: Kamailio, tmp_path: Path) -> Iterator[Desk]:
    """An operator of a deployment that transfers by plain REFER and lets nobody transfer him."""
    with desk(tmp_path, environ(exchange, None, "1003", CTIDESK_SIP_TRANSFER="refer")) as running:
        running.wait("connection=active")
        yield running


@pytest.mark.manual("D5")
def test_by_plain_refer(people: People, other: Desk) -> None:
    people.caller.ctl("dial", "1003")
    other.wait("call.state=ringing")
    other.ctl("accept")
    other.wait("call.state=conversation")
    other.ctl("transfer", BORIS)
    people.boris.wait("call.state=ringing")
    people.boris.ctl("accept")
    other.wait("call.state=none")
    assert other.ctl("calls")["calls"][0]["result"] == "transferred"
    assert people.boris.wait("call.state=conversation")["calls"][0]["raw_number"] == people.number
    people.caller.wait("call.state=conversation")


@pytest.mark.manual("D5", "M19")
def test_a_plain_refer_that_is_cancelled_may_succeed_all_the_same(people: People, other: Desk) -> None:
    people.caller.ctl("dial", "1003")
    other.wait("call.state=ringing")
    other.ctl("accept")
    other.wait("call.state=conversation")
    other.ctl("transfer", BORIS)
    people.boris.wait("call.state=ringing")
    other.wait("call.transfer.phase=progressing")
    other.ctl("cancel-transfer")
    back = other.wait("call.on_hold=false")
    assert BORIS in back["notice"], "he may still ring"
    people.boris.ctl("accept")
    other.wait("call.state=none")
    kept = other.ctl("calls")["calls"][0]
    assert (kept["result"], kept["transferred_to"]) == ("transferred", BORIS)
    people.caller.wait("call.state=conversation")


@pytest.mark.manual("D5", "D10")
def test_a_caller_who_cannot_be_joined_stays_with_the_first_operator(people: People, other: Desk) -> None:
    other.ctl("dial", ANNA)
    people.anna.wait("call.state=ringing")
    people.anna.ctl("accept")
    people.anna.wait("call.state=conversation")
    people.anna.ctl("transfer", BORIS)
    people.boris.wait("call.state=ringing")
    people.boris.ctl("accept")
    failed = people.anna.wait("call.transfer.state=failed")
    assert failed["calls"][0]["state"] == "conversation" and failed["notice"]
    other.wait("call.held_by_peer=false")
    people.boris.wait("call.state=none")


# --- in the conversation -------------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
def test_hold_mute_and_keys(people: People) -> None:
    people.talk()
    people.anna.ctl("hold")
    people.anna.wait("call.on_hold=true")
    people.caller.wait("call.held_by_peer=true")
    people.anna.ctl("resume")
    people.anna.wait("call.on_hold=false")
    people.caller.wait("call.held_by_peer=false")
    people.anna.ctl("mute")
    people.anna.wait("call.muted=true")
    people.anna.ctl("unmute")
    people.anna.wait("call.muted=false")
    people.anna.ctl("dtmf", "12#")
    with pytest.raises(Refusal) as refused:
        people.anna.ctl("dtmf", "what")
    assert "what" in refused.value.answer["error"]
    for verb in ("hold", "mute", "directory"):
        assert people.anna.ask(verb, "now")[0] == 2


@pytest.mark.manual("M4", "M17")
def test_the_directory(people: People) -> None:
    directories = people.anna.ctl("directory")["directories"]
    assert directories and all(one["employees"] for one in directories)
    assert {"name", "number", "presence"} <= directories[0]["employees"][0].keys()
