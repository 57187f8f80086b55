"""A missed caller is called back, and what is typed about a call reaches the CRM, whatever happens to the desk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ctidesk.demo.people import callers
from ctidesk.domain.phone_number import parse
from tests.end2end.conftest import CLIENTS, PASSWORD
from tests.end2end.test_outbox import until
from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.keyboard import focus_panel, focus_window, press, type_text
from tests.peers.x_desktop import XDesktop

CLIENT = str(parse(next(caller.number for caller in callers(CLIENTS) if caller.kind == "known")))


@pytest.fixture(scope="module")
def pbx() -> Iterator[Kamailio]:
    """The client has a telephone of his own, so that he can be called back."""
    with Kamailio({"1001": PASSWORD, CLIENT: PASSWORD}) as running:
        yield running


@pytest.fixture
def client(tmp_path: Path, sip: dict[str, str]) -> Iterator[Desk]:
    folder = tmp_path / "client"
    folder.mkdir()
    alone = {"CTIDESK_SIP_USERNAME": CLIENT, "CTIDESK_CALLS_WRAP_UP_S": "0", "CTIDESK_CRM_KIND": "none"}
    with desk(folder, {**sip, **alone}) as telephone:
        telephone.wait("registration=registered")
        yield telephone


@pytest.fixture
def windowed(environ: dict[str, str], x: XDesktop) -> dict[str, str]:
    return {**environ, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb", "CTIDESK_CALLS_POP": "manual"}


@contextmanager
def ready(profile: Path, environ: dict[str, str]) -> Iterator[Desk]:
    with desk(profile, environ) as operator:
        operator.wait("registration=registered")
        operator.wait("crm.sync=idle")
        yield operator


def record(crm: DemoCrm, call_id: str) -> dict[str, Any]:
    return crm.get(f"phonecalls({call_id})")


def closed(crm: DemoCrm, operator: Desk, call_id: str) -> dict[str, Any]:
    """The record once everything has reached the CRM."""
    deadline = time.monotonic() + 15
    while operator.wait("outbox=0") and time.monotonic() < deadline:
        found = crm.get(f"phonecalls?$filter=activityid eq {call_id}")["value"]
        if found and found[0]["statecode"] != 0:
            return dict(found[0])
        time.sleep(0.1)
    raise AssertionError(f"{call_id} is not closed in the CRM")


def talk(client: Desk, operator: Desk) -> str:
    """The client calls, they talk, he hangs up; the call's id."""
    client.ctl("dial", "1001")
    operator.wait("call.state=ringing")
    operator.ctl("accept")
    call_id = operator.wait("call.state=conversation")["calls"][0]["id"]
    client.wait("call.state=conversation")
    client.ctl("end")
    operator.wait("connection=wrap_up")
    return str(call_id)


def type_note(x: XDesktop, operator: Desk, text: str) -> None:
    """Into the note line, whose key gives it the focus."""
    focus_panel(operator)
    press(x, operator, "F10", "windows.1=note_line")
    focus_window(x, "Заметка о звонке")
    type_text(x, text)


@pytest.mark.manual("D14", "M25")
def test_a_missed_caller_is_called_back_and_the_note_prolongs_the_wrap_up(
    tmp_path: Path, windowed: dict[str, str], x: XDesktop, client: Desk, crm: DemoCrm
) -> None:
    with ready(tmp_path, windowed) as operator:
        client.ctl("dial", "1001")
        operator.wait("call.state=ringing")
        client.ctl("end")
        assert operator.wait("missed=1")["connection"] == "active"
        assert operator.ctl("calls", "--kind", "missed")["calls"][0]["called_back"] is None

        focus_panel(operator)
        opened = press(x, operator, "ctrl+h", "windows.1=history")
        assert opened["missed"] == 0, "who opens the history has seen what was missed"
        focus_window(x, "История звонков")
        press(x, operator, "Return", "connection=outgoing")
        client.wait("call.state=ringing")
        client.ctl("accept")
        call_id = operator.wait("call.state=conversation")["calls"][0]["id"]
        operator.ctl("end")
        operator.wait("connection=wrap_up")
        missed = operator.ctl("calls", "--kind", "missed")["calls"][0]
        assert missed["number"] == CLIENT and missed["called_back"]

        left_s = operator.ctl("status")["operator"]["wrap_up_left_s"]
        time.sleep(max(0, left_s - 7))
        focus_panel(operator)
        press(x, operator, "F10", "windows.2=note_line")
        focus_window(x, "Заметка о звонке")
        before_s = operator.ctl("status")["operator"]["wrap_up_left_s"]
        type_text(x, "sends the papers on Friday")
        after_s = operator.ctl("status")["operator"]["wrap_up_left_s"]
        assert before_s <= 7 and after_s >= 9, (before_s, after_s)
        operator.ctl("disposition", "Решено")
        operator.wait("connection=active", 15)
        type_text(x, ", by post")
        assert "note_line" in operator.ctl("status")["windows"], "not from under whoever is in it"
        focus_window(x, "История звонков")
        operator.wait("windows.2=none")
        until(lambda: (record(crm, call_id)["description"] or "").endswith("by post"))
        told = closed(crm, operator, call_id)["description"].splitlines()
        assert told[0].startswith("answered; ") and told[1:] == ["Решено", "sends the papers on Friday, by post"]


@pytest.mark.manual("D14", "M25")
@pytest.mark.parametrize("how", ["kill", "quit"])
def test_a_typed_note_survives(
    tmp_path: Path, windowed: dict[str, str], x: XDesktop, client: Desk, crm: DemoCrm, how: str
) -> None:
    """Killed once the debounce has passed; quit at once."""
    with desk(tmp_path, windowed) as operator:
        operator.wait("registration=registered")
        operator.wait("crm.sync=idle")
        call_id = talk(client, operator)
        type_note(x, operator, "typed in a hurry")
        if how == "kill":
            time.sleep(0.9)
            operator.kill()
    with ready(tmp_path, windowed) as again:
        kept = again.ctl("calls", "--text", "hurry")["calls"]
        assert [call["id"] for call in kept] == [call_id] and kept[0]["note"] == "typed in a hurry"
        assert closed(crm, again, call_id)["description"].endswith("\ntyped in a hurry")


@pytest.mark.manual("D14", "M25")
def test_a_note_on_yesterday_s_call_reopens_its_record_and_redial_calls_again(
    tmp_path: Path, environ: dict[str, str], client: Desk, crm: DemoCrm
) -> None:
    with ready(tmp_path, environ) as operator:
        assert operator.ask("redial")[0] == 1, "nobody was called yet"
        call_id = talk(client, operator)
        operator.ctl("set-status", "available")
        closed(crm, operator, call_id)
        operator.ctl("dial", CLIENT)
        client.wait("call.state=ringing")
        operator.ctl("end")
        client.wait("connection=active")
    with ready(tmp_path, environ) as operator:
        assert operator.ctl("status")["redial"] == CLIENT
        operator.ctl("redial")
        client.wait("call.state=ringing")
        operator.ctl("note", "nobody", "answered")
        operator.ctl("end")
        last = operator.ctl("calls", "--limit", "1")["calls"][0]
        assert (last["number"], last["note"], last["result"]) == (CLIENT, "nobody answered", "cancelled")
        operator.ctl("disposition", "Перезвонить")
        operator.ctl("note", "again tomorrow")
        kept = closed(crm, operator, last["id"])
        while "tomorrow" not in kept["description"]:
            kept = closed(crm, operator, last["id"])
        assert kept["description"] == "cancelled; 0 s\nПерезвонить\nagain tomorrow"
        assert (kept["statecode"], kept["statuscode"]) == (2, 3)
        assert operator.ask("disposition", "Неведомо")[0] == 1
