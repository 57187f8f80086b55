"""Presence documents of our own desks, of PBXs and of other telephones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.adapters.telephony.pidf import body_of, note_of, read
from ctidesk.domain.presence import Presence

NAMESPACES = (
    'xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" '
    'xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid"'
)


def document(*parts: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<presence {NAMESPACES} entity="sip:1002@pbx">{"".join(parts)}</presence>'


def tuple_(basic: str, note: str = "", at: str = "") -> str:
    stamp = f"<timestamp>{at}</timestamp>" if at else ""
    words = f"<note>{note}</note>" if note else ""
    return f'<tuple id="a{at}"><status><basic>{basic}</basic></status>{stamp}{words}</tuple>'


def person(activity: str, note: str = "") -> str:
    words = f"<dm:note>{note}</dm:note>" if note else ""
    return (
        f'<dm:person id="p"><rpid:activities><rpid:{activity}/></rpid:activities>{words}</dm:person>'
        if activity
        else f'<dm:person id="p">{words}</dm:person>'
    )


@pytest.mark.manual("D11")
@pytest.mark.parametrize("presence", [p for p in Presence if p is not Presence.UNKNOWN])
def test_our_own_desks(presence: Presence) -> None:
    basic = "closed" if presence is Presence.INACTIVE else "open"
    assert read(document(tuple_(basic, note_of(presence)), person("busy"))) is presence


@pytest.mark.manual("D11")
@pytest.mark.parametrize(
    ("parts", "presence"),
    [
        ([tuple_("open")], Presence.AVAILABLE),
        ([tuple_("closed")], Presence.INACTIVE),
        ([tuple_("open"), person("on-the-phone")], Presence.BUSY),
        ([tuple_("open"), person("busy")], Presence.BUSY),
        ([tuple_("open"), person("away")], Presence.INACTIVE),
        ([tuple_("open"), person("", "Ringing")], Presence.BUSY),
        (["<note>Ready</note>", tuple_("open")], Presence.AVAILABLE),
        (["<note>On the phone</note>", tuple_("open")], Presence.BUSY),
        ([tuple_("open"), person("unknown", "Talk 1003")], Presence.BUSY),
        ([tuple_("open", "Gone fishing")], Presence.AVAILABLE),
        ([person("busy")], Presence.UNKNOWN),
        ([], Presence.UNKNOWN),
    ],
)
def test_other_telephones_and_pbxs(parts: list[str], presence: Presence) -> None:
    assert read(document(*parts)) is presence


def test_the_newest_tuple_counts() -> None:
    old = tuple_("open", "busy", "2026-11-24T04:08:44Z")
    new = tuple_("open", "available", "2026-11-24T04:09:10Z")
    assert read(document(old, new)) is read(document(new, old)) is Presence.AVAILABLE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "hello",
        "<presence",
        '<!DOCTYPE x [<!ENTITY a "busy">]><presence><tuple><note>&a;</note></tuple></presence>',
        "<presence>" + "x" * 70_000 + "</presence>",
    ],
)
def test_what_is_no_document_says_nothing(text: str) -> None:
    assert read(text) is Presence.UNKNOWN


@given(st.text())
def test_any_text_gives_an_answer(text: str) -> None:
    assert read(text) in Presence
    assert read(document(tuple_("open", ""), text.replace("<", ""))) in Presence


def test_the_document_of_a_notify() -> None:
    head = "NOTIFY sip:1001@pbx SIP/2.0\r\nEvent: presence\r\n"
    assert body_of(f"{head}Content-Type: application/pidf+xml\r\n\r\n<presence/>") == "<presence/>"
    assert body_of(f"{head}Content-Length: 0\r\n\r\n") == ""
