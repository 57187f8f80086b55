"""Connected-line updates: what in a message counts, and what is no news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.adapters.telephony.addresses import Caller
from ctidesk.adapters.telephony.identity import Identity

IVAN = Caller("1001", "Иван")


def message(*headers: str) -> str:
    return "\r\n".join(["UPDATE sip:me@desk SIP/2.0", *headers, "", ""])


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["P-Asserted-Identity: <sip:1002@pbx>"], Caller("1002")),
        (['Remote-Party-ID: "Olga" <sip:1003@pbx>;party=called'], Caller("1003", "Olga")),
        (["Remote-Party-ID: <sip:1@pbx>", "P-Asserted-Identity: <sip:2@pbx>"], Caller("2")),
        (["P-Asserted-Identity: <sip:anonymous@x>", "P-Asserted-Identity: <tel:+7495>"], Caller("+7495")),
        (['P-Asserted-Identity: "Anonymous" <sip:anonymous@anonymous.invalid>'], Caller("", "Anonymous")),
        (["From: <sip:1004@pbx>;tag=1"], Caller("1004")),
        (["f: <sip:1004@pbx>;tag=1"], Caller("1004")),
        (['P-Asserted-Identity: "Иван Петров" <sip:1001@pbx>'], Caller("1001", "Иван Петров")),
        (["P-Asserted-Identity: <sip:1001@pbx>"], None),
        (['From: "Other" <sip:1001@pbx>;tag=1'], None),
        (["From: <sip:anonymous@anonymous.invalid>"], None),
        ([], None),
    ],
)
def test_what_counts(headers: list[str], found: Caller | None) -> None:
    assert Identity(IVAN).update(message(*headers), request=True) == found


def test_news_is_told_once() -> None:
    line = Identity(IVAN)
    asserted = message("P-Asserted-Identity: <sip:1002@pbx>", "From: <sip:1001@pbx>")
    assert line.update(asserted, request=True) == Caller("1002")
    assert line.update(asserted, request=True) is None
    assert line.update(message("From: <sip:1001@pbx>"), request=True) is None, "From never said anything else"


def test_the_from_of_an_answer_is_our_own() -> None:
    assert Identity(IVAN).update(message("From: <sip:me@pbx>"), request=False) is None


@given(st.text())
def test_any_text_is_harmless(text: str) -> None:
    found = Identity(IVAN).update(message(f"P-Asserted-Identity: {text}"), request=True)
    assert found is None or found.number.isprintable()
