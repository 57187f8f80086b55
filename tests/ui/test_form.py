"""Cards that are filled in and edited."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip

from ctidesk.domain import events as ev
from ctidesk.domain.draft import draft_of, new_client
from ctidesk.domain.intents import (
    CancelEdit,
    ChooseOrganization,
    CloseCard,
    DropChanges,
    EditCard,
    GoOnEditing,
    NewRecord,
    Quit,
    SaveCard,
    SeekOrganization,
    TypeField,
)
from ctidesk.domain.records import Card, Entity
from tests.ui import card_examples, examples, form_examples
from tests.ui.examples import IVANOV, ROMASHKA, at, desk_after
from tests.ui.form_examples import CLIENT

CONTROL = Qt.KeyboardModifier.ControlModifier


def form_of(show, desk, name: str = "contact_card"):
    shown = show().render(desk, at(48))
    return shown, shown.window(name)


def insert(card, name: str, text: str) -> None:
    """As if typed."""
    edit = card.form.fields[name].edit
    edit.setText(text)
    edit.textEdited.emit(text)


def buttons(card) -> list[str]:
    return [button.text() for button in card.findChildren(QPushButton) if button.isVisible()]


@pytest.mark.manual("M14")
def test_a_new_client(show) -> None:
    shown, card = form_of(show, form_examples.new())
    assert card.windowTitle() == card.head.name.text() == "Новый клиент"
    assert buttons(card) == ["Отмена", "Сохранить", "Сохранить и закрыть"]
    texts = {name: field.edit.text() for name, field in card.form.fields.items() if field.edit.text()}
    assert texts == {"lastname": "Сидорова", "firstname": "Ольга", "telephone1": "+74951234567"}
    assert card.form.fields["lastname"].label.text() == "Фамилия *"
    assert card.form_footer.said.text() == "Звонок будет привязан."
    assert card.focusWidget() is card.form.fields["middlename"].edit
    assert shown.panel.rebind.isEnabled() and shown.windows._front.client(form_examples.new().records) is None


@pytest.mark.manual("M14")
def test_typing_and_saving(show) -> None:
    shown, card = form_of(show, form_examples.new())
    insert(card, "middlename", "Ильинична")
    card.form_footer.save.click()
    card.form_footer.save_and_close.click()
    assert shown.intents == [
        TypeField(CLIENT, "middlename", "Ильинична"),
        SaveCard(CLIENT),
        SaveCard(CLIENT, close=True),
    ]


@pytest.mark.manual("M15")
def test_a_new_organization_by_keys(show, qtbot) -> None:
    shown, card = form_of(show, form_examples.organization(), "account_card")
    assert card.windowTitle() == "Новая организация"
    with qtbot.waitActive(card):
        card.activateWindow()
    edit = card.form.fields["accountnumber"].edit
    qtbot.keyClick(edit, Qt.Key.Key_S, CONTROL)
    qtbot.keyClick(edit, Qt.Key.Key_Return, CONTROL)
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    ref = form_examples.ORGANIZATION
    assert shown.intents == [SaveCard(ref), SaveCard(ref, close=True), CancelEdit(ref)]


def test_a_try_to_save_says_beside_each_field_what_is_wrong(show) -> None:
    shown, card = form_of(show, form_examples.new(""))
    assert not any(field.wrong.text() for field in card.form.fields.values())
    shown.render(form_examples.wrong(), at(48))
    wrong = {name: field.wrong.text() for name, field in card.form.fields.items() if field.wrong.text()}
    assert wrong == {
        "lastname": "Укажите фамилию или имя.",
        "mobilephone": "Это не номер телефона. Проверьте его.",
        "emailaddress1": "Это не адрес эл. почты. Проверьте его.",
    }
    first = card.form.fields["lastname"].edit
    required = "Обязательно: фамилия или имя."
    assert card.focusWidget() is first
    assert first.accessibleDescription() == f"Укажите фамилию или имя. {required}"


def test_nobody_is_corrected_in_the_middle_of_a_word(show, qtbot) -> None:
    shown, card = form_of(show, form_examples.new())
    field = card.form.fields["mobilephone"]
    with qtbot.waitActive(card):
        card.activateWindow()
    field.edit.setFocus()
    typed = ev.FieldTyped(CLIENT, "mobilephone", "8")
    shown.render(desk_after(typed, desk=form_examples.new()), at(49))
    assert field.edit.text() == "8" and field.wrong.text() == ""
    card.form.fields["telephone2"].edit.setFocus()
    assert field.wrong.text() == "Это не номер телефона. Проверьте его."


@pytest.mark.manual("D3")
def test_a_new_case_is_of_its_client(show) -> None:
    _, card = form_of(show, form_examples.case(), "case_card")
    assert (card.head.name.text(), card.head.customer.text()) == ("Новое обращение", IVANOV.name)
    assert not card.head.link.isVisible()


@pytest.mark.manual("D3")
def test_a_case_is_created_from_the_card_of_a_client(show) -> None:
    shown, card = form_of(show, card_examples.in_a_call())
    assert card.head.new_case.text() == "Создать обращение"
    card.head.new_case.click()
    assert shown.intents == [NewRecord(Entity.CASE, IVANOV)]


@pytest.mark.parametrize(("name", "ref"), [("contact_card", IVANOV.ref), ("account_card", ROMASHKA.ref)])
def test_a_card_is_edited(show, qtbot, name: str, ref) -> None:
    shown, card = form_of(show, examples.cards(), name)
    with qtbot.waitActive(card):
        card.activateWindow()
    card.edit.click()
    qtbot.keyClick(card, Qt.Key.Key_E, CONTROL)
    assert shown.intents == [EditCard(ref), EditCard(ref)]


def test_the_form_begins_with_the_record_and_pages_do_not_touch_it(show) -> None:
    shown, card = form_of(show, form_examples.edited())
    form = card.form
    assert form.fields["lastname"].edit.text() == "Иванов" and not card.strip.isVisible()
    assert form.fields["telephone2"].edit.text() == "8 495 111-22-33"
    read = ev.CardRead(Card(IVANOV, (("telephone2", "1"),)))
    shown.render(desk_after(read, desk=form_examples.edited()), at(49))
    assert card.form is form and form.fields["telephone2"].edit.text() == "8 495 111-22-33"
    shown.render(desk_after(read, ev.EditEnded(IVANOV.ref), desk=form_examples.edited()), at(50))
    assert card.form is None and card.fields and "Изменить" in buttons(card)


def test_what_is_longer_than_its_field_is_told_under_the_pointer(show) -> None:
    _, card = form_of(show, form_examples.edited())
    job, name = (card.form.fields[field].edit for field in ("jobtitle", "lastname"))
    for edit in (job, name):
        QApplication.sendEvent(edit, QHelpEvent(QEvent.Type.ToolTip, QPoint(), QPoint()))
    assert (job.toolTip(), name.toolTip()) == (form_examples.VALUES["jobtitle"], "")
    QToolTip.hideText()


def test_leaving_asks_in_the_window(show, qtbot) -> None:
    shown, card = form_of(show, form_examples.edited())
    card.form_footer.cancel.click()
    card.close()
    assert shown.intents == [CancelEdit(IVANOV.ref), CloseCard(IVANOV.ref)] and card.isVisible()
    shown.intents.clear()
    shown.render(form_examples.asked(), at(49))
    footer = card.form_footer
    assert footer.question.text() == "Сохранить изменения?"
    assert buttons(card) == ["Не сохранять", "Продолжить", "Сохранить"] and card.focusWidget() is footer.keep
    footer.keep.click()
    footer.drop.click()
    footer.go_on.click()
    qtbot.keyClick(footer, Qt.Key.Key_Escape)
    ref = IVANOV.ref
    assert shown.intents == [SaveCard(ref, close=True), DropChanges(ref), GoOnEditing(ref), GoOnEditing(ref)]


def test_closing_the_panel_leads_to_what_is_not_saved(show, qtbot) -> None:
    shown, card = form_of(show, form_examples.edited())
    with qtbot.waitActive(shown.panel):
        shown.panel.activateWindow()
    shown.panel.close()
    assert shown.intents == [Quit()]
    with qtbot.waitActive(card):
        shown.render(form_examples.quitting(), at(49))
    footer = card.form_footer
    assert footer.question.text() == "Сохранить перед выходом?"
    assert buttons(card) == ["Не сохранять", "Не выходить", "Сохранить"] and card.focusWidget() is footer.keep
    shown.intents.clear()
    footer.keep.click()
    footer.go_on.click()
    assert shown.intents == [SaveCard(IVANOV.ref, close=True), GoOnEditing(IVANOV.ref)]


def test_the_next_card_that_stands_in_the_way_comes_to_the_front(show, qtbot) -> None:
    desk = desk_after(
        ev.EditBegan(new_client(CLIENT)), ev.FieldTyped(CLIENT, "lastname", "С"), desk=form_examples.edited()
    )
    shown = show().render(desk, at(48))
    first, second = (shown.windows._cards[ref] for ref in (IVANOV.ref, CLIENT))
    shown.panel.intent.emit(Quit())
    with qtbot.waitActive(first):
        desk = desk_after(ev.LeaveAsked(IVANOV.ref, "desk"), desk=desk)
        shown.render(desk, at(49))
    with qtbot.waitActive(second):
        shown.render(desk_after(ev.CardClosed(IVANOV.ref), ev.LeaveAsked(CLIENT, "desk"), desk=desk), at(50))


def test_an_unfinished_card_says_so(show) -> None:
    _, card = form_of(show, form_examples.restored())
    assert card.form_footer.said.text() == "Незаконченная карточка"
    assert card.form.fields["lastname"].edit.text() == "Сидорова"


# --- the organization -------------------------------------------------------------------------------------------------


@pytest.fixture
def choosing(show, qtbot):
    """The form, with the focus in the field, and a function that renders another desk."""
    shown, card = form_of(show, form_examples.new())
    with qtbot.waitActive(card):
        card.activateWindow()
    card.form.fields["parent"].edit.setFocus()
    return shown, card


@pytest.mark.manual("M14")
def test_typing_finds_arrows_and_enter_choose(choosing, qtbot) -> None:
    shown, card = choosing
    edit, chooser = card.form.fields["parent"].edit, card.form.choosers["parent"]
    assert card.form.fields["parent"].label.text() == "Организация" and not chooser.list.isVisible()
    insert(card, "parent", "рома")
    assert shown.intents == [SeekOrganization(CLIENT, "рома")]
    shown.render(form_examples.choosing(), at(49))
    assert chooser.list.isVisible() and card.focusWidget() is edit and edit.hasFocus()
    assert not card.form.fields["parent"].wrong.text(), "it is still being typed"
    assert chooser.list.current.match.client == form_examples.FOUND[0].client
    below = edit.mapTo(card.form, edit.rect().bottomLeft()).y()
    assert chooser.list.y() > below and chooser.list.geometry().bottom() <= card.form.height()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(edit, key)
    assert shown.intents[1:] == [ChooseOrganization(CLIENT, form_examples.FOUND[1].client)]
    shown.render(form_examples.chosen(), at(50))
    assert not chooser.list.isVisible() and edit.text() == " ".join(card_examples.INSTITUTE.name.split())
    chooser.clear.trigger()
    assert shown.intents[-1] == ChooseOrganization(CLIENT, None)


def test_a_click_chooses_and_esc_gives_the_search_up_and_not_the_form(choosing, qtbot) -> None:
    shown, card = choosing
    shown.render(form_examples.choosing(), at(49))
    rows = card.form.choosers["parent"].list.rows
    place = rows.visualRect(rows.model().index(2, 0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    edit = card.form.fields["parent"].edit
    assert edit.hasFocus(), "the list takes no focus"
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert shown.intents == [ChooseOrganization(CLIENT, form_examples.FOUND[2].client), SeekOrganization(CLIENT, "")]


def test_what_was_typed_and_not_chosen_is_said_when_the_field_is_left(choosing) -> None:
    shown, card = choosing
    shown.render(form_examples.choosing("ромишка"), at(49))
    chooser = card.form.choosers["parent"]
    assert chooser.list.nothing.isVisible() and chooser.list.nothing.text().startswith("Организация не нашлась.")
    card.form.fields["jobtitle"].edit.setFocus()
    assert not chooser.list.isVisible()
    assert card.form.fields["parent"].wrong.text() == "Выберите из списка или очистите поле."


def test_an_organization_that_the_copy_cannot_name(show) -> None:
    desk = desk_after(ev.EditBegan(draft_of(IVANOV.ref, form_examples.VALUES)), desk=form_examples._with_card())
    _, card = form_of(show, desk)
    edit = card.form.fields["parent"].edit
    assert edit.text() == "" and edit.placeholderText() == "Организации нет среди загруженных"
    assert card.form.choosers["parent"].clear.isVisible()


def test_where_the_crm_has_no_organizations_nobody_is_asked_for_one(show) -> None:
    without = ev.EntitiesKnown(frozenset({Entity.ACCOUNT}))
    shown, card = form_of(show, desk_after(without, desk=form_examples.new()))
    assert "parent" not in card.form.fields
    assert not shown.window("client_search").new_organization.isVisible()


def test_what_could_not_be_kept_is_said(show) -> None:
    _, card = form_of(show, form_examples.refused())
    assert card.form_footer.problem.text().startswith("Данные не сохраняются на этом компьютере.")
