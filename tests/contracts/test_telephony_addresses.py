"""SIP addresses as text: nothing dialled can smuggle a header, and the caller is found wherever the PBX put it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.adapters.telephony.addresses import Caller, caller, dial_target, is_server, quoted, source_address


@pytest.mark.parametrize(
    ("number", "target"),
    [
        ("84951234567", "sip:84951234567@pbx:5060"),
        ("+74951234567", "sip:+74951234567@pbx:5060"),
        ("*98#", "sip:*98%23@pbx:5060"),
        ("1001;maddr=evil", "sip:1001%3Bmaddr=evil@pbx:5060"),
        ("1001@evil", "sip:1001%40evil@pbx:5060"),
        ("a<b>?c", "sip:a%3Cb%3E%3Fc@pbx:5060"),
        ("sip:1001@other:5070", "sip:1001@other:5070"),
        ("SIP:1001@[::1]:5070", "SIP:1001@[::1]:5070"),
        ("sip:1001@other;transport=tcp", None),
        ("sip:1001@other?Subject=x", None),
        ("sip:1001@other>\r\nX: y", None),
        ("1001\r\nX: y", None),
        ("", None),
        ("   ", None),
    ],
)
def test_dial_target(number: str, target: str | None) -> None:
    assert dial_target(number, "pbx:5060") == target


def test_dial_target_names_the_transport() -> None:
    assert dial_target("1001", "pbx", "tls") == "sip:1001@pbx;transport=tls"


@given(st.text())
def test_no_number_breaks_out_of_its_uri(number: str) -> None:
    target = dial_target(number, "pbx")
    assert target is None or re.fullmatch(r"(?i:sip):[^\s<>;?\"]+", target)
    assert target is None or target.isascii()


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("<sip:84951234567@pbx>", Caller("84951234567")),
        ('"Ivan" <sip:1001@pbx;transport=tcp>', Caller("1001", "Ivan")),
        ('"Say \\"hi\\" <b>" <sip:1001@pbx>', Caller("1001", 'Say "hi" <b>')),
        ("Ivan Petrov <sip:%2B7495@pbx>", Caller("+7495", "Ivan Petrov")),
        ("sip:1001@pbx;tag=1", Caller("1001")),
        ("<tel:+74951234567>", Caller("+74951234567")),
        ("<sip:+7495;phone-context=x@pbx>", Caller("+7495")),
        ('"Anonymous" <sip:anonymous@anonymous.invalid>', Caller("", "Anonymous")),
        ("<sip:pbx.example.com>", Caller()),
        ("", Caller()),
        ("\x00<<>>", Caller()),
    ],
)
def test_who_calls(header: str, found: Caller) -> None:
    assert caller(header) == found


def test_the_asserted_identity_counts_where_from_is_anonymous() -> None:
    head = 'INVITE sip:x@y SIP/2.0\r\nP-Asserted-Identity:\r\n "Ivan" <sip:+7495@pbx>\r\n'
    message = head + "\r\nP-Asserted-Identity: <sip:1@x>"
    assert caller("<sip:anonymous@anonymous.invalid>", message) == Caller("+7495", "Ivan")
    assert caller("<sip:1001@pbx>", message) == Caller("1001")


@given(st.text(), st.text())
def test_any_header_gives_a_caller(header: str, message: str) -> None:
    found = caller(header, message)
    assert found.number.isprintable() and found.display_name.isprintable()


def test_bytes_that_are_no_utf_8_become_text() -> None:
    name = b'"\xc8\xe2\xe0\xed" <sip:1@p>'.decode("utf-8", "surrogateescape")
    caller(name).display_name.encode("utf-8")


@pytest.mark.parametrize("server", ["pbx", "pbx.example.com:5060", "127.0.0.1:5", "[::1]:5060"])
def test_servers(server: str) -> None:
    assert is_server(server)


@pytest.mark.parametrize("server", ["", "pbx:", "a b", "pbx>", "pbx\r\n", "pbx;transport=tls", "user@pbx", "-pbx"])
def test_no_servers(server: str) -> None:
    assert not is_server(server)


def test_display_names_cannot_end_their_quotes() -> None:
    assert quoted('A "B" \\\r\n') == '"A \\"B\\" \\\\" '
    assert quoted("") == ""


def test_the_way_to_loopback_leaves_from_loopback() -> None:
    assert source_address("127.0.0.1:5060") == "127.0.0.1"
    assert source_address("no such host.invalid") == ""


@pytest.mark.parametrize(
    ("server", "may_be"), [("pbx", True), ("pbx:65535", True), ("pbx:0", False), ("127.0.0.1:99999", False)]
)
def test_a_port_is_one(server: str, may_be: bool) -> None:
    assert is_server(server) is may_be


def test_no_way_leads_to_a_port_that_is_none() -> None:
    assert source_address("127.0.0.1:99999") == ""
