"""Addresses, literals, times and GUIDs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.adapters.crm.odata import NotAGuid, address, cursor_of, earlier, guid, instant, literal
from ctidesk.adapters.crm.webapi.odata import prefer, record_path

ID = "0D5A2B6C-1111-4222-8333-ABCDEFABCDEF"


def test_a_record_s_address() -> None:
    assert record_path("contacts", "{" + ID + "}") == f"contacts({ID.lower()})"


@pytest.mark.parametrize("text", ["", "1", ID[:-1], f"{ID})/x(", f"{ID}\n", "..", "0" * 36])
def test_what_is_no_guid_gets_into_no_address(text: str) -> None:
    with pytest.raises(NotAGuid):
        guid(text)


def test_options_are_escaped_and_left_out_when_empty() -> None:
    made = address("contacts", {"$select": "a,b", "$filter": f"x eq {literal('OНил & Ко+#?')}", "$count": ""})
    assert made == ("contacts?$select=a,b&$filter=x%20eq%20'O%D0%9D%D0%B8%D0%BB%20%26%20%D0%9A%D0%BE%2B%23%3F'")
    assert address("contacts", {"$top": ""}) == "contacts"


@given(st.text())
def test_a_literal_cannot_be_left(text: str) -> None:
    inside = literal(text)[1:-1]
    assert "'" not in inside.replace("''", "")
    assert inside.replace("''", "'") == text


def test_preferences() -> None:
    assert prefer(5000) == "odata.maxpagesize=5000"
    assert prefer(10, "a.b") == 'odata.maxpagesize=10,odata.include-annotations="a.b"'
    assert prefer() == ""


TOKEN = "%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%22/%3E"


@pytest.mark.parametrize(
    ("link", "cursor"),
    [
        (f"https://crm/api/contacts?$select=a&$skiptoken={TOKEN}", f"/api/contacts?$select=a&$skiptoken={TOKEN}"),
        ("https://inner:8080/api/contacts?$skiptoken=1", "/api/contacts?$skiptoken=1"),
        ("https://user:secret@elsewhere/api/contacts?x", "/api/contacts?x"),
        ("contacts?$skiptoken=2", "/api/contacts?$skiptoken=2"),
        ("/api/contacts?$skiptoken=3", "/api/contacts?$skiptoken=3"),
        ("//elsewhere/api/contacts?x", "/api/contacts?x"),
        ("https://elsewhere//evil/x", "//evil/x"),
    ],
)
def test_of_a_next_link_only_path_and_query_are_kept(link: str, cursor: str) -> None:
    assert cursor_of(link, "https://crm/api/contacts?$select=a") == cursor


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-23T09:15:02Z", "2026-11-23T09:15:02Z"),
        ("2026-11-23T09:15:02.123Z", "2026-11-23T09:15:02Z"),
        ("2026-11-23T12:15:02+03:00", "2026-11-23T09:15:02Z"),
        ("2026-11-23T09:15:02", "2026-11-23T09:15:02Z"),
        ("2026-11-23", "2026-11-23T00:00:00Z"),
    ],
)
def test_times_are_read_whatever_their_form(text: str, read: str) -> None:
    assert instant(text) == read


def test_the_overlap_goes_back_over_midnight() -> None:
    assert earlier("2026-01-01T00:02:00Z", timedelta(minutes=5)) == "2025-12-31T23:57:00Z"
