"""A client who is not in the CRM yet is created in the window, with real keys, whatever the CRM does meanwhile."""

from __future__ import annotations

import time

import pytest

from tests.end2end.test_outbox import a_number, away, back, end_wrap_up, in_crm, somebody_else, state_of, until
from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk
from tests.peers.kamailio import Kamailio
from tests.peers.keyboard import focus_window, press, type_text
from tests.peers.sipp import Caller, Sipp
from tests.peers.x_desktop import XDesktop

NAME = "Sidorova Olga Petrovna"


@pytest.mark.manual("M14", "M25")
def test_an_unknown_caller_becomes_a_client_while_the_crm_is_away(
    x: XDesktop, on_screen: Desk, crm: DemoCrm, pbx: Kamailio
) -> None:
    number = a_number()
    away(crm, on_screen)
    with Sipp("hung_up", pbx.server, "1001", Caller(number.replace("+7", "8"))) as caller:
        call = on_screen.wait("connection=incoming")["calls"][0]["id"]
        on_screen.ctl("accept")
        on_screen.wait("windows.1=client_search")
        focus_window(x, "Поиск клиента")
        type_text(x, "Sidorova Olga")
        press(x, on_screen, "ctrl+n", "windows.2=contact_card")
        type_text(x, "Petrovna")  # the form has the focus, and in it the first field that is empty
        client = press(x, on_screen, "ctrl+Return", f"call.name={NAME}")["calls"][0]["client"]["id"]
        until(lambda: on_screen.ctl("status")["windows"] == ["panel"])
        on_screen.ctl("end")
        caller.wait()
    end_wrap_up(on_screen)
    assert on_screen.ctl("lookup", number)["matches"][0]["id"] == client
    assert state_of(on_screen, client)["state"] == "waiting"
    back(crm, on_screen)
    on_screen.wait("outbox=0", 30)
    (contact,) = in_crm(crm, "contacts", "contactid", client)
    names = [contact[name] for name in ("lastname", "firstname", "middlename", "mobilephone")]
    assert names == [*NAME.split(), number]
    record = crm.get(f"phonecalls({call})?$expand=phonecall_activity_parties")
    assert client in {party["_partyid_value"] for party in record["phonecall_activity_parties"]}


def test_a_card_is_edited_by_real_keys_and_only_what_was_changed_is_written(
    x: XDesktop, on_screen: Desk, crm: DemoCrm
) -> None:
    client = on_screen.ctl("create", "contact", "lastname=Novik", "jobtitle=Engineer")["id"]
    on_screen.wait("outbox=0")
    on_screen.ctl("show", "contact", client)
    on_screen.wait("windows.1=contact_card")
    focus_window(x, "Клиент: Novik")
    x.keys("ctrl+e")
    time.sleep(0.5)  # a form is nothing that is told outside
    somebody_else(crm, client, jobtitle="Director")
    type_text(x, "ova")
    x.keys("Escape")  # with changes in hand it asks, and the answer that has the focus is to save
    press(x, on_screen, "space", "outbox=0")
    (contact,) = until(
        lambda: [row for row in in_crm(crm, "contacts", "contactid", client) if row["lastname"] != "Novik"]
    )
    assert (contact["lastname"], contact["jobtitle"]) == ("Novikova", "Director")
