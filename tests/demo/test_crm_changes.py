"""Change tracking at the demo CRM, as the Web API documents it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx2
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
TRACK = {"Prefer": "odata.track-changes"}
QUERY = "accounts?$select=name,accountnumber"


@pytest.fixture(scope="module")
def crm() -> Iterator[httpx2.Client]:
    command = [sys.executable, "-m", "ctidesk.demo.crm", "--clients", "60"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        with httpx2.Client(base_url=json.loads(process.stdout.readline())["url"], timeout=5) as client:
            yield client
        process.terminate()


@pytest.fixture(autouse=True)
def _whole(crm: httpx2.Client) -> None:
    crm.post(urljoin(str(crm.base_url), "/demo/clear")).raise_for_status()


def switch(crm: httpx2.Client, **abilities: Any) -> int:
    return crm.post(urljoin(str(crm.base_url), "/demo/server"), json=abilities).status_code


def made(crm: httpx2.Client, name: str) -> str:
    answer = crm.post("accounts", json={"name": name})
    return answer.headers["odata-entityid"].rpartition("(")[2].rstrip(")")


def first(crm: httpx2.Client) -> dict[str, Any]:
    answer = crm.get(QUERY, headers=TRACK)
    assert answer.headers["preference-applied"] == "odata.track-changes"
    return answer.raise_for_status().json()  # type: ignore[no-any-return]


def test_the_delta_link_leads_to_what_changed(crm: httpx2.Client) -> None:
    gone = made(crm, "Ушедшая")
    link = first(crm)["@odata.deltaLink"]
    assert "$deltatoken=" in link and "$select=name,accountnumber" in link
    assert crm.get(link).json()["value"] == []
    new = made(crm, "Новая")
    crm.delete(f"accounts({gone})").raise_for_status()
    answer = crm.get(link).json()
    written, deleted = answer["value"]
    assert (written["name"], written["accountid"]) == ("Новая", new)
    assert deleted == {"@odata.context": "$metadata#accounts/$deletedEntity", "id": gone, "reason": "deleted"}
    assert crm.get(answer["@odata.deltaLink"]).json()["value"] == []


def test_a_record_that_lost_its_link_has_changed(crm: httpx2.Client) -> None:
    account = made(crm, "Работодатель")
    contact = {"lastname": "Работник", "parentcustomerid_account@odata.bind": f"/accounts({account})"}
    crm.post("contacts", json=contact).raise_for_status()
    link = crm.get("contacts?$select=lastname,_parentcustomerid_value", headers=TRACK).json()["@odata.deltaLink"]
    crm.delete(f"accounts({account})").raise_for_status()
    (changed,) = crm.get(link).json()["value"]
    assert (changed["lastname"], changed["_parentcustomerid_value"]) == ("Работник", None)


def test_a_key_written_anew_is_not_deleted(crm: httpx2.Client) -> None:
    key = made(crm, "Дважды")
    link = first(crm)["@odata.deltaLink"]
    crm.delete(f"accounts({key})").raise_for_status()
    crm.patch(f"accounts({key})", json={"name": "Дважды"}).raise_for_status()
    assert [row["accountid"] for row in crm.get(link).json()["value"]] == [key]


@pytest.mark.parametrize("option", ["$filter=statecode eq 0", "$orderby=name", "$top=3", "$expand=ownerid"])
def test_options_that_tracking_refuses(crm: httpx2.Client, option: str) -> None:
    answer = crm.get(f"contacts?$select=fullname&{option}", headers=TRACK)
    assert answer.status_code == 400
    assert crm.get(f"contacts?$select=fullname&{option}").status_code in (200, 400)


def test_an_expired_token(crm: httpx2.Client) -> None:
    for status in (410, 400):
        link = first(crm)["@odata.deltaLink"]
        crm.post(urljoin(str(crm.base_url), "/demo/expire"), json={"status": status}).raise_for_status()
        answer = crm.get(link)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, "0x80044352")
    assert crm.get(first(crm)["@odata.deltaLink"]).status_code == 200


def test_a_malformed_token(crm: httpx2.Client) -> None:
    assert crm.get(f"{QUERY}&$deltatoken=yesterday").status_code == 400


def test_lesser_servers(crm: httpx2.Client) -> None:
    assert switch(crm, who_am_i=False, count=False, total_count=False, annotations=False, minimal=False) == 204
    assert crm.get("WhoAmI").status_code == 404
    assert crm.get("accounts/$count").status_code == 404
    assert crm.get("accounts?$count=true").status_code == 400
    assert crm.get("RetrieveTotalRecordCount(EntityNames=['account'])").status_code == 404
    rows = crm.get("incidents?$top=1", headers={"Prefer": 'odata.include-annotations="*"'}).json()["value"]
    assert not [name for name in rows[0] if "@Microsoft" in name or "@OData" in name]
    assert crm.post("accounts", json={"name": "С ответом"}).status_code == 201
    assert switch(crm, track_changes=501) == 204
    assert crm.get(QUERY, headers=TRACK).status_code == 501
    assert switch(crm, track_changes="ignore") == 204
    assert "@odata.deltaLink" not in crm.get(QUERY, headers=TRACK).json()
    assert switch(crm, track_changes="yes", untracked=["accounts"]) == 204
    assert crm.get(QUERY, headers=TRACK).status_code == 400
    assert switch(crm, nonsense=1) == 400
    crm.post(urljoin(str(crm.base_url), "/demo/clear")).raise_for_status()
    assert crm.get("WhoAmI").status_code == 200 and "@odata.deltaLink" in first(crm)


def test_the_total_record_count(crm: httpx2.Client) -> None:
    answer = crm.get("RetrieveTotalRecordCount(EntityNames=['contact','account'])").json()
    counts = answer["EntityRecordCountCollection"]
    assert counts["Keys"] == ["contact", "account"] and counts["Count"] == 2
    assert counts["Values"][0] == int(crm.get("contacts/$count").text) == 60 + 1
    assert crm.get("RetrieveTotalRecordCount(EntityNames=['nothing'])").status_code == 404
