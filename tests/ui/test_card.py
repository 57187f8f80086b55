"""The cards: of clients and organizations, worksheets and cases, and of calls."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ctidesk.domain import events as ev
from ctidesk.domain.intents import CloseCard, Dial, LinkRegarding, OpenInCrm, ShowCard
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.ui.cards.call_lines import CallLines
from ctidesk.ui.cards.copy_button import CopyButton
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.elided_link import ElidedLink
from ctidesk.ui.wrapped_text import WrappedText
from tests.ui import card_examples, examples
from tests.ui.examples import IVANOV, LONG, ROMASHKA, at, desk_after


def test_header_and_fields(show) -> None:
    card = show().render(examples.conversation(), at(48)).window("contact_card")
    assert card.windowTitle() == "Клиент: Иванов Иван Иванович"
    assert (card.head.name.text(), card.head.organization.text()) == ("Иванов Иван Иванович", "ООО «Ромашка»")
    texts = [label.text() for label in card.fields.findChildren(QLabel)]
    assert texts[:2] == ["Мобильный телефон", "Рабочий телефон"]
    assert "Должность" in texts and "Домашний телефон" not in texts
    assert card.changed.text().startswith("Изменено в CRM: 20.11.2026")
    assert not card.head.inactive.isVisible()


def test_the_age_of_the_copy_is_told_apart_from_that_of_the_record(show) -> None:
    shown = show().render(examples.conversation(), at(48))
    card = shown.window("contact_card")
    changed = card.changed.text()
    desk = examples.conversation()
    shown.render(replace(desk, crm=replace(desk.crm, last_sync=at(40))), at(49))
    assert card.changed.text() == changed
    assert card.changed.toolTip().startswith("Данные CRM на 23.11.2026")


@pytest.mark.manual("M21")
def test_a_click_on_a_number_dials_it_for_this_client(show) -> None:
    shown = show().render(examples.cards())
    card = shown.window("contact_card")
    assert [phone.link.text() for phone in card.fields.phones] == [
        "+7 (495) 123-45-67",
        "8 495 765-43-21",
        "8 916 700-80-90",
    ]
    card.fields.phones[2].link.click()
    assert shown.intents == [Dial("8 916 700-80-90", IVANOV)]


def test_an_extension_is_read_beside_its_number_and_copied_with_it(show) -> None:
    shown = show().render(examples.cards())
    phone = shown.window("contact_card").fields.phones[1]
    assert phone.link.text() == "8 495 765-43-21"
    assert [label.text() for label in phone.findChildren(QLabel) if label.isVisible()] == ["доб. 12"]
    phone.copy.click()
    assert QGuiApplication.clipboard().text() == "8 495 765-43-21, доб. 12"
    phone.link.click()
    assert shown.intents[-1] == Dial("8 495 765-43-21", IVANOV)


@pytest.mark.manual("M22")
def test_the_same_from_the_card_of_an_organization(show) -> None:
    shown = show().render(examples.cards())
    shown.window("account_card").fields.phones[1].link.click()
    assert shown.intents == [Dial("8 800 200-30-40", ROMASHKA)]


@pytest.mark.manual("M8")
def test_no_number_dials_during_a_call(show) -> None:
    shown = show().render(examples.conversation(), at(48))
    assert not any(phone.link.isEnabled() for phone in shown.window("contact_card").fields.phones)
    shown.render(examples.wrap_up(), at(58))
    assert all(phone.link.isEnabled() for phone in shown.window("contact_card").fields.phones)


def test_copy(show) -> None:
    card = show().render(examples.cards()).window("account_card")
    for button in card.fields.findChildren(CopyButton):
        button.click()
    assert QGuiApplication.clipboard().text() == "office@romashka.example"


def test_an_inactive_record_is_marked(show) -> None:
    shown = show().render(examples.cards())
    card = next(window for ref, window in shown.windows._cards.items() if ref == LONG.ref)
    assert card.head.inactive.isVisible()
    assert card.head.inactive.text() == "Неактивный"


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


# --- worksheets, cases and calls -------------------------------------------------------------------------------------


@pytest.mark.manual("M16", "D3")
def test_open_worksheets_and_cases_stand_in_front(show) -> None:
    shown = show().render(card_examples.in_a_call(), at(48))
    strip = shown.window("contact_card").strip
    assert [row.title.accessibleName() for row in strip.rows][:2] == [
        "Рабочий лист: Лист 17: подключение второго офиса",
        "Обращение: Не приходит счёт за октябрь",
    ]
    assert strip.isVisible() and strip.y() < shown.window("contact_card")._body.y()
    strip.rows[0].link.click()
    strip.rows[0].title.click()
    assert shown.intents == [LinkRegarding(card_examples.SHEET.ref), ShowCard(card_examples.SHEET.ref)]


@pytest.mark.manual("D3")
def test_the_one_that_the_call_is_about_says_so(show) -> None:
    rows = show().render(card_examples.in_a_call(), at(48)).window("contact_card").strip.rows
    assert [row.link.text() for row in rows] == ["Привязать звонок", "Звонок привязан", "Привязать звонок"]
    assert [row.link.isEnabled() for row in rows] == [True, False, True]


@pytest.mark.manual("D3")
def test_without_a_call_there_is_nothing_to_link_and_without_open_ones_no_strip(show) -> None:
    strip = show().render(card_examples.without_a_call()).window("contact_card").strip
    assert strip.isVisible() and not any(row.link.isVisible() for row in strip.rows)
    assert not show().render(examples.conversation(), at(48)).window("contact_card").strip.isVisible()


@pytest.mark.manual("M23")
def test_a_call_is_dialled_again_from_its_card(show) -> None:
    shown = show().render(card_examples.of_a_call())
    card = shown.window("call_card")
    assert (card.head.name.text(), card.head.customer.text()) == ("Звонок", "Иванов Иван Иванович")
    values = [value.text() for value in card.fields.findChildren(WrappedText)]
    assert card.fields.findChild(QLabel).text() == "Телефон" and {"входящий", "состоялся", "01:35"} <= set(values)
    card.fields.phones[0].link.click()
    assert shown.intents == [Dial("+7 495 123-45-67", IVANOV)]
    assert not card.in_crm.isVisible()


def test_a_case_is_linked_and_leads_to_its_client(show) -> None:
    shown = show().render(card_examples.of_a_worksheet(), at(48))
    card = shown.window("worksheet_card")
    assert card.windowTitle() == "Рабочий лист: Лист 17: подключение второго офиса"
    card.head.link.click()
    card.head.customer.click()
    card.in_crm.click()
    expected = [LinkRegarding(card_examples.SHEET.ref), ShowCard(LONG.ref), OpenInCrm(card_examples.SHEET.ref)]
    assert shown.intents == expected
    linked = show().render(card_examples.of_a_case(), at(48)).window("case_card").head.link
    assert linked.text() == "Звонок привязан" and not linked.isEnabled()


def test_the_last_calls_of_a_client(show) -> None:
    shown = show().render(card_examples.without_a_call())
    lines = shown.window("contact_card").fields.findChild(CallLines)
    buttons = lines.findChildren(QPushButton)
    assert len(buttons) == 3
    buttons[0].click()
    assert shown.intents == [ShowCard(RecordRef(Entity.PHONE_CALL, card_examples.CALLS[0].id))]


# --- long ones -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["contact_card", "account_card", "case_card"])
def test_nothing_runs_out_of_a_card_or_is_cut_without_a_sign(show, name: str) -> None:
    card = show().render(card_examples.long_ones()).window(name)
    for part in card.findChildren(QWidget):
        if part.isVisible():
            right = part.mapTo(card, part.rect().topRight()).x()
            assert right <= card.width(), (part, right)
    for text in card.findChildren(WrappedText):
        if text.isVisible():
            assert text.document().idealWidth() <= text.viewport().width() + 1, text.text()
            assert text.document().size().height() <= text.viewport().height() + 1, text.text()
    for part in (*card.findChildren(ElidedLink), *card.findChildren(ElidedLabel)):
        if part.isVisible() and "…" in (part.text() if isinstance(part, ElidedLink) else "…" * part.cut):
            assert part.toolTip(), part


def test_a_long_word_wraps_and_is_copied_as_it_is(show, qtbot) -> None:
    card = show().render(card_examples.long_ones()).window("contact_card")
    (jobtitle,) = (text for text in card.fields.findChildren(WrappedText) if text.accessibleName() == "Должность")
    assert jobtitle.height() > 3 * jobtitle.fontMetrics().height()
    jobtitle.selectAll()
    jobtitle.copy()
    assert QGuiApplication.clipboard().text() == f"Начальник {card_examples.WORD} отделения"


def test_the_organization_of_a_client_is_a_link(show) -> None:
    shown = show().render(card_examples.long_ones())
    card = shown.window("contact_card")
    assert "\n" not in card.windowTitle() and not card.head.organization.isVisible()
    card.head.customer.click()
    assert shown.intents == [ShowCard(card_examples.INSTITUTE.ref)]


@pytest.mark.manual("D3")
def test_a_case_is_not_offered_where_the_crm_has_none(show) -> None:
    shown = show().render(card_examples.in_a_call(), at(48))
    head = shown.window("contact_card").head
    assert head.new_case.isVisible()
    without = desk_after(ev.EntitiesKnown(frozenset({Entity.CASE})), desk=card_examples.in_a_call())
    shown.render(without, at(49))
    assert not head.new_case.isVisible()
