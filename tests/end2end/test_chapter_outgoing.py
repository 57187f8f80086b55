"""The manual's chapters about an outgoing call: the list, the card, a click on the number; a telephone that rings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ctidesk.demo.people import callers
from ctidesk.domain.phone_number import parse
from tests.end2end.conftest import CLIENTS, PASSWORD
from tests.end2end.test_main_job import await_closed
from tests.end2end.test_transfer import environ
from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.seat import PANEL, Seat, seat

NUMBER = str(parse(next(caller.number for caller in callers(CLIENTS) if caller.kind == "known")))
LINK = "Позвонить: "
ORGANIZATION = "Ромашка Заречная"


@dataclass(frozen=True)
class Two:
    anna: Seat
    telephone: Desk
    """The client's."""


@pytest.fixture(scope="module")
def two(crm: DemoCrm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with (
        Kamailio({"1001": PASSWORD, NUMBER: PASSWORD}) as pbx,
        desk(tmp_path_factory.mktemp("client"), environ(pbx, None, NUMBER)) as telephone,
        seat(tmp_path_factory.mktemp("anna"), environ(pbx, crm, "1001")) as anna,
    ):
        telephone.wait("registration=registered")
        yield Two(anna, telephone)


def open_card(anna: Seat, menu: tuple[str, ...], typed: str, row: str, card: str) -> None:
    """From the list that the menu leads to, by a double click."""
    anna.click(PANEL, "Меню")
    anna.choose(*menu)
    anna.front(menu[-1])
    anna.types(typed)
    anna.sees(menu[-1], "Записей: 1")
    anna.open_row(menu[-1], row, card)


def call_from(two: Two, card: str) -> tuple[str, str]:
    """By a click on the card's number; they talk, the operator hangs up. The call's id and whose it was at once."""
    anna, telephone = two.anna, two.telephone
    anna.click(card, LINK)
    dialled = anna.until("connection=outgoing")
    anna.sees(PANEL, "Соединение: Исходящий звонок")
    telephone.wait("call.state=ringing")
    telephone.ctl("accept")
    talking = anna.until("connection=busy")
    assert "client_search" not in talking["windows"], "no search window where the client is known"
    assert not anna.offers(card, LINK), "no second call"
    anna.click(PANEL, "Завершить звонок")
    telephone.wait("call.state=none")
    anna.until("connection=wrap_up")
    anna.click(PANEL, "Соединение: Постобработка звонка")
    anna.until("connection=active")
    anna.click(card, "Закрыть")
    return dialled["calls"][0]["id"], dialled["calls"][0]["client"]["id"]


@pytest.mark.manual("M21", "M22", "M23")
def test_click_to_call_from_three_cards(two: Two, crm: DemoCrm) -> None:
    anna = two.anna
    client = anna.desk.ctl("lookup", NUMBER)["matches"][0]
    organization = anna.desk.ctl("create", "account", f"name={ORGANIZATION}", f"telephone1={NUMBER}")["id"]
    cards = {
        f"Клиент: {client['name']}": (("Клиенты",), client["name"], client["name"], client["id"]),
        f"Организация: {ORGANIZATION}": (("Организации",), "заречная", ORGANIZATION, organization),
        "Звонок": (("Действия", "Звонки"), "заречная", ORGANIZATION, organization),
    }
    for card, (menu, typed, row, whose) in cards.items():
        open_card(anna, menu, typed, row, card)
        call, linked = call_from(two, card)
        anna.click(menu[-1], "Закрыть")
        assert linked == whose, card
        record = await_closed(crm, anna.desk, call)
        assert (record["directioncode"], record["phonenumber"]) == (True, NUMBER)
        assert (record["statecode"], record["statuscode"]) == (1, 2), "made"
        assert record["_regardingobjectid_value"] == whose
