"""The demo CRM's 2013 endpoints: OData v2 and SOAP on the same records."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4
from xml.etree import ElementTree

import httpx2
import pytest

from ctidesk.demo import people

REPOSITORY = Path(__file__).resolve().parents[2]
CLIENTS = 120
MERGE = {"X-HTTP-Method": "MERGE"}
CLIENT, ORGANIZATION = people.guid("contact", 0), people.guid("account", 0)
A = "{http://schemas.microsoft.com/xrm/2011/Contracts}"
B = "{http://schemas.datacontract.org/2004/07/System.Collections.Generic}"
NAMES = (
    'xmlns="http://schemas.microsoft.com/xrm/2011/Contracts/Services" '
    f'xmlns:a="{A[1:-1]}" xmlns:b="{B[1:-1]}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
)


@contextmanager
def started(*options: str) -> Iterator[httpx2.Client]:
    command = [sys.executable, "-m", "ctidesk.demo.crm", "--clients", str(CLIENTS), *options]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            with httpx2.Client(base_url=json.loads(process.stdout.readline())["crm2013"], timeout=5) as client:
                yield client
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def crm() -> Iterator[httpx2.Client]:
    with started() as client:
        yield client


def rows(crm: httpx2.Client, path: str, **options: str) -> list[dict[str, Any]]:
    answer = crm.get(path, params={f"${name}": value for name, value in options.items()})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["d"]["results"])


def one(crm: httpx2.Client, path: str) -> dict[str, Any]:
    answer = crm.get(path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["d"])


def failure(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def soap(crm: httpx2.Client, operation: str, inner: str) -> httpx2.Response:
    body = f"<{operation} {NAMES}>{inner}</{operation}>"
    envelope = f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{body}</s:Body></s:Envelope>'
    return crm.post(urljoin(str(crm.base_url), "../Organization.svc/web"), content=envelope.encode())


def message(crm: httpx2.Client, name: str, **parameters: str) -> httpx2.Response:
    pairs = "".join(
        f"<a:KeyValuePairOfstringanyType><b:key>{key}</b:key>{value}</a:KeyValuePairOfstringanyType>"
        for key, value in parameters.items()
    )
    request = f"<request><a:Parameters>{pairs}</a:Parameters><a:RequestName>{name}</a:RequestName></request>"
    return soap(crm, "Execute", request)


def set_state(crm: httpx2.Client, key: str, state: int, status: int) -> httpx2.Response:
    moniker = f"<a:Id>{key}</a:Id><a:LogicalName>phonecall</a:LogicalName>"
    return message(
        crm,
        "SetState",
        EntityMoniker=f'<b:value i:type="a:EntityReference">{moniker}</b:value>',
        State=option(state),
        Status=option(status),
    )


def option(value: int) -> str:
    return f'<b:value i:type="a:OptionSetValue"><a:Value>{value}</a:Value></b:value>'


def fetched(crm: httpx2.Client, fetchxml: str) -> ElementTree.Element:
    query = f'<query i:type="a:FetchExpression"><a:Query>{escape(fetchxml)}</a:Query></query>'
    answer = soap(crm, "RetrieveMultiple", query)
    assert answer.status_code == 200, answer.text
    return ElementTree.fromstring(answer.content)


def ids(page: ElementTree.Element) -> list[str]:
    return [entity.findtext(f"{A}Id", "") for entity in page.iter(f"{A}Entity")]


def fault(answer: httpx2.Response) -> tuple[int, str]:
    root = ElementTree.fromstring(answer.content)
    return answer.status_code, next(each.text or "" for each in root.iter(f"{A}ErrorCode"))


def a_call(crm: httpx2.Client, **more: Any) -> str:
    """Its id."""
    body = {"ActivityId": str(uuid4()), "Subject": "Входящий звонок", "PhoneNumber": "84951234567", **more}
    answer = crm.post("PhoneCallSet", json=body)
    assert answer.status_code == 201, answer.text
    return str(body["ActivityId"])


# --- OData ---
def test_lookups_options_and_dates_have_the_form_of_their_time(crm: httpx2.Client) -> None:
    (row,) = rows(crm, "ContactSet", filter=f"ContactId eq guid'{CLIENT}'")
    employer = row["ParentCustomerId"]
    assert {"Id", "LogicalName", "Name", "__metadata"} == employer.keys() and employer["LogicalName"] == "account"
    assert row["StateCode"]["Value"] == 0
    assert row["ModifiedOn"].startswith("/Date(") and row["ModifiedOn"].endswith("000)/")
    assert row["__metadata"]["uri"].endswith(f"ContactSet(guid'{CLIENT}')")
    alone = next(each for each in rows(crm, "ContactSet") if each["ParentCustomerId"]["Id"] is None)
    assert alone["ParentCustomerId"]["LogicalName"] is None, "a null lookup is an object all the same"


def test_a_date_s_slashes_are_escaped_on_the_wire(crm: httpx2.Client) -> None:
    assert rb'"\/Date(' in crm.get("ContactSet", params={"$select": "ModifiedOn"}).content


def test_pages_have_fifty_rows_and_a_link(crm: httpx2.Client) -> None:
    answer = crm.get("ContactSet", params={"$select": "FullName", "$orderby": "ModifiedOn desc"}).json()["d"]
    pages = [answer["results"]]
    while link := answer.get("__next"):
        assert link.startswith(str(crm.base_url)) and "ModifiedOn" in link
        answer = crm.get(link).json()["d"]
        pages.append(answer["results"])
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len({row["ContactId"] for page in pages for row in page}) == CLIENTS
    assert len(rows(crm, "ContactSet", top="3")) == 3


def test_filters_of_that_time(crm: httpx2.Client) -> None:
    worksheets = rows(crm, "new_WorksheetSet", filter="StateCode/Value eq 0")
    assert worksheets and all(row["StateCode"]["Value"] == 0 for row in worksheets)
    customer = worksheets[0]["new_CustomerId"]["Id"]
    of_one = rows(crm, "new_WorksheetSet", filter=f"new_CustomerId/Id eq guid'{customer}'")
    assert worksheets[0]["new_WorksheetId"] in {row["new_WorksheetId"] for row in of_one}
    recent = rows(crm, "ContactSet", filter="ModifiedOn ge datetime'2024-01-01T00:00:00Z'")
    assert 0 < len(recent) < CLIENTS
    assert [row["FullName"] for row in rows(crm, "SystemUserSet", filter="DomainName eq 'DEMO\\anna'")] == [
        "Анна Петрова"
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"$filter": "StateCode eq 0"},
        {"$filter": "ContactId eq 'x'"},
        {"$filter": "ModifiedOn ge datetime'2024-1-1'"},
        {"$filter": "modifiedon ge datetime'2024-01-01T00:00:00Z'"},
        {"$select": "fullname"},
        {"$inlinecount": "allpages"},
        {"$format": "json"},
    ],
)
def test_what_that_time_does_not_know_is_refused(crm: httpx2.Client, options: dict[str, str]) -> None:
    answer = crm.get("ContactSet", params=options)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]["value"]


def test_metadata_says_what_is_an_object(crm: httpx2.Client) -> None:
    root = ElementTree.fromstring(crm.get("$metadata").content)
    edm = "{http://schemas.microsoft.com/ado/2006/04/edm}"
    sets = {each.get("Name") for each in root.iter(f"{edm}EntitySet")}
    assert {"ContactSet", "PhoneCallSet", "new_WorksheetSet", "TeamMembershipSet"} <= sets
    call = next(each for each in root.iter(f"{edm}EntityType") if each.get("Name") == "PhoneCall")
    kinds = {each.get("Name"): (each.get("Type") or "").rpartition(".")[2] for each in call.iter(f"{edm}Property")}
    assert (kinds["RegardingObjectId"], kinds["StateCode"], kinds["ActualStart"]) == (
        "EntityReference",
        "OptionSetValue",
        "DateTime",
    )


def test_a_post_answers_the_record_and_where_it_is(crm: httpx2.Client) -> None:
    key = str(uuid4())
    answer = crm.post("ContactSet", json={"ContactId": key, "LastName": "Новый", "FirstName": "Пётр"})
    assert answer.status_code == 201 and answer.headers["location"].endswith(f"ContactSet(guid'{key}')")
    assert answer.json()["d"]["FullName"] == "Новый Пётр"
    assert failure(crm.post("ContactSet", json={"ContactId": key})) == (500, "-2147220937")


def test_a_merge_changes_what_it_says_and_creates_nothing(crm: httpx2.Client) -> None:
    key = crm.post("ContactSet", json={"LastName": "Старый", "JobTitle": "Юрист"}).json()["d"]["ContactId"]
    path = f"ContactSet(guid'{key}')"
    employer = {"Id": ORGANIZATION, "LogicalName": "account"}
    changed = crm.post(path, json={"LastName": "Новый", "ParentCustomerId": employer}, headers=MERGE)
    assert (changed.status_code, changed.content) == (204, b"")
    row = one(crm, path)
    assert (row["LastName"], row["JobTitle"], row["ParentCustomerId"]["Id"]) == ("Новый", "Юрист", ORGANIZATION)
    nobody = {"Id": None, "LogicalName": None, "Name": None}
    assert crm.request("MERGE", path, json={"ParentCustomerId": nobody}).status_code == 204
    assert one(crm, path)["ParentCustomerId"]["Id"] is None
    missing = f"ContactSet(guid'{uuid4()}')"
    assert failure(crm.post(missing, json={"LastName": "x"}, headers=MERGE)) == (404, "-2147220969")
    assert crm.get(missing).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"StateCode": {"Value": 1}},
        {"LastName": 7},
        {"lastname": "x"},
        {"ParentCustomerId": CLIENT},
        {"ParentCustomerId": {"Id": str(uuid4()), "LogicalName": "account"}},
        {"ParentCustomerId": {"Id": CLIENT, "LogicalName": "incident"}},
    ],
)
def test_what_cannot_be_written_is_refused(crm: httpx2.Client, body: dict[str, Any]) -> None:
    before = one(crm, f"ContactSet(guid'{CLIENT}')")
    assert crm.post(f"ContactSet(guid'{CLIENT}')", json=body, headers=MERGE).status_code in (400, 404)
    assert one(crm, f"ContactSet(guid'{CLIENT}')") == before


def test_a_call_comes_with_its_parties_and_only_then(crm: httpx2.Client) -> None:
    parties = [
        {"PartyId": {"Id": CLIENT, "LogicalName": "contact"}, "ParticipationTypeMask": {"Value": 1}},
        {"AddressUsed": "84951234567", "ParticipationTypeMask": {"Value": 2}},
    ]
    key = a_call(crm, phonecall_activity_parties=parties)
    stored = rows(crm, "ActivityPartySet", filter=f"ActivityId/Id eq guid'{key}'")
    found = {row["ParticipationTypeMask"]["Value"]: row["PartyId"]["Id"] or row["AddressUsed"] for row in stored}
    assert found == {1: CLIENT, 2: "84951234567"}
    deep = crm.post(f"PhoneCallSet(guid'{key}')", json={"phonecall_activity_parties": parties}, headers=MERGE)
    assert deep.status_code == 400


# --- SOAP ---
def test_who_am_i(crm: httpx2.Client) -> None:
    root = ElementTree.fromstring(message(crm, "WhoAmI").content)
    pairs = {
        each.findtext(f"{B}key"): each.findtext(f"{B}value") for each in root.iter(f"{A}KeyValuePairOfstringanyType")
    }
    assert pairs.keys() == {"UserId", "BusinessUnitId", "OrganizationId"}
    assert one(crm, f"SystemUserSet(guid'{pairs['UserId']}')")["FullName"] == "Анна Петрова"


def test_only_set_state_closes_a_call_and_then_it_is_read_only(crm: httpx2.Client) -> None:
    key = a_call(crm)
    path = f"PhoneCallSet(guid'{key}')"
    assert set_state(crm, key, 1, 4).status_code == 200
    row = one(crm, path)
    assert (row["StateCode"]["Value"], row["StatusCode"]["Value"]) == (1, 4)
    assert crm.post(path, json={"Subject": "x"}, headers=MERGE).status_code == 403
    assert set_state(crm, key, 0, -1).status_code == 200
    assert crm.post(path, json={"Subject": "x"}, headers=MERGE).status_code == 204
    assert fault(set_state(crm, key, 1, 3)) == (500, "-2147187704")
    assert fault(set_state(crm, str(uuid4()), 1, 4)) == (500, "-2147220969")


FETCH = '<fetch count="50" page="{}"{}><entity name="contact"><attribute name="fullname"/>{}</entity></fetch>'


def test_fetchxml_pages_follow_by_cookie(crm: httpx2.Client) -> None:
    found, cookie = list[str](), ""
    for number in (1, 2, 3):
        attribute = f' paging-cookie="{escape(cookie)}"' if cookie else ""
        page = fetched(crm, FETCH.format(number, attribute, '<order attribute="modifiedon"/>'))
        found += ids(page)
        cookie = next(page.iter(f"{A}PagingCookie")).text or ""
        assert cookie.startswith(f'<cookie page="{number}"><modifiedon last="')
        assert next(page.iter(f"{A}MoreRecords")).text == ("true" if number < 3 else "false")
    assert len(found) == len(set(found)) >= CLIENTS


def test_fetchxml_conditions(crm: httpx2.Client) -> None:
    some = [people.guid("contact", number) for number in (3, 5)]
    values = "".join(f"<value>{{{id.upper()}}}</value>" for id in some)
    among = f'<filter><condition attribute="contactid" operator="in">{values}</condition></filter>'
    assert sorted(ids(fetched(crm, FETCH.format(1, "", among)))) == sorted(some)
    recent = '<filter><condition attribute="modifiedon" operator="ge" value="2024-01-01T00:00:00Z"/></filter>'
    assert 0 < len(ids(fetched(crm, FETCH.format(1, "", recent)))) <= 50


@pytest.mark.parametrize("wrong", ["<fetch", '<fetch><entity name="nothing"/></fetch>', "<fetch/>"])
def test_a_query_that_is_wrong_is_a_fault(crm: httpx2.Client, wrong: str) -> None:
    query = f'<query i:type="a:FetchExpression"><a:Query>{escape(wrong)}</a:Query></query>'
    assert fault(soap(crm, "RetrieveMultiple", query))[0] == 500


def test_a_message_it_does_not_know_is_a_fault(crm: httpx2.Client) -> None:
    assert fault(message(crm, "Fax"))[0] == 500
    assert soap(crm, "Nothing", "<x/>").status_code == 500


# --- around it ---
def test_both_dialects_are_one_store(crm: httpx2.Client) -> None:
    key = a_call(crm)
    web = urljoin(str(crm.base_url), f"/api/data/v9.2/phonecalls({key})")
    assert crm.get(web).json()["subject"] == "Входящий звонок"


def test_faults_speak_each_endpoint_s_language_and_are_remembered(crm: httpx2.Client) -> None:
    crm.post(urljoin(str(crm.base_url), "/demo/clear"))
    crm.post(urljoin(str(crm.base_url), "/demo/fault"), json={"status": 503, "retry_after": 7, "times": 2})
    refused = crm.get("TeamSet")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "7")
    assert refused.json()["error"]["message"]["lang"]
    assert message(crm, "WhoAmI").status_code == 503
    assert crm.get("TeamSet").status_code == 200
    seen = crm.get(urljoin(str(crm.base_url), "/demo/requests")).json()["requests"]
    assert seen == [["GET", "TeamSet"], ["POST", "Organization.svc/web"], ["GET", "TeamSet"]]


def test_soap_can_be_closed() -> None:
    with started("--no-soap") as crm:
        assert message(crm, "WhoAmI").status_code == 404
        assert crm.get("TeamSet").status_code == 200


def test_basic_sign_in_guards_both() -> None:
    with started("--auth", "basic") as crm:
        assert crm.get("TeamSet").status_code == message(crm, "WhoAmI").status_code == 401
        crm.auth = httpx2.BasicAuth("anna", "demo")
        assert crm.get("TeamSet").status_code == message(crm, "WhoAmI").status_code == 200
