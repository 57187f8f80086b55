"""Pages of answers, read into rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from ctidesk.adapters.crm.values import NotOData
from ctidesk.adapters.crm.webapi.odata import LOOKUP_TYPE
from ctidesk.adapters.crm.webapi.rows import Read, Rows
from ctidesk.domain.records import Entity, Row
from tests.unit.adapters.test_odata_metadata import ID, REGARDING, deployed


def read(entity: Entity, *rows: dict[str, Any], schema: dict[str, dict[str, str]] | None = None) -> Sequence[Row]:
    here = deployed(**(schema or {}))
    return Rows(here, here.table(entity)).read(json.dumps({"value": rows}).encode()).rows


def test_a_row_has_the_desk_s_names_and_plain_values() -> None:
    (row,) = read(
        Entity.CONTACT,
        {"@odata.etag": "1", "contactid": ID.upper(), "lastname": "Ёлкин", "statecode": 0, "modifiedon": "2026-01-01"},
    )
    assert (row["id"], row["lastname"], row["state"], row["mobilephone"]) == (ID, "Ёлкин", 0, None)
    assert row["modified"] == "2026-01-01T00:00:00Z"
    assert row["jobtitle"] is None, "a field that the server lacks has its name all the same"


def test_the_direction_is_a_word_and_a_polymorphic_lookup_says_its_entity() -> None:
    kind = f"{REGARDING}@{LOOKUP_TYPE}"
    calls = [
        {"activityid": ID, "directioncode": True, REGARDING: ID, kind: "new_worksheet"},
        {"activityid": ID, "directioncode": False, REGARDING: ID, kind: "lead"},
    ]
    first, second = read(Entity.PHONE_CALL, *calls)
    assert (first["direction"], first["regarding_entity"]) == ("outgoing", "worksheet")
    assert (second["direction"], second["regarding_entity"]) == ("incoming", None)


def test_two_of_our_fields_may_be_one_of_the_server_s() -> None:
    (row,) = read(
        Entity.CONTACT,
        {"contactid": ID, "mobilephone": "+79161234567"},
        schema={"contact": {"telephone1": "mobilephone"}},
    )
    assert row["mobilephone"] == row["telephone1"] == "+79161234567"


def test_values_that_are_no_plain_scalars_are_made_so() -> None:
    (row,) = read(Entity.CONTACT, {"contactid": ID, "statecode": 1.0, "lastname": {"a": 1}, "mobilephone": 1.5})
    assert (row["id"], row["state"], row["lastname"], row["mobilephone"]) == (ID, 1, None, "1.5")


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"d":{}}', b'{"value":3}', b'{"value":[3]}', b"\xff"])
def test_what_is_no_page_is_told(content: bytes) -> None:
    here = deployed()
    with pytest.raises(NotOData):
        Rows(here, here.table(Entity.CONTACT)).read(content)


@pytest.mark.parametrize(("count", "total"), [(3, 3), (0, 0), (4999, 4999), (5000, None), (None, None)])
def test_a_count_that_may_be_capped_is_not_believed(count: int | None, total: int | None) -> None:
    here = deployed()
    content = json.dumps({"value": [], "@odata.count": count, "@odata.nextLink": "x"}).encode()
    assert Rows(here, here.table(Entity.CONTACT)).read(content) == Read([], [], "x", total=total)
