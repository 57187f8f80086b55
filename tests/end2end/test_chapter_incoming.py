"""The manual's chapters about an incoming call, by the operator's hands: keys, clicks, and what is on the screen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from ctidesk.ui.number_text import pretty
from tests.end2end.test_main_job import await_closed
from tests.end2end.test_outbox import a_number, in_crm, until
from tests.end2end.test_transfer import environ
from tests.peers.demo_crm import DemoCrm
from tests.peers.kamailio import Kamailio
from tests.peers.rtp import echo
from tests.peers.seat import PANEL, Seat, seat
from tests.peers.sipp import Caller, Sipp
from tests.peers.x_desktop import typewriter

A, N = "38", "57"
"""Places on the keyboard: «ф» and «т» on a Russian one."""
SEARCH, NOTICE = "Поиск клиента по номеру", "Входящий звонок"
WRAP_UP_S = 8


@pytest.fixture(scope="module")
def place(pbx: Kamailio, crm: DemoCrm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Boris's, for whom the CRM names no seconds of wrap-up."""
    his = {"CTIDESK_CRM_OPERATOR": "DEMO\\boris", "CTIDESK_CALLS_WRAP_UP_S": str(WRAP_UP_S)}
    with seat(tmp_path_factory.mktemp("boris"), environ(pbx, crm, "1001", **his)) as made:
        yield made


@pytest.fixture
def boris(place: Seat, crm: DemoCrm) -> Seat:
    crm.clear()
    place.begin()
    return place


def answer(boris: Seat) -> str:
    """From the panel; the id of the call."""
    call = boris.until("connection=incoming")["calls"][0]["id"]
    boris.turn_to_panel()
    boris.press("F2", "connection=busy")
    return str(call)


def free_again(boris: Seat) -> None:
    """By one click on the status."""
    boris.until("connection=wrap_up")
    boris.click(PANEL, "Соединение: Постобработка звонка")
    assert boris.until("connection=active")["operator"]["status"] == "available"


def parties(record: dict[str, Any]) -> set[str]:
    return {party["_partyid_value"] for party in record["phonecall_activity_parties"]}


@pytest.mark.manual("M9", "M11", "M12")
def test_a_call_with_automatic_search(boris: Seat, pbx: Kamailio, crm: DemoCrm, shared: str) -> None:
    matches = boris.desk.ctl("lookup", shared)["matches"]
    client = [match for match in matches if match["entity"] == "contact"][-1]
    with typewriter(boris.x) as paper, Sipp("hung_up", pbx.server, "1001", Caller(shared)) as caller:
        boris.sees(NOTICE, matches[0]["name"])
        boris.sees(NOTICE, pretty(f"+7{shared[1:]}"))
        boris.keys(A)
        assert (boris.x.front, paper.line()) == ("typewriter", "ф"), "the notice took the focus"
        call = answer(boris)
        boris.front(SEARCH)
        for match in matches:
            boris.sees(SEARCH, match["name"], "cell")
        boris.arrow_to(SEARCH, client["name"])
        boris.keys("Return")
        boris.until(f"call.client.id={client['id']}")
        boris.front(f"Клиент: {client['name']}")
        boris.sees(PANEL, client["name"])
        boris.sees(PANEL, "Соединение: Занят")
        boris.keys("F4")
        caller.wait()
    boris.until("connection=wrap_up")
    boris.keys("F9")
    boris.until("connection=active")
    boris.keys("Escape")
    boris.until("windows.1=none")
    record = await_closed(crm, boris.desk, call)
    assert (record["statecode"], record["statuscode"], record["directioncode"]) == (1, 4, False)
    assert record["_regardingobjectid_value"] == client["id"] and client["id"] in parties(record)


@pytest.mark.manual("M13", "D2", "D7")
def test_manual_search_and_rebinding(boris: Seat, pbx: Kamailio, crm: DemoCrm) -> None:
    number, wrong, right = a_number(), "Ошибкина Вера", "Верная Ольга"
    ids = [
        boris.desk.ctl("create", "contact", f"lastname={n.split()[0]}", f"firstname={n.split()[1]}")["id"]
        for n in (wrong, right)
    ]
    with echo() as sound, Sipp("hung_up", pbx.server, "1001", Caller(f"8{number[2:]}", rtp_port=sound)) as caller:
        call = answer(boris)
        boris.front(SEARCH)
        boris.sees(SEARCH, "По этому номеру никого не нашли.")
        boris.click(SEARCH, "Отмена")
        boris.until("windows.1=none")
        boris.turn_to_panel()
        boris.keys("F3")
        boris.front(SEARCH)
        boris.types("ошибкина")
        boris.sees(SEARCH, wrong, "cell")
        boris.arrow_to(SEARCH, wrong)
        boris.keys("Return")
        boris.until(f"call.client.id={ids[0]}")
        boris.front(f"Клиент: {wrong}")
        boris.keys("Escape")

        boris.click(PANEL, "Меню")
        boris.choose("Клиенты")
        boris.front("Клиенты")
        boris.types("верная")
        boris.sees("Клиенты", "Записей: 1")
        boris.open_row("Клиенты", right, f"Клиент: {right}")
        boris.click(PANEL, "Перепривязать звонок")
        boris.until(f"call.client.id={ids[1]}")
        boris.sees(PANEL, "Сохранить номер", "push button")
        assert boris.desk.ctl("lookup", number)["matches"] == [], "the button links the call only"
        boris.click(PANEL, "Способы перепривязки")
        boris.choose("Перепривязать и сохранить номер")
        until(lambda: [match["id"] for match in boris.desk.ctl("lookup", number)["matches"]] == [ids[1]])
        boris.click(PANEL, "Завершить звонок")
        caller.wait()
    free_again(boris)
    for window in (f"Клиент: {right}", "Клиенты"):
        boris.click(window, "Закрыть")
    record = await_closed(crm, boris.desk, call)
    assert record["_regardingobjectid_value"] == ids[1] and parties(record) & set(ids) == {ids[1]}
    (contact,) = in_crm(crm, "contacts", "contactid", ids[1])
    assert number in (contact["mobilephone"], contact["telephone1"])


@pytest.mark.manual("M15", "M24")
def test_an_unknown_caller_becomes_an_organization(boris: Seat, pbx: Kamailio, crm: DemoCrm) -> None:
    number, name, form = a_number(), f"Ромашка {uuid4().int % 10**6}", "Новая организация"
    with Sipp("hung_up", pbx.server, "1001", Caller(number.replace("+7", "8"))) as caller:
        call = answer(boris)
        boris.front(SEARCH)
        boris.keys(f"ctrl+shift+{N}")
        boris.front(form)
        boris.types(name)
        boris.click(form, "Номер организации", "text")
        boris.types("7-42")
        boris.click(form, "Сохранить и закрыть")
        organization = boris.until(f"call.name={name}")["calls"][0]["client"]
        assert organization["entity"] == "account"
        boris.until("windows.1=none")
        boris.sees(PANEL, name)
        boris.click(PANEL, "Завершить звонок")
        caller.wait()
    free_again(boris)
    record = await_closed(crm, boris.desk, call)
    assert record["_regardingobjectid_value"] == organization["id"]
    (account,) = in_crm(crm, "accounts", "accountid", organization["id"])
    assert (account["name"], account["accountnumber"], account["telephone1"]) == (name, "7-42", number)


@pytest.mark.manual("M7", "M24", "M5.1")
def test_wrap_up_and_going_inactive(boris: Seat, pbx: Kamailio, crm: DemoCrm, known: str) -> None:
    with Sipp("call", pbx.server, "1001", Caller(known), talk_s=4) as caller:
        call = answer(boris)
        boris.front(SEARCH)
        boris.keys("Escape")
        boris.press("F10", "windows.1=note_line")
        boris.front("Заметка о звонке")
        caller.wait()
    boris.until("connection=wrap_up")
    began = time.monotonic()
    boris.types("перезвонить в пятницу")
    typed_after_s = time.monotonic() - began
    left_s = boris.desk.ctl("status")["operator"]["wrap_up_left_s"]
    assert time.monotonic() - began + left_s > max(WRAP_UP_S, typed_after_s + 8), "ten seconds from each key on"
    face = boris.reader.place(boris.sees(PANEL, "Соединение: Постобработка звонка"))
    seconds = {boris.x.picture(*face)}
    until(lambda: seconds.add(boris.x.picture(*face)) or len(seconds) > 2)
    free_again(boris)
    assert "note_line" not in boris.desk.ctl("status")["windows"]
    assert await_closed(crm, boris.desk, call)["description"].endswith("\nперезвонить в пятницу")

    boris.turn_to_panel()
    boris.keys("F9")
    boris.arrow_to_entry("Неактивный")
    assert boris.until("registration=unregistered")["operator"]["requested"] == "inactive"
    boris.sees(PANEL, "Статус оператора: Неактивный. Соединение: Неактивный")
    with Sipp("refused_480", pbx.server, "1001", Caller(known)) as caller:
        caller.wait()
    boris.click(PANEL, "Выбрать статус")
    boris.choose("Доступен")
    boris.until("connection=active")
