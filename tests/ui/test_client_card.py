"""The read-only cards of a client and an organization."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from ctidesk.domain.intents import CloseCard, Dial
from ctidesk.ui.cards.copy_button import CopyButton
from tests.ui import examples
from tests.ui.examples import IVANOV, LONG, ROMASHKA, at


def test_header_and_fields(show) -> None:
    card = show().render(examples.conversation(), at(48)).window("contact_card")
    assert card.windowTitle() == "Клиент: Иванов Иван Иванович"
    assert (card.name.text(), card.organization.text()) == ("Иванов Иван Иванович", "ООО «Ромашка»")
    texts = [label.text() for label in card._page.findChildren(QLabel)]
    assert texts[:2] == ["Мобильный телефон", "Рабочий телефон"]
    assert "Должность" in texts and "Домашний телефон" not in texts
    assert card.as_of.text().startswith("Данные CRM на 20.11.2026")
    assert not card.inactive.isVisible()


@pytest.mark.manual("M21")
def test_a_click_on_a_number_dials_it_for_this_client(show) -> None:
    shown = show().render(examples.cards())
    card = shown.window("contact_card")
    assert [phone.link.text() for phone in card.phones] == ["+7 (495) 123-45-67", "8 495 765-43-21", "8 916 700-80-90"]
    card.phones[2].link.click()
    assert shown.intents == [Dial("8 916 700-80-90", IVANOV)]


@pytest.mark.manual("M22")
def test_the_same_from_the_card_of_an_organization(show) -> None:
    shown = show().render(examples.cards())
    shown.window("account_card").phones[1].link.click()
    assert shown.intents == [Dial("8 800 200-30-40", ROMASHKA)]


@pytest.mark.manual("M8")
def test_no_number_dials_during_a_call(show) -> None:
    shown = show().render(examples.conversation(), at(48))
    assert not any(phone.link.isEnabled() for phone in shown.window("contact_card").phones)
    shown.render(examples.wrap_up(), at(58))
    assert all(phone.link.isEnabled() for phone in shown.window("contact_card").phones)


def test_copy(show) -> None:
    card = show().render(examples.cards()).window("account_card")
    for button in card._page.findChildren(CopyButton):
        button.click()
    assert QGuiApplication.clipboard().text() == "office@romashka.example"


def test_an_inactive_record_is_marked(show) -> None:
    shown = show().render(examples.cards())
    card = next(window for ref, window in shown.windows._cards.items() if ref == LONG.ref)
    assert card.inactive.isVisible()
    assert card.inactive.text() == "Неактивный"


@pytest.mark.parametrize("how", ["escape", "button", "window"])
def test_closing(show, qtbot, how: str) -> None:
    shown = show().render(examples.conversation(), at(48))
    card = shown.window("contact_card")
    if how == "escape":
        qtbot.keyClick(card, Qt.Key.Key_Escape)
    elif how == "button":
        card.done.click()
    else:
        card.close()
    assert shown.intents == [CloseCard(IVANOV.ref)]
