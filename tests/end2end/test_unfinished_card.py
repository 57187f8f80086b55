"""What is typed into a card and not saved, whatever happens to the desk; a client's organization, chosen by keys."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.end2end.test_outbox import in_crm, until
from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import Desk, desk
from tests.peers.keyboard import focus_panel, focus_window, type_text
from tests.peers.x_desktop import XDesktop


def edit(x: XDesktop, operator: Desk, client: str, name: str) -> None:
    """The client's card is a form, and its first field has the focus."""
    operator.ctl("show", "contact", client)
    operator.wait("windows.1=contact_card")
    focus_window(x, f"Клиент: {name}")
    x.keys("ctrl+e")
    time.sleep(0.5)  # a form is nothing that is told outside


def quit_by_menu(x: XDesktop, operator: Desk) -> None:
    """The last entry of the menu at the panel's right end."""
    left, top, width, height = x.geometry(x.window("ctidesk"))
    focus_panel(operator)
    x.click(left + width - 20, top + height // 2)
    time.sleep(0.5)
    x.keys("Up", "Return")
    time.sleep(0.5)


def ready(operator: Desk) -> None:
    operator.wait("registration=registered")
    operator.wait("crm.sync=idle")


@pytest.mark.manual("D14")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_typed_survives_the_desk(
    tmp_path: Path, environ: dict[str, str], x: XDesktop, crm: DemoCrm, how: signal.Signals
) -> None:
    """Killed half a second after the last key; ended in the middle of the word."""
    windowed = {**environ, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb"}
    with desk(tmp_path, windowed) as operator:
        ready(operator)
        client = operator.ctl("create", "contact", "lastname=Novik", "jobtitle=Engineer")["id"]
        operator.wait("outbox=0")
        edit(x, operator, client, "Novik")
        type_text(x, "ova")
        time.sleep(1.2 if how is signal.SIGKILL else 0)
        assert operator.process
        operator.process.send_signal(how)
        operator.process.wait(10)
    with desk(tmp_path, windowed) as again:
        ready(again)
        again.wait("windows.1=contact_card")
        focus_window(x, "Клиент: Novik")
        x.keys("ctrl+Return")
        until(lambda: again.ctl("status")["windows"] == ["panel"])
        again.wait("outbox=0")
        (contact,) = in_crm(crm, "contacts", "contactid", client)
        assert (contact["lastname"], contact["jobtitle"]) == ("Novikova", "Engineer")


@pytest.mark.manual("M14")
def test_the_organization_is_chosen_by_keys_and_quitting_asks_once(x: XDesktop, on_screen: Desk, crm: DemoCrm) -> None:
    organization = on_screen.ctl("create", "account", "name=Zarya Trading House")["id"]
    client = on_screen.ctl("create", "contact", "lastname=Zorin")["id"]
    on_screen.wait("outbox=0")
    edit(x, on_screen, client, "Zorin")
    x.keys("Tab", "Tab", "Tab", "Tab")
    type_text(x, "zarya")
    time.sleep(0.5)
    x.keys("Return")
    quit_by_menu(x, on_screen)
    focus_window(x, "Клиент: Zorin")
    x.keys("space")  # the answer that has the focus is to save
    assert on_screen.process and on_screen.process.wait(15) == 0
    with desk(on_screen.profile, on_screen.environ) as again:
        ready(again)
        again.wait("outbox=0")
        (contact,) = in_crm(crm, "contacts", "contactid", client)
        assert contact["_parentcustomerid_value"] == organization
        assert again.ctl("status")["windows"] == ["panel"], "what is saved does not come back"


@pytest.mark.manual("D3")
def test_a_case_is_not_taken_where_the_crm_has_none(tmp_path: Path, environ: dict[str, str], crm: DemoCrm) -> None:
    (tmp_path / "config.toml").write_text('[crm.schema.case]\nset = ""\n', encoding="utf-8")
    with desk(tmp_path, environ) as operator:
        client = operator.ctl("create", "contact", "lastname=Zorin")["id"]
        status, answer = operator.ask("create", "case", "title=Invoice", f"customer=contact:{client}")
        assert (status, answer["problem"]) == (1, "crm_has_none") and "обращения" in answer["error"]
        ready(operator)
        assert operator.ask("create", "case", "title=Invoice", f"customer=contact:{client}")[0] == 1
        operator.wait("outbox=0")
