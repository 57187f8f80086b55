"""The number field: Enter dials, a paste is cleaned."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ctidesk.domain.intents import Dial
from ctidesk.domain.phone_number import first_number
from tests.ui import examples


@pytest.mark.parametrize(
    ("pasted", "number"),
    [
        ("84951234567", "84951234567"),
        ("+7 (495) 123-45-67", "+7 (495) 123-45-67"),
        ("Тел.: 8 (495) 123-45-67 доб. 12", "8 (495) 123-45-67"),
        ("tel:+74951234567", "+74951234567"),
        ("8 495 123-45-67, 8 916 700-80-90\n", "8 495 123-45-67"),
        ("*72#", "*72#"),
        ("TEL:%2B7-495-123-45-67;ext=5", "+7-495-123-45-67"),
        ("кв. 5, тел. 8 916 700-80-90", "8 916 700-80-90"),
        ("sip:1002@pbx.example", "1002"),
        ("８ ９１６ ７００ ８０", "8 916 700 80"),
        ("Иванов", ""),
        ("", ""),
    ],
)
def test_what_is_left_of_a_paste(pasted: str, number: str) -> None:
    assert first_number(pasted) == number


def test_a_paste_into_the_field(show) -> None:
    field = show().render(examples.idle()).panel.field.field
    QGuiApplication.clipboard().setText("моб. 8 916 700-80-90")
    field.paste()
    assert field.text() == "8 916 700-80-90"


def test_enter_and_the_button_dial(show, qtbot) -> None:
    shown = show().render(examples.idle())
    field = shown.panel.field
    assert not field.call.isEnabled()
    field.field.setText("1002")
    qtbot.keyClick(field.field, Qt.Key.Key_Return)
    field.call.click()
    assert shown.intents == [Dial("1002"), Dial("1002")]


@pytest.mark.manual("M8")
@pytest.mark.parametrize(
    ("example", "possible"),
    [
        (examples.idle, True),
        (examples.wrap_up, True),
        (examples.inactive, False),
        (examples.pbx_away, False),
        (examples.conversation, False),
        (examples.ringing, False),
    ],
)
def test_dialling_is_possible_when_registered_and_free(show, example, possible: bool) -> None:
    shown = show().render(example())
    shown.panel.field.field.setText("1002")
    shown.panel.field.dial()
    assert shown.panel.field.call.isEnabled() is possible
    assert shown.intents == ([Dial("1002")] if possible else [])


def test_the_field_is_emptied_when_the_call_has_begun(show) -> None:
    shown = show().render(examples.idle())
    shown.panel.field.field.setText("84951234567")
    assert shown.render(examples.outgoing()).panel.field.field.text() == ""


def test_the_folded_field_opens_from_its_button(show, qtbot) -> None:
    shown = show(dock="floating").render(examples.idle())
    shown.panel.resize(840, shown.panel.height())
    shown.panel.field.opener.click()
    assert shown.panel.field.field.isVisible()
    shown.panel.field.field.setText("1002")
    qtbot.keyClick(shown.panel.field.field, Qt.Key.Key_Return)
    assert shown.intents == [Dial("1002")]
