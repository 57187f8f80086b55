"""The manual's chapter about transfers, by the hands of two operators; the caller's telephone is a desk of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ctidesk.demo.people import callers
from tests.end2end.conftest import CLIENTS, PASSWORD
from tests.end2end.test_main_job import await_closed
from tests.end2end.test_transfer import ANNA, BORIS, environ
from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.seat import PANEL, Seat, seat

NUMBER = next(caller.number for caller in callers(CLIENTS) if caller.kind == "known")
FORM, NOTICE = "Перевод звонка: ", "Перевод звонка"
HAND_OVER, TALK_FIRST = "Безусловный перевод", "Сначала поговорить"
NAME = "Борис Соколов"


@dataclass(frozen=True)
class Three:
    caller: Desk
    anna: Seat
    boris: Seat

    def talk(self) -> str:
        """The caller and Anna in conversation; the id of her call."""
        self.caller.ctl("dial", ANNA)
        call = self.anna.until("call.state=ringing")["calls"][0]["id"]
        self.anna.turn_to_panel()
        self.anna.press("F2", "call.state=conversation")
        return str(call)

    def open_form(self, typed: str) -> None:
        """By the keyboard; what is typed is somebody's name, or a number."""
        self.anna.keys("F8")
        self.anna.front(FORM)
        self.anna.types(typed)

    def rings(self) -> None:
        """At Boris, in a window in front of all others, with everything that he has to know."""
        self.boris.until("call.state=ringing")
        for words in (f"{ANNA}  Анна Петрова", self.anna.desk.ctl("status")["calls"][0]["name"]):
            self.boris.sees(NOTICE, words)
        for button in ("Принять звонок", "Отклонить звонок"):
            assert self.boris.offers(NOTICE, button)
        self.caller.wait("call.held_by_peer=true")

    def handed_over(self) -> None:
        """Anna is free after one click, the caller talks to Boris, who knows who it is."""
        self.anna.until("call.state=none")
        self.anna.until("connection=wrap_up")
        self.anna.click(PANEL, "Соединение: Постобработка звонка")
        self.anna.until("connection=active")
        self.anna.until("windows.1=none")
        self.boris.until(f"call.raw_number={NUMBER}")
        self.boris.sees(PANEL, "Соединение: Занят")
        assert self.caller.wait("call.held_by_peer=false")["calls"][0]["state"] == "conversation"

    def back(self, state: str, said: str = "") -> None:
        """The caller is in conversation with Anna as before, and nobody rings Boris."""
        self.anna.until(f"call.transfer.state={state}")
        self.anna.until("call.on_hold=false")
        self.anna.sees(PANEL, "Перевести звонок")
        if said:
            self.anna.sees(PANEL, said)
        assert self.caller.wait("call.held_by_peer=false")["calls"][0]["state"] == "conversation"
        self.boris.until("windows.1=none")


@pytest.fixture(scope="module")
def places(crm: DemoCrm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Three]:
    brief = {"CTIDESK_SIP_NO_ANSWER_S": "60", "CTIDESK_CALLS_POP": "manual", "CTIDESK_CALLS_WRAP_UP_S": "0"}
    with (
        Kamailio(dict.fromkeys((ANNA, BORIS, NUMBER), PASSWORD)) as pbx,
        desk(tmp_path_factory.mktemp("caller"), environ(pbx, None, NUMBER, CTIDESK_SIP_ACCEPT_REFER="true")) as caller,
        seat(tmp_path_factory.mktemp("anna"), environ(pbx, crm, ANNA, **brief)) as anna,
        seat(
            tmp_path_factory.mktemp("boris"), environ(pbx, crm, BORIS, CTIDESK_CRM_OPERATOR="DEMO\\boris", **brief)
        ) as boris,
    ):
        caller.wait("registration=registered")
        yield Three(caller, anna, boris)


@pytest.fixture
def three(places: Three, crm: DemoCrm) -> Iterator[Three]:
    crm.clear()
    places.anna.begin()
    places.boris.begin()
    yield places
    if places.caller.ctl("status")["calls"]:
        places.caller.ctl("end")
    places.caller.wait("connection=active")


@pytest.mark.manual("M18", "M19", "D5")
def test_the_caller_comes_back_whatever_becomes_of_the_transfer(three: Three) -> None:
    anna, boris = three.anna, three.boris
    three.talk()

    boris.turn_to_panel()
    boris.keys("F9")
    boris.arrow_to_entry("Неактивный")
    boris.until("registration=unregistered")
    three.open_form("борис")
    anna.sees(FORM, "Данный оператор недоступен")
    assert not anna.offers(FORM, HAND_OVER) and not anna.offers(FORM, TALK_FIRST)
    anna.keys("Return")
    boris.keys("F9")
    boris.arrow_to_entry("Доступен")
    boris.until("connection=active")
    assert anna.desk.ctl("status")["calls"][0]["transfer"] is None, "nothing was sent"

    anna.sees(FORM, f"{NAME}, {BORIS}, свободен")
    anna.keys("Return")
    three.rings()
    boris.click(NOTICE, "Отклонить звонок")
    three.back("rejected", f"{BORIS} {NAME} отклонил звонок. Абонент снова с вами.")

    three.open_form(BORIS)
    anna.click(FORM, HAND_OVER)
    three.rings()
    anna.click(PANEL, "Отменить перевод")
    three.back("cancelled")

    three.open_form("борис")
    anna.click(FORM, TALK_FIRST)
    three.rings()
    boris.turn_to_panel()
    boris.keys("Return")
    anna.until("call.transfer.state=answered")
    anna.click(PANEL, "Вернуть абонента")
    three.back("cancelled")
    anna.keys("F4")
    three.caller.wait("call.state=none")


@pytest.mark.manual("M17", "M20", "M25")
def test_the_caller_is_handed_over(three: Three, crm: DemoCrm) -> None:
    anna, boris = three.anna, three.boris
    call = three.talk()
    anna.click(PANEL, "Перевести звонок")
    anna.front(FORM)
    anna.click(FORM, NAME, "tree item")
    anna.click(FORM, HAND_OVER)
    three.rings()
    boris.click(NOTICE, "Принять звонок")
    three.handed_over()
    record = await_closed(crm, anna.desk, call)
    assert record["description"].startswith(f"transferred to {BORIS}; ")
    theirs = boris.desk.ctl("status")["calls"][0]["id"]
    boris.click(PANEL, "Завершить звонок")
    three.caller.wait("call.state=none")
    boris.until("connection=active")
    assert await_closed(crm, boris.desk, theirs)["description"].startswith("answered; ")


@pytest.mark.manual("D14", "D12")
def test_the_colleague_is_asked_first_and_then_connected(three: Three, crm: DemoCrm) -> None:
    anna, boris = three.anna, three.boris
    call = three.talk()
    three.open_form("борис")
    anna.sees(FORM, f"{NAME}, {BORIS}, свободен")
    anna.click(FORM, TALK_FIRST)
    three.rings()
    boris.click(NOTICE, "Принять звонок")
    anna.until("call.transfer.state=answered")
    three.caller.wait("call.held_by_peer=true")
    anna.click(PANEL, "Соединить")
    three.handed_over()
    assert await_closed(crm, anna.desk, call)["description"].startswith(f"transferred to {BORIS}; ")
    three.caller.ctl("end")
    boris.until("call.state=none")


@pytest.mark.manual("D5")
def test_nobody_answers(three: Three) -> None:
    anna, boris = three.anna, three.boris
    anna.desk.stop()
    anna.desk.environ["CTIDESK_SIP_NO_ANSWER_S"] = "2"
    anna.desk.start()
    anna.ready()
    missed = boris.desk.ctl("status")["missed"]
    three.talk()
    three.open_form(BORIS)
    anna.keys("Return")
    three.back("failed", f"{BORIS} {NAME} не отвечает. Абонент снова с вами.")
    boris.until(f"missed={missed + 1}")
    boris.sees(PANEL, "пропущенн", "push button")
