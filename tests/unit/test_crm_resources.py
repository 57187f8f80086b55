"""The CRM's web resource on played pages of CRM 2013 and Dynamics 365: the links that come out are the desk's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtQml import QJSEngine

from ctidesk.domain.link import Deed, NumberLink, RecordLink, parse
from ctidesk.domain.records import Entity, RecordRef

FOLDER = Path(__file__).parents[2] / "resources" / "crm"
ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
OTHER = "7d444840-9dc0-11d1-b245-5ffdce74fad2"

PAGE = """
var opened = [], told = [];
var document = {
    createElement: function (name) { return { style: {}, tag: name }; },
    body: { appendChild: function (frame) { opened.push(frame.src); }, removeChild: function () {} }
};
function setTimeout(action) { action(); }
function form(type, id, values) {
    function attribute(name) {
        return { getName: function () { return name; }, getValue: function () { return values[name]; } };
    }
    var attributes = {
        forEach: function (each) { Object.keys(values).forEach(function (name) { each(attribute(name)); }); },
        get: function (name) { return name in values ? attribute(name) : null; }
    };
    return { data: { entity: {
        attributes: attributes, getId: function () { return id; }, getEntityName: function () { return type; }
    } } };
}
"""
CRM_2013 = """
var Xrm = {
    Page: form(%(type)s, %(id)s, %(values)s),
    Utility: { alertDialog: function (text) { told.push(text); } }
};
Xrm.Page.getAttribute = function (name) { return Xrm.Page.data.entity.attributes.get(name); };
Xrm.Page.context = { getUserLcid: function () { return 1049; } };
var control = {};  // whatever PrimaryControl is there, it is no form context
"""
DYNAMICS_365 = """
var Xrm = {
    Navigation: { openAlertDialog: function (options) { told.push(options.text); } },
    Utility: { getGlobalContext: function () { return { userSettings: { languageId: 1033 } }; } }
};
var control = form(%(type)s, %(id)s, %(values)s);
control.getAttribute = function (name) { return control.data.entity.attributes.get(name); };
"""
PAGES = {"2013": CRM_2013, "365": DYNAMICS_365}


class Page:
    """A form of the CRM with the web resource on it."""

    def __init__(self, crm: str, type: str, id: str, values: dict[str, Any]) -> None:
        self._engine = QJSEngine()
        id = f"{{{id.upper()}}}" if id and crm == "2013" else id
        facts = {"type": json.dumps(type), "id": json.dumps(id), "values": json.dumps(values)}
        self.run(PAGE + PAGES[crm] % facts)
        self.run((FOLDER / "ctidesk.js").read_text(encoding="utf-8"))

    def run(self, script: str) -> Any:
        result = self._engine.evaluate(script)
        assert not result.isError(), result.toString()
        return result.toVariant()

    @property
    def opened(self) -> list[str]:
        return [str(uri) for uri in self.run("opened")]

    @property
    def told(self) -> list[str]:
        return [str(text) for text in self.run("told")]


@pytest.fixture(params=list(PAGES))
def crm(request: pytest.FixtureRequest, qapp: QCoreApplication) -> str:
    return str(request.param)


@pytest.mark.parametrize("type", ["contact", "account"])
@pytest.mark.manual("M13", "D7")
def test_rebinding_to_the_client_on_the_page(crm: str, type: str) -> None:
    page = Page(crm, type, ID, {})
    page.run("ctidesk.rebind(control)")
    (uri,) = page.opened
    assert parse(uri) == RecordLink(Deed.REBIND, RecordRef(Entity(type), ID))


@pytest.mark.parametrize(("type", "field"), [("incident", "customerid"), ("new_worksheet", "new_customerid")])
def test_rebinding_to_the_customer_of_a_case_or_a_worksheet(crm: str, type: str, field: str) -> None:
    page = Page(crm, type, ID, {"title": "x", field: [{"id": f"{{{OTHER.upper()}}}", "entityType": "account"}]})
    page.run("ctidesk.rebind(control)")
    (uri,) = page.opened
    assert parse(uri) == RecordLink(Deed.REBIND, RecordRef(Entity.ACCOUNT, OTHER))


def test_rebinding_from_a_list(crm: str) -> None:
    page = Page(crm, "contact", "", {})
    page.run(f"ctidesk.rebindRecord('{{{ID.upper()}}}', 'contact')")
    assert parse(page.opened[0]) == RecordLink(Deed.REBIND, RecordRef(Entity.CONTACT, ID))


@pytest.mark.parametrize(
    ("type", "entity"),
    [("contact", "contact"), ("incident", "case"), ("phonecall", "phone_call"), ("new_worksheet", "worksheet")],
)
def test_a_card_is_opened(crm: str, type: str, entity: str) -> None:
    page = Page(crm, type, ID, {})
    page.run("ctidesk.openCard(control)")
    assert parse(page.opened[0]) == RecordLink(Deed.OPEN, RecordRef(Entity(entity), ID))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+7 (495) 123-45-67", "+74951234567"),
        ("8 495 123-45-67 доб. 12", "84951234567"),
        ("тел. 8\u00a0(916)\u00a0700\u201180\u201190", "89167008090"),
        ("+74951234567, +79167008090", "+74951234567"),
        ("1002", "1002"),
        ("*98#", "*98#"),
    ],
)
def test_a_phone_field_is_called(crm: str, written: str, number: str) -> None:
    page = Page(crm, "contact", ID, {"telephone1": written, "mobilephone": None})
    for call in ("ctidesk.call(control, 'telephone1')", "ctidesk.call(control)"):
        page.run(call)
    assert [parse(uri) for uri in page.opened] == [NumberLink(number)] * 2
    assert page.run("ctidesk.canCall(control, 'telephone1')") is True


def test_where_tel_belongs_to_another_program(crm: str) -> None:
    page = Page(crm, "contact", ID, {"mobilephone": "+79167008090"})
    page.run("ctidesk.scheme = 'ctidesk'; ctidesk.call(control)")
    assert page.opened == ["ctidesk:+79167008090"]


@pytest.mark.parametrize("written", [None, "", "нет", "-"])
def test_without_a_number_nothing_is_called(crm: str, written: str | None) -> None:
    page = Page(crm, "contact", ID, {"telephone1": written})
    assert page.run("ctidesk.canCall(control, 'telephone1')") is False
    page.run("ctidesk.call(control, 'telephone1'); ctidesk.call(control, 'no such field')")
    assert page.opened == [] and len(page.told) == 2


@pytest.mark.parametrize("deed", ["rebind", "openCard"])
def test_a_record_that_is_not_saved_has_no_link(crm: str, deed: str) -> None:
    page = Page(crm, "contact", "", {})
    page.run(f"ctidesk.{deed}(control)")
    assert page.opened == []
    assert page.told == [{"2013": "Сначала сохраните запись.", "365": "Save the record first."}[crm]]


def test_a_case_of_nobodys_binds_to_nobody(crm: str) -> None:
    page = Page(crm, "incident", ID, {"customerid": None})
    page.run("ctidesk.rebind(control)")
    assert page.opened == [] and len(page.told) == 1


def test_an_execution_context_is_taken_as_well(qapp: QCoreApplication) -> None:
    page = Page("365", "contact", ID, {})
    page.run("ctidesk.rebind({ getFormContext: function () { return control; } })")
    assert parse(page.opened[0]) == RecordLink(Deed.REBIND, RecordRef(Entity.CONTACT, ID))


# --- the ribbon -------------------------------------------------------------------------------------------------------


@pytest.fixture
def ribbon() -> ElementTree.Element:
    return ElementTree.parse(FOLDER / "ribbon-contact.xml").getroot()


def every(ribbon: ElementTree.Element, path: str, attribute: str) -> set[str]:
    return {str(each.get(attribute)) for each in ribbon.iterfind(path) if each.get(attribute)}


def test_what_the_ribbon_names_is_defined(ribbon: ElementTree.Element) -> None:
    assert every(ribbon, ".//*[@Command]", "Command") == every(ribbon, ".//CommandDefinition", "Id")
    used = every(ribbon, "./CommandDefinitions//EnableRule", "Id")
    assert used == every(ribbon, "./RuleDefinitions/EnableRules/EnableRule", "Id")
    labels = {f"$LocLabels:{label}" for label in every(ribbon, ".//LocLabel", "Id")}
    assert every(ribbon, ".//*[@LabelText]", "LabelText") == labels
    for label in ribbon.iterfind(".//LocLabel"):
        assert every(label, ".//Title", "languagecode") == {"1033", "1049"}


def test_the_ribbon_calls_functions_that_there_are(ribbon: ElementTree.Element, qapp: QCoreApplication) -> None:
    page = Page("365", "contact", ID, {})
    for name in every(ribbon, ".//*[@FunctionName]", "FunctionName"):
        assert page.run(f"typeof {name}") == "function"


def test_every_id_is_there_once(ribbon: ElementTree.Element) -> None:
    ids = [each.get("Id") for part in ("CustomActions", "LocLabels") for each in ribbon.iterfind(f"./{part}//*[@Id]")]
    assert len(ids) == len(set(ids))
