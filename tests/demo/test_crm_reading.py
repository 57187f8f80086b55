"""Reading from the demo CRM."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest

from ctidesk.demo import people

REPOSITORY = Path(__file__).resolve().parents[2]
CLIENTS = 300
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
FORMATTED, LOGICAL = "OData.Community.Display.V1.FormattedValue", "Microsoft.Dynamics.CRM.lookuplogicalname"


@pytest.fixture(scope="module")
def crm() -> Iterator[httpx2.Client]:
    command = [sys.executable, "-m", "ctidesk.demo.crm", "--clients", str(CLIENTS)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        with httpx2.Client(base_url=json.loads(process.stdout.readline())["url"], timeout=5) as client:
            yield client
        process.terminate()


def rows(crm: httpx2.Client, entity_set: str, prefer: str = "", **options: str) -> list[dict[str, Any]]:
    parameters = {f"${name}": value for name, value in options.items()}
    answer = crm.get(entity_set, params=parameters, headers={"Prefer": prefer})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["value"])


def error(crm: httpx2.Client, path: str, **options: str) -> tuple[int, str, str]:
    answer = crm.get(path, params={f"${name}": value for name, value in options.items()})
    said = answer.json()["error"]
    return answer.status_code, said["code"], said["message"]


def every_page(crm: httpx2.Client, path: str, size: int, **options: str) -> list[list[dict[str, Any]]]:
    parameters = {f"${name}": value for name, value in options.items()}
    headers = {"Prefer": f"odata.maxpagesize={size}"}
    answer = crm.get(path, params=parameters, headers=headers).json()
    pages = [answer["value"]]
    while link := answer.get("@odata.nextLink"):
        assert link.startswith(str(crm.base_url))
        answer = crm.get(link, headers=headers).json()
        pages.append(answer["value"])
    return pages


def test_who_am_i_leads_to_the_operator(crm: httpx2.Client) -> None:
    answer = crm.get("WhoAmI")
    me = crm.get(f"systemusers({answer.json()['UserId']})").json()
    assert answer.headers["odata-version"] == "4.0"
    assert {"BusinessUnitId", "OrganizationId"} <= answer.json().keys()
    assert (me["fullname"], me["domainname"]) == ("Анна Петрова", "DEMO\\anna")
    assert (me["new_wrapupseconds"], me["isdisabled"]) == (15, False)


def test_the_service_document_lists_every_set(crm: httpx2.Client) -> None:
    sets = [each["url"] for each in crm.get("").json()["value"]]
    assert {"contacts", "phonecalls", "new_cticonfigurator_teamset"} <= set(sets)
    assert all(crm.get(each, params={"$top": "1"}).status_code == 200 for each in sets)


def test_metadata_describes_what_is_served(crm: httpx2.Client) -> None:
    answer = crm.get("$metadata")
    tree = ElementTree.fromstring(answer.text)
    assert answer.headers["content-type"].startswith("application/xml")
    for entity_set in tree.iter(f"{EDM}EntitySet"):
        name = entity_set.attrib["EntityType"].rpartition(".")[2]
        entity = next(each for each in tree.iter(f"{EDM}EntityType") if each.attrib["Name"] == name)
        declared = {each.attrib["Name"] for each in entity.iter(f"{EDM}Property")}
        for row in rows(crm, entity_set.attrib["Name"], top="1"):
            assert {each for each in row if "@" not in each} == declared
        assert entity.find(f"{EDM}Key/{EDM}PropertyRef").attrib["Name"] in declared  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("entity", "navigation", "column", "target"),
    [
        ("contact", "parentcustomerid_account", "_parentcustomerid_value", "mscrm.account"),
        ("contact", "ownerid", "_ownerid_value", "mscrm.principal"),
        ("phonecall", "regardingobjectid_incident_phonecall", "_regardingobjectid_value", "mscrm.incident"),
        ("activityparty", "partyid_systemuser", "_partyid_value", "mscrm.systemuser"),
        ("new_worksheet", "new_CustomerId_contact", "_new_customerid_value", "mscrm.contact"),
    ],
)
def test_navigation(crm: httpx2.Client, entity: str, navigation: str, column: str, target: str) -> None:
    tree = ElementTree.fromstring(crm.get("$metadata").text)
    where = f".//{EDM}EntityType[@Name='{entity}']/{EDM}NavigationProperty[@Name='{navigation}']"
    found = tree.find(where)
    assert found is not None and found.attrib["Type"] == target
    assert found[0].attrib["Property"] == column


def test_select_answers_those_columns_the_key_and_an_etag(crm: httpx2.Client) -> None:
    answer = crm.get("contacts", params={"$select": "fullname,statecode", "$top": "1"}).json()
    assert answer["@odata.context"].endswith("$metadata#contacts(fullname,statecode)")
    assert answer["value"][0].keys() == {"@odata.etag", "contactid", "fullname", "statecode"}
    assert answer["value"][0]["@odata.etag"].startswith('W/"')


def test_rows_are_the_invented_people(crm: httpx2.Client) -> None:
    found = {row["contactid"]: row for row in rows(crm, "contacts")}
    assert len(found) == CLIENTS
    for client in range(CLIENTS):
        person = people.contact(client, CLIENTS)
        assert person.items() <= found[person["contactid"]].items()


def test_pages_meet_without_gap_or_overlap(crm: httpx2.Client) -> None:
    pages = every_page(crm, "contacts", 70, select="fullname")
    assert [len(page) for page in pages] == [70, 70, 70, 70, 20]
    assert len({row["contactid"] for page in pages for row in page}) == CLIENTS


@pytest.mark.parametrize("order", ["modifiedon", "modifiedon desc", "jobtitle,lastname desc"])
def test_pages_keep_their_order_through_equal_and_empty_values(crm: httpx2.Client, order: str) -> None:
    pages = every_page(crm, "contacts", 7, orderby=order)
    paged = [row["contactid"] for page in pages for row in page]
    assert paged == [row["contactid"] for row in rows(crm, "contacts", orderby=order)]


def test_options_travel_with_the_next_link(crm: httpx2.Client) -> None:
    options = {"filter": "contains(fullname,'ов') and statecode eq 0", "orderby": "fullname asc"}
    found = [row["fullname"] for page in every_page(crm, "contacts", 11, **options) for row in page]
    assert found == sorted(found) and len(found) == len(rows(crm, "contacts", **options)) > 30


def test_the_page_size_is_confirmed_and_capped(crm: httpx2.Client) -> None:
    sizes = {size: crm.get("teams", headers={"Prefer": f"odata.maxpagesize={size}"}) for size in (2, 9000)}
    assert sizes[2].headers["preference-applied"] == "odata.maxpagesize=2"
    assert sizes[9000].headers["preference-applied"] == "odata.maxpagesize=5000"


def test_top_and_count(crm: httpx2.Client) -> None:
    answer = crm.get("contacts", params={"$top": "3", "$count": "true"}).json()
    assert (len(answer["value"]), answer["@odata.count"]) == (3, CLIENTS)
    assert "@odata.nextLink" not in answer
    assert crm.get("contacts/$count").text == str(CLIENTS)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("statecode eq 1", lambda row: row["statecode"] == 1),
        ("statecode ne 0", lambda row: row["statecode"] != 0),
        ("jobtitle eq null", lambda row: row["jobtitle"] is None),
        ("jobtitle ne null and telephone2 ne null", lambda row: row["jobtitle"] and row["telephone2"]),
        ("jobtitle ne 'Юрист'", lambda row: row["jobtitle"] != "Юрист"),
        ("jobtitle eq 'юрист' or jobtitle eq 'ВРАЧ'", lambda row: row["jobtitle"] in ("Юрист", "Врач")),
        ("startswith(lastname,'с')", lambda row: row["lastname"].startswith("С")),
        ("endswith(lastname,'ая')", lambda row: row["lastname"].endswith("ая")),
        ("not contains(fullname,'ов')", lambda row: "ов" not in row["fullname"].lower()),
        ("modifiedon ge 2022-01-01T00:00:00Z", lambda row: row["modifiedon"] >= "2022"),
        ("modifiedon lt 2022-01-01T03:00:00+03:00", lambda row: row["modifiedon"] < "2022"),
        (
            "(statecode eq 1 or jobtitle eq null) and not (lastname gt 'М')",
            lambda row: (row["statecode"] == 1 or not row["jobtitle"]) and row["lastname"].lower() <= "м",
        ),
    ],
)
def test_filter(crm: httpx2.Client, text: str, holds: Any) -> None:
    expected = {row["contactid"] for row in rows(crm, "contacts") if holds(row)}
    assert {row["contactid"] for row in rows(crm, "contacts", filter=text)} == expected


def test_filter_by_lookup_boolean_and_quote(crm: httpx2.Client) -> None:
    organization = people.guid("account", 0)
    found = rows(crm, "contacts", filter=f"_parentcustomerid_value eq {organization.upper()}")
    assert len(found) == 3
    [dismissed] = rows(crm, "systemusers", filter="isdisabled eq true")
    assert dismissed["fullname"] == "Максим Фёдоров"
    assert rows(crm, "accounts", filter="name eq 'О''Хара'") == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"select": "nope"}, "Could not find a property named 'nope'"),
        ({"filter": "nope eq 1"}, "Could not find a property named 'nope'"),
        ({"orderby": "nope"}, "Could not find a property named 'nope'"),
        ({"expand": "nope"}, "Could not find a property named 'nope'"),
        ({"filter": "fullname eq 3"}, "incompatible types"),
        ({"filter": "statecode"}, "Syntax error at position 9"),
        ({"filter": "(statecode eq 0"}, "Syntax error"),
        ({"filter": "modifiedon ge 2022-13-01"}, "Syntax error"),
        ({"filter": "fullname like 'a'"}, "Syntax error"),
        ({"top": "none"}, "Invalid value"),
        ({"skip": "10"}, "$skip is not supported"),
        ({"skiptoken": "garbage"}, "Malformed"),
    ],
)
def test_a_wrong_query_is_refused(crm: httpx2.Client, options: dict[str, str], said: str) -> None:
    status, code, message = error(crm, "contacts", **options)
    assert status == 400 and code.startswith("0x") and said in message


def test_what_is_not_there(crm: httpx2.Client) -> None:
    assert error(crm, "nopes")[:2] == (404, "0x8006088a")
    assert error(crm, "contacts(00000000-0000-4000-8000-000000000000)")[:2] == (404, "0x80040217")
    assert error(crm, "contacts(abc)")[0] == 400


def test_one_record(crm: httpx2.Client) -> None:
    key = people.guid("contact", 0)
    answer = crm.get(f"contacts({key})", params={"$select": "fullname"})
    assert answer.json()["@odata.context"].endswith("#contacts(fullname)/$entity")
    assert answer.json()["contactid"] == key
    again = crm.get(f"contacts({key})", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_annotations_name_what_a_lookup_points_to(crm: httpx2.Client) -> None:
    headers = {"Prefer": 'odata.include-annotations="*"'}
    answer = crm.get(f"contacts({people.guid('contact', 0)})", headers=headers)
    row = answer.json()
    assert row[f"_parentcustomerid_value@{FORMATTED}"] == people.account(0)["name"]
    assert row[f"_parentcustomerid_value@{LOGICAL}"] == "account"
    assert row[f"statecode@{FORMATTED}"] == "Активный"
    assert answer.headers["preference-applied"] == headers["Prefer"]


def test_a_call_with_its_parties_and_what_it_was_about(crm: httpx2.Client) -> None:
    expand = "phonecall_activity_parties($select=participationtypemask,_partyid_value)"
    about = "regardingobjectid_contact_phonecall($select=fullname)"
    call = rows(crm, "phonecalls", expand=f"{expand},{about}", top="1")[0]
    assert {party["participationtypemask"] for party in call["phonecall_activity_parties"]} == {1, 2}
    assert call["regardingobjectid_contact_phonecall"]["contactid"] == call["_regardingobjectid_value"]
    assert isinstance(call["directioncode"], bool) and isinstance(call["actualdurationminutes"], int)


def test_the_operator_belongs_to_a_configured_team(crm: httpx2.Client) -> None:
    me = crm.get("WhoAmI").json()["UserId"]
    mine = {row["teamid"] for row in rows(crm, "teammemberships", filter=f"systemuserid eq {me}")}
    assert mine & {row["teamid"] for row in rows(crm, "new_cticonfigurator_teamset")}
    assert {row["new_wrapupseconds"] for row in rows(crm, "systemusers")} >= {15, 0, None}


def test_directories_and_ignored_numbers(crm: httpx2.Client) -> None:
    assert "8800*" in {row["new_number"] for row in rows(crm, "new_ignorednumbers")}
    directories = {row["new_phonedirectoryid"] for row in rows(crm, "new_phonedirectories")}
    employees = rows(crm, "new_employeenumbers")
    assert {row["_new_directoryid_value"] for row in employees} == directories
    assert {"1001", "1002"} <= {row["new_number"] for row in employees}


def test_the_first_caller_has_something_open(crm: httpx2.Client) -> None:
    client = people.guid("contact", 0)
    assert rows(crm, "incidents", filter=f"_customerid_value eq {client} and statecode eq 0")
    assert rows(crm, "new_worksheets", filter=f"_new_customerid_value eq {client} and statecode eq 0")
    assert rows(crm, "new_worksheets", filter=f"_new_customerid_value eq {client} and statecode eq 1")
