"""Writing to the demo CRM."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from ctidesk.demo import people

REPOSITORY = Path(__file__).resolve().parents[2]
CREATE, UPDATE = {"If-None-Match": "*"}, {"If-Match": "*"}
CLIENT, ORGANIZATION = people.guid("contact", 0), people.guid("account", 0)
PARTIES = "phonecall_activity_parties"


@pytest.fixture(scope="module")
def crm() -> Iterator[httpx2.Client]:
    command = [sys.executable, "-m", "ctidesk.demo.crm", "--clients", "30"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        with httpx2.Client(base_url=json.loads(process.stdout.readline())["url"], timeout=5) as client:
            yield client
        process.terminate()


def failure(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def read(crm: httpx2.Client, path: str, **options: str) -> dict[str, Any]:
    answer = crm.get(path, params={f"${name}": value for name, value in options.items()})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def written(crm: httpx2.Client, entity_set: str, body: dict[str, Any]) -> str:
    """The path of a new record."""
    path = f"{entity_set}({uuid4()})"
    answer = crm.patch(path, json=body, headers=CREATE)
    assert answer.status_code == 204, answer.text
    return path


def test_post_answers_the_new_address(crm: httpx2.Client) -> None:
    answer = crm.post("contacts", json={"lastname": "Новый", "firstname": "Пётр"})
    assert (answer.status_code, answer.content) == (204, b"")
    row = read(crm, answer.headers["odata-entityid"])
    assert (row["fullname"], row["statecode"]) == ("Новый Пётр", 0)
    assert row["_ownerid_value"] == read(crm, "WhoAmI")["UserId"]
    assert row["createdon"] == row["modifiedon"]
    assert datetime.now(UTC) - datetime.fromisoformat(row["createdon"]) < timedelta(seconds=5)


def test_post_answers_the_record_where_asked(crm: httpx2.Client) -> None:
    headers = {"Prefer": "return=representation"}
    answer = crm.post("accounts", json={"name": "ООО «Новое»"}, headers=headers, params={"$select": "name"})
    assert (answer.status_code, answer.json()["name"]) == (201, "ООО «Новое»")
    assert answer.headers["preference-applied"] == "return=representation"
    assert "accountnumber" not in answer.json()


def test_a_client_gives_its_own_key_once(crm: httpx2.Client) -> None:
    body = {"contactid": str(uuid4()), "lastname": "Свой"}
    assert crm.post("contacts", json=body).status_code == 204
    assert read(crm, f"contacts({body['contactid']})")["lastname"] == "Свой"
    assert failure(crm.post("contacts", json=body)) == (412, "0x80040237")


def test_patch_creates_or_updates(crm: httpx2.Client) -> None:
    path = f"contacts({uuid4()})"
    first = crm.patch(path, json={"lastname": "Первый"})
    assert first.status_code == 204 and first.headers["odata-entityid"].endswith(path)
    assert crm.patch(path, json={"jobtitle": "Врач"}).status_code == 204
    row = read(crm, path)
    assert (row["lastname"], row["jobtitle"]) == ("Первый", "Врач")


def test_patch_representation_tells_created_from_updated(crm: httpx2.Client) -> None:
    path, headers = f"contacts({uuid4()})", {"Prefer": "return=representation"}
    statuses = [crm.patch(path, json={"lastname": "Кто"}, headers=headers).status_code for _ in range(2)]
    assert statuses == [201, 200]


def test_if_match_never_creates_and_if_none_match_never_updates(crm: httpx2.Client) -> None:
    path = f"contacts({uuid4()})"
    assert failure(crm.patch(path, json={"lastname": "А"}, headers=UPDATE)) == (404, "0x80040217")
    assert crm.patch(path, json={"lastname": "А"}, headers=CREATE).status_code == 204
    assert failure(crm.patch(path, json={"lastname": "Б"}, headers=CREATE)) == (412, "0x80040237")
    assert crm.patch(path, json={"lastname": "В"}, headers=UPDATE).status_code == 204
    assert read(crm, path)["lastname"] == "В"


def test_a_stale_etag_changes_nothing(crm: httpx2.Client) -> None:
    path = written(crm, "contacts", {"lastname": "Старый"})
    old = {"If-Match": read(crm, path)["@odata.etag"]}
    assert crm.patch(path, json={"lastname": "Новый"}, headers=old).status_code == 204
    assert failure(crm.patch(path, json={"lastname": "Третий"}, headers=old)) == (412, "0x80060882")
    assert failure(crm.delete(path, headers=old)) == (412, "0x80060882")
    assert read(crm, path)["lastname"] == "Новый"
    assert read(crm, path)["fullname"] == "Новый"


def test_binding_fills_the_lookup_and_null_empties_it(crm: httpx2.Client) -> None:
    path = written(crm, "contacts", {"parentcustomerid_account@odata.bind": f"/accounts({ORGANIZATION})"})
    assert read(crm, path)["_parentcustomerid_value"] == ORGANIZATION
    crm.patch(path, json={"parentcustomerid_account@odata.bind": None})
    assert read(crm, path)["_parentcustomerid_value"] is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"nobody@odata.bind": f"/contacts({CLIENT})"}, (400, "0x80048d19")),
        ({"parentcustomerid@odata.bind": f"/contacts({CLIENT})"}, (400, "0x80048d19")),
        ({"parentcustomerid_account@odata.bind": f"/contacts({CLIENT})"}, (400, "0x80048d19")),
        ({"parentcustomerid_account@odata.bind": f"/accounts({CLIENT})"}, (404, "0x80040217")),
        ({"parentcustomerid_account@odata.bind": "/accounts(abc)"}, (400, "0x8006088a")),
        ({"_parentcustomerid_value": ORGANIZATION}, (400, "0x80060888")),
        ({"nothing": 1}, (400, "0x80048d19")),
        ({"lastname": 1}, (400, "0x80048d19")),
        ({"telephone1": "1" * 51}, (400, "0x80044331")),
        ([], (400, "0x80048d19")),
    ],
)
def test_a_wrong_body_is_refused(crm: httpx2.Client, body: Any, expected: tuple[int, str]) -> None:
    assert failure(crm.patch(f"contacts({CLIENT})", json=body)) == expected


def test_a_body_that_is_no_json(crm: httpx2.Client) -> None:
    assert failure(crm.post("contacts", content=b"{")) == (400, "0x80048d19")


def test_custom_lookups_are_bound_by_their_schema_name(crm: httpx2.Client) -> None:
    body = {"new_name": "Лист", "new_CustomerId_contact@odata.bind": f"contacts({CLIENT})"}
    assert read(crm, written(crm, "new_worksheets", body))["_new_customerid_value"] == CLIENT
    wrong = {"new_customerid_contact@odata.bind": f"/contacts({CLIENT})"}
    assert failure(crm.post("new_worksheets", json=wrong)) == (400, "0x80048d19")


def test_a_case_gets_its_number(crm: httpx2.Client) -> None:
    body = {"title": "Жалоба", "customerid_contact@odata.bind": f"/contacts({CLIENT})"}
    assert read(crm, written(crm, "incidents", body))["ticketnumber"].startswith("CAS-")


def test_every_write_raises_the_version(crm: httpx2.Client) -> None:
    path = written(crm, "teams", {"name": "Первая"})
    before = read(crm, path)
    crm.patch(path, json={"name": "Вторая"})
    assert read(crm, path)["versionnumber"] > before["versionnumber"]
    assert read(crm, f"contacts({CLIENT})")["modifiedon"] < before["modifiedon"]


def test_delete(crm: httpx2.Client) -> None:
    organization = written(crm, "accounts", {"name": "Уходит"})
    client = written(crm, "contacts", {"parentcustomerid_account@odata.bind": f"/{organization}"})
    assert crm.delete(organization).status_code == 204
    assert failure(crm.get(organization)) == (404, "0x80040217")
    assert failure(crm.delete(organization)) == (404, "0x80040217")
    assert read(crm, client)["_parentcustomerid_value"] is None


def test_a_method_that_is_not_allowed(crm: httpx2.Client) -> None:
    assert crm.delete("contacts").status_code == 405
    assert crm.post(f"contacts({CLIENT})", json={}).status_code == 405


def phone_call(crm: httpx2.Client, **more: Any) -> str:
    me = read(crm, "WhoAmI")["UserId"]
    parties = [
        {"participationtypemask": 1, "partyid_contact@odata.bind": f"/contacts({CLIENT})"},
        {"participationtypemask": 2, "partyid_systemuser@odata.bind": f"/systemusers({me})"},
    ]
    body = {
        "subject": "Входящий звонок",
        "directioncode": False,
        "actualstart": "2026-01-02T09:00:00Z",
        "actualend": "2026-01-02T09:05:10Z",
        "regardingobjectid_contact_phonecall@odata.bind": f"/contacts({CLIENT})",
        PARTIES: parties,
    }
    return written(crm, "phonecalls", body | more)


def completed(crm: httpx2.Client) -> str:
    path = phone_call(crm)
    assert crm.patch(path, json={"statecode": 1, "statuscode": 4}, headers=UPDATE).status_code == 204
    return path


def test_a_call_comes_with_its_parties(crm: httpx2.Client) -> None:
    row = read(crm, phone_call(crm), expand=PARTIES)
    assert [(party["participationtypemask"]) for party in row[PARTIES]] == [1, 2]
    assert row[PARTIES][0]["_partyid_value"] == row["_regardingobjectid_value"] == CLIENT
    assert (row["statecode"], row["statuscode"], row["directioncode"]) == (0, 1, False)


def test_a_bad_party_creates_nothing(crm: httpx2.Client) -> None:
    path = f"phonecalls({uuid4()})"
    body = {PARTIES: [{"partyid_contact@odata.bind": f"/contacts({uuid4()})"}]}
    assert failure(crm.patch(path, json=body, headers=CREATE)) == (404, "0x80040217")
    assert crm.get(path).status_code == 404


def test_parties_of_an_open_call_can_be_replaced(crm: httpx2.Client) -> None:
    path = phone_call(crm)
    party = {"participationtypemask": 1, "partyid_account@odata.bind": f"/accounts({ORGANIZATION})"}
    assert crm.patch(path, json={PARTIES: [party]}, headers=UPDATE).status_code == 204
    [left] = read(crm, path, expand=PARTIES)[PARTIES]
    assert left["_partyid_value"] == ORGANIZATION


def test_completing_a_call_works_out_its_minutes(crm: httpx2.Client) -> None:
    row = read(crm, completed(crm))
    assert (row["statecode"], row["statuscode"], row["actualdurationminutes"]) == (1, 4, 5)


@pytest.mark.parametrize("pair", [{"statecode": 1, "statuscode": 1}, {"statecode": 7}, {"statuscode": 3}])
def test_a_state_and_status_that_do_not_fit(crm: httpx2.Client, pair: dict[str, int]) -> None:
    assert failure(crm.patch(phone_call(crm), json=pair)) == (400, "0x80048408")


def test_a_call_is_never_created_closed(crm: httpx2.Client) -> None:
    body = {"subject": "Сразу", "statecode": 1, "statuscode": 2}
    assert failure(crm.post("phonecalls", json=body)) == (400, "0x80048408")


def test_a_completed_call_is_read_only_until_reopened(crm: httpx2.Client) -> None:
    path = completed(crm)
    refused = [{"description": "поздно"}, {"statecode": 1, "description": "поздно"}, {PARTIES: []}]
    assert all(crm.patch(path, json=body).status_code == 403 for body in refused)
    reopen = {"statecode": 0, "statuscode": 1, "description": "ещё раз"}
    assert crm.patch(path, json=reopen).status_code == 204
    assert crm.patch(path, json={"statecode": 2}).status_code == 204
    row = read(crm, path)
    assert (row["statuscode"], row["description"]) == (3, "ещё раз")


def test_deleting_a_call_takes_its_parties(crm: httpx2.Client) -> None:
    path = phone_call(crm)
    key = path[-37:-1]
    crm.delete(path)
    parties = crm.get("activityparties", params={"$filter": f"_activityid_value eq {key}"})
    assert parties.json()["value"] == []


def test_writes_at_once_are_put_in_a_row(crm: httpx2.Client) -> None:
    path = written(crm, "accounts", {"name": "Общая"})
    with ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda n: crm.patch(path, json={"accountnumber": str(n)}), range(40))
        assert {answer.status_code for answer in answers} == {204}
    versions = [row["versionnumber"] for row in read(crm, "accounts")["value"]]
    assert len(set(versions)) == len(versions)
