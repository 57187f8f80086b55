"""Numbers as PBXs, fields and hands write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.domain.phone_number import FieldNumber, NumberKind, parse, read_field, split_field

NONE, EXTENSION, CODE, EXTERNAL = NumberKind.NONE, NumberKind.EXTENSION, NumberKind.FEATURE_CODE, NumberKind.EXTERNAL


@pytest.mark.parametrize(
    ("raw", "kind", "e164"),
    [
        ("84951234567", EXTERNAL, "+74951234567"),
        ("8 (495) 123-45-67", EXTERNAL, "+74951234567"),
        ("+7 495 123–45–67", EXTERNAL, "+74951234567"),
        ("4951234567", EXTERNAL, "+74951234567"),
        ("8\u00a0916\u202f123 45 67 доб. 12", EXTERNAL, "+79161234567"),
        ("8 495 123 45 67 #12", EXTERNAL, "+74951234567"),
        ("８９１６１２３４５６７", EXTERNAL, "+79161234567"),
        ('"Анна" <sip:+74951234567@pbx>', EXTERNAL, "+74951234567"),
        ("tel:+7-495-123-45-67;ext=12", EXTERNAL, "+74951234567"),
        ("tel:%2B74951234567", EXTERNAL, "+74951234567"),
        ("sips:1001@pbx", EXTENSION, ""),
        ("1001", EXTENSION, ""),
        ("112", EXTENSION, ""),
        ("+112", EXTERNAL, ""),
        ("5551234", EXTERNAL, ""),
        ("810493012345678", EXTERNAL, ""),
        ("*72", CODE, ""),
        ("#31#84951234567", CODE, ""),
        ("", NONE, ""),
        ("Anonymous", NONE, ""),
        ("sip:anonymous@anonymous.invalid", NONE, ""),
        ("Анна", NONE, ""),
        ("+", NONE, ""),
    ],
)
def test_a_number_is_classified_before_it_is_parsed(raw: str, kind: NumberKind, e164: str) -> None:
    number = parse(raw)
    assert (number.kind, number.e164, number.raw) == (kind, e164, raw)


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("8 495 1234567", ("8 495 1234567",)),
        ("8 495 1234567, 8 916 1234567 доб. 12", ("8 495 1234567", "8 916 1234567")),
        ("8 495 1234567, доб. 12; +7 916 1234567", ("8 495 1234567", "+7 916 1234567")),
        ("8 (495) 123-45-67 (доб. 12)", ("8 (495) 123-45-67",)),
        ("8 495 1234567 доб.12 или 8 916 1234567", ("8 495 1234567", "8 916 1234567")),
        ("84951234567x12 / 89161234567", ("84951234567", "89161234567")),
        ("", ()),
        (" , ", ()),
    ],
)
def test_a_field_may_hold_several_numbers(field: str, numbers: tuple[str, ...]) -> None:
    assert split_field(field) == numbers


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("8-391-887-51-37, доб. 29", (("8-391-887-51-37", "29"),)),
        ("8 495 1234567, доб. 12; +7 916 1234567", (("8 495 1234567", "12"), ("+7 916 1234567", ""))),
        ("8 (495) 123-45-67 (доб. 12)", (("8 (495) 123-45-67", "12"),)),
        ("84951234567x12 / 89161234567", (("84951234567", "12"), ("89161234567", ""))),
        ("доб. 12", ()),
    ],
)
def test_an_extension_stays_with_its_number(field: str, numbers: tuple[tuple[str, str], ...]) -> None:
    assert read_field(field) == tuple(FieldNumber(*each) for each in numbers)


def test_a_mask_may_mean_any_spelling() -> None:
    assert parse("+7 800 555 35 35").spellings == ("78005553535", "88005553535")


def test_a_suffix_is_a_prefix_of_the_number_backwards() -> None:
    assert parse("8 495 123-45-67").reversed_national == "7654321594"


@given(st.text(max_size=30))
def test_nothing_that_arrives_is_an_error(raw: str) -> None:
    number = parse(raw)
    assert number.raw == raw and number.digits.isdecimal() == bool(number.digits)
    split_field(raw)
