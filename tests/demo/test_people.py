"""The invented people, and what is promised of those who call."""

import re
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from itertools import islice

import pytest

from ctidesk.demo import people
from ctidesk.demo.people import Caller, Row

PHONES = ("mobilephone", "telephone1", "telephone2", "telephone3")
ALONE = re.compile(r"[,;/]| доб| \(доб")


@cache
def records(clients: int) -> list[Row]:
    contacts = [people.contact(n, clients) for n in range(clients)]
    return contacts + [people.account(n) for n in range(people.organization_count(clients))]


def numbers(record: Row) -> set[str]:
    """The last ten digits of every number in a record, found in another way than a desk would."""
    parts = (part for phone in PHONES if record.get(phone) for part in ALONE.split(record[phone]))
    digits = (re.sub(r"\D", "", part) for part in parts)
    return {each[-10:] for each in digits if len(each) >= 10}


@cache
def by_number(clients: int, last: int = 10) -> dict[str, list[Row]]:
    found = defaultdict(list)
    for record in records(clients):
        for number in numbers(record):
            found[number[-last:]].append(record)
    return found


def first_callers(clients: int, count: int = 200) -> list[Caller]:
    return list(islice(people.callers(clients), count))


def test_the_first_caller_is_one_active_client_with_a_full_name() -> None:
    first = first_callers(2000, 1)[0]
    [record] = by_number(2000)[first.number[1:]]
    assert first.kind == "known"
    assert record["fullname"] and record["statecode"] == 0


@pytest.mark.parametrize("clients", [1, 4, 10, 57, 2000])
def test_callers_are_what_they_are_said_to_be(clients: int) -> None:
    found = by_number(clients)
    for caller in first_callers(clients):
        matches = found.get(caller.number[1:], [])
        assert caller.number.startswith("8") and len(caller.number) == 11
        assert len(matches) in {"known": [1], "unknown": [0], "several": [2, 3, 4]}[caller.kind]
        assert all(match["statecode"] == 0 for match in matches)


def test_several_means_contacts_and_an_organization() -> None:
    found = by_number(2000)
    for caller in (each for each in first_callers(2000) if each.kind == "several"):
        entities = {"accountid" in match for match in found[caller.number[1:]]}
        assert entities == {True, False}


def test_every_third_caller_is_unknown_or_several_in_turn() -> None:
    kinds = [caller.kind for caller in first_callers(2000, 12)]
    assert kinds == ["known", "known", "unknown", "known", "known", "several"] * 2


def test_no_two_numbers_end_alike() -> None:
    assert by_number(1000, last=7).keys() == {number[-7:] for number in by_number(1000)}
    assert len(by_number(1000, last=7)) == len(by_number(1000))


def test_people_are_the_same_on_every_run() -> None:
    again = people.contact(41, 2000)
    assert again == people.contact(41, 2000)
    assert again["contactid"] == people.guid("contact", 41)
    assert people.guid("contact", 0) == "24f15087-c35f-4a07-8117-de7a269e24c6"


def test_identifiers_differ() -> None:
    keys = [record.get("contactid") or record["accountid"] for record in records(2000)]
    assert len(set(keys)) == len(keys)


def test_names_agree_in_gender() -> None:
    for record in records(2000)[:2000]:
        if record["middlename"]:
            woman = record["middlename"].endswith("на")
            assert record["lastname"].endswith("а") <= woman
            assert record["firstname"] in (people.WOMEN if woman else people.MEN)


def test_names_and_numbers_vary() -> None:
    contacts = records(2000)[:2000]
    assert sum(record["_parentcustomerid_value"] is not None for record in contacts) == 1200
    assert any("-" in record["lastname"] for record in contacts)
    assert 0 < sum(record["statecode"] for record in contacts) < 100
    assert any("доб." in (record["telephone1"] or "") for record in contacts)
    assert any(len(numbers({"telephone1": record["telephone1"]})) == 2 for record in contacts)
    assert max(len(people.account(n)["name"]) for n in range(600)) > 100


def test_no_field_is_longer_than_the_crm_allows() -> None:
    for record in records(2000):
        assert all(len(record.get(phone) or "") <= 50 for phone in PHONES)
        assert len(record.get("name", "")) <= 160


def test_stamps_are_past_whole_seconds_and_often_shared() -> None:
    stamps = [record["modifiedon"] for record in records(2000)]
    assert all(datetime.strptime(each, "%Y-%m-%dT%H:%M:%S%z") < datetime.now(UTC) for each in stamps)
    assert len(set(stamps)) < 0.7 * len(stamps)
