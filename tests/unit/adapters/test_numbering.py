"""The cheap path and the library agree, and the library is not touched without need."""

from __future__ import annotations

import random
import subprocess
import sys

import phonenumbers
import pytest

from ctidesk.adapters.numbering import PhoneNumbering
from ctidesk.domain.phone_number import NumberKind, parse

STYLES = ("+7 {} {}-{}-{}", "8 ({}) {}-{}-{}", "8{}{}{}{}", "+7{}{}{}{}", "7{}{}{}{}", "{} {} {} {}")


def by_the_library(raw: str, country: str) -> str:
    number = phonenumbers.parse(raw, country)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize("country", ["RU", "KZ"])
def test_russian_numbers_come_out_as_the_library_has_them(country: str) -> None:
    dice = random.Random(2013)
    cheap = 0
    for n in range(5000):
        national = f"{dice.choice('3489')}{dice.randrange(10**9):09d}"
        parts = national[:3], national[3:6], national[6:8], national[8:]
        raw = STYLES[n % len(STYLES)].format(*parts)
        cheap += bool(parse(raw, country).e164)
        known = PhoneNumbering(country).parse(raw).e164
        assert known in (by_the_library(raw, country), ""), raw
        assert known or not phonenumbers.is_possible_number(phonenumbers.parse(raw, country)), raw
    assert cheap > 4900 if country == "RU" else cheap == 0


@pytest.mark.parametrize(
    ("raw", "e164"),
    [
        ("+49 (0)30 1234567", "+49301234567"),
        ("810 49 30 1234567", "+49301234567"),
        ("0049 30 1234567", "+49301234567"),
        ("+380 44 123 45 67", "+380441234567"),
        ("+79161234567890", ""),
        ("5551234", ""),
    ],
)
def test_the_rest_of_the_world(raw: str, e164: str) -> None:
    assert PhoneNumbering().parse(raw).e164 == e164


@pytest.mark.parametrize("raw", ["1001", "112", "12345"])
def test_an_extension_stays_one(raw: str) -> None:
    number = PhoneNumbering().parse(raw)
    assert (number.kind, number.e164) == (NumberKind.EXTENSION, "")


def test_the_library_is_imported_by_the_first_number_that_needs_it() -> None:
    program = (
        "import sys; from ctidesk.adapters.numbering import PhoneNumbering as P; "
        "P().parse('84951234567'); P().parse('1001'); assert 'phonenumbers' not in sys.modules; "
        "P().parse('+49301234567'); assert 'phonenumbers' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)
