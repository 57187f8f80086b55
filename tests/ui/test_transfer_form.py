"""«Перевод звонка»: whom, and in which way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ctidesk.domain.capability import Capability
from ctidesk.domain.intents import CloseTransferForm, ToggleFavourite, TransferTo
from ctidesk.domain.presence import Colleague, Presence
from ctidesk.ui.dialogs.directory_model import EMPLOYEE
from tests.ui import telephony_examples as tel
from tests.ui.examples import at, desk_after, ev


@pytest.fixture
def opened(show, qtbot):
    """The form over the example directory, in front."""

    def make(desk=None, language: str = "ru", theme: str = "light"):
        shown = show(language, theme).render(desk or tel.form(), at(50))
        form = shown.window("transfer_form")
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return shown, form

    return make


def _type(field, text: str) -> None:
    """Letters that :mod:`PySide6.QtTest` does not know, too."""
    for letter in text:
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def _choose(form, number: str) -> None:
    form.tree._select(form.tree._place_of(number))


@pytest.mark.manual("M17", "D15")
def test_title_words_and_who_is_in_it(opened) -> None:
    _, form = opened()
    assert form.windowTitle() == "Перевод звонка: +7 495 123-45-67 Иванов Иван Иванович"
    assert (form.main.text(), form.ask.text(), form.cancel.text()) == (
        "Безусловный перевод",
        "Сначала поговорить",
        "Отмена",
    )
    model = form.tree.model
    names = [model.index(place, 0).data() for place in range(model.rowCount())]
    assert names == [tel.SALES, tel.BOOKS, "Без справочника"]
    assert len(form.tree.shown()) == len(tel.COLLEAGUES)
    assert all(form.tree.view.isExpanded(model.index(place, 0)) for place in range(3))
    assert form.search.hasFocus()


@pytest.mark.manual("M17")
def test_choosing_an_employee_fills_the_number_and_the_button_transfers(opened) -> None:
    shown, form = opened()
    assert not form.main.isEnabled()
    _choose(form, "1002")
    assert form.number.text() == "1002"
    assert (form.target.name.text(), form.target.words.text()) == ("Петрова Анна Викторовна", "свободен")
    form.main.click()
    assert shown.intents == [TransferTo("1002")]
    shown.save("form-asking")


@pytest.mark.manual("D14")
def test_talk_first(opened) -> None:
    shown, form = opened()
    _choose(form, "2001")
    form.ask.click()
    assert shown.intents == [TransferTo("2001", consult=True)]


@pytest.mark.manual("M17")
def test_a_typed_number_is_transferred_to_by_enter(opened, qtbot) -> None:
    shown, form = opened()
    _choose(form, "1002")
    form.number.setFocus()
    form.number.selectAll()
    _type(form.number, "8 916 700-80-90")
    assert form.tree.current is None
    assert form.target.words.text() == "Состояние неизвестно. Перевод возможен."
    qtbot.keyClick(form.number, Qt.Key.Key_Return)
    assert shown.intents == [TransferTo("8 916 700-80-90")]


@pytest.mark.manual("M18", "D11")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("number", "word"), [("1003", "разговаривает"), ("1004", "не на месте"), ("2002", "постобработка")]
)
def test_who_is_not_available_is_not_sent_to(opened, qtbot, theme: str, number: str, word: str) -> None:
    shown, form = opened(theme=theme)
    _choose(form, number)
    assert form.target.words.text() == f"Данный оператор недоступен · {word}"
    assert not form.main.isEnabled() and not form.ask.isEnabled()
    qtbot.keyClick(form.number, Qt.Key.Key_Return)
    assert shown.intents == []
    shown.save(f"form-unavailable-{number}")


@pytest.mark.manual("M18")
def test_a_typed_number_of_who_is_not_available_is_not_sent_to_either(opened, qtbot) -> None:
    shown, form = opened()
    form.number.setFocus()
    _type(form.number, "1003")
    qtbot.keyClick(form.number, Qt.Key.Key_Return)
    assert form.target.words.text().startswith("Данный оператор недоступен")
    assert shown.intents == []


@pytest.mark.manual("D11")
def test_unknown_is_a_neutral_mark_and_a_warning_not_a_block(opened) -> None:
    shown, form = opened()
    _choose(form, "1005")
    assert form.target.words.text() == "Состояние неизвестно. Перевод возможен."
    assert form.main.isEnabled() and form.ask.isEnabled()
    shown.save("form-unknown")


@pytest.mark.manual("M18")
def test_a_presence_that_changes_while_the_form_is_open_changes_row_and_button(opened) -> None:
    shown, form = opened()
    _choose(form, "1002")
    shown.render(desk_after(ev.PresenceChanged("1002", Presence.BUSY), desk=tel.form()), at(52))
    assert form.tree.current is not None and form.tree.current.presence is Presence.BUSY
    assert not form.main.isEnabled()
    shown.render(tel.form(), at(53))
    assert form.main.isEnabled()


@pytest.mark.manual("M18")
def test_the_answer_of_the_last_try_is_said_here(opened) -> None:
    shown, form = opened()
    _choose(form, "1002")
    form.main.click()
    assert form.target.words.text() == "Проверяем, свободен ли оператор…"
    assert not form.main.isEnabled()  # a second press would be a second transfer
    shown.render(tel.form_refused(), at(60))
    assert form.target.words.text() == "Данный оператор недоступен"
    assert form.main.isEnabled()
    _choose(form, "2001")
    assert form.target.words.text() == "свободен"


# --- the filter --------------------------------------------------------------------------------------------------


def test_typing_leaves_who_is_meant_and_one_is_chosen(opened, qtbot) -> None:
    shown, form = opened()
    _type(form.search, "петро")
    assert [index.data() for index in form.tree.shown()] == [
        "Петрова Анна Викторовна",
        "Петров-Водкин Кузьма Сергеевич",
    ]
    assert form.number.text() == "" and not form.main.isEnabled()
    shown.save("form-filtered")
    _type(form.search, " анн")
    assert form.number.text() == "1002"
    qtbot.keyClick(form.search, Qt.Key.Key_Return)
    assert shown.intents == [TransferTo("1002")]


def test_enter_with_several_left_transfers_to_none_of_them(opened, qtbot) -> None:
    shown, form = opened()
    _choose(form, "1002")
    _type(form.search, "петро")
    qtbot.keyClick(form.search, Qt.Key.Key_Return)
    assert shown.intents == []
    qtbot.keyClick(form.search, Qt.Key.Key_Down)
    assert form.number.text() == "1002"
    qtbot.keyClick(form.search, Qt.Key.Key_Return)
    assert shown.intents == [TransferTo("1002")]


def test_a_number_in_no_directory_typed_into_the_search_is_the_number(opened, qtbot) -> None:
    shown, form = opened()
    _type(form.search, "89167008090")
    assert form.number.text() == "89167008090"
    assert form.tree.words.text() == "В телефонном справочнике никого не нашли. Ниже можно ввести любой номер."
    shown.save("form-nobody")
    form.search.clear()
    _type(form.search, "щукин")
    assert form.number.text() == "" and not form.main.isEnabled()


def test_many_directories_stand_closed_until_somebody_types(opened, qtbot) -> None:
    many = tuple(Colleague(str(2000 + n), f"Сотрудник {n}", f"Отдел {n % 5}") for n in range(200))
    _, form = opened(desk_after(ev.DirectoryRead(many), desk=tel.form_opened()))
    first = form.tree.model.index(0, 0)
    assert not form.tree.view.isExpanded(first)
    form.tree._clicked(first)
    assert form.tree.view.isExpanded(first)
    _type(form.search, "2117")
    assert form.number.text() == "2117"


# --- open and close ----------------------------------------------------------------------------------------------


def test_escape_cancel_and_the_window_managers_close(opened, qtbot) -> None:
    shown, form = opened()
    qtbot.keyClick(form.search, Qt.Key.Key_Escape)
    form.cancel.click()
    form.close()
    assert shown.intents == [CloseTransferForm()] * 3
    assert form.isVisible()
    shown.render(tel.talk(), at(60))
    assert shown.windows.visible() == ("panel",)


@pytest.mark.parametrize(
    ("desk", "words"),
    [
        (tel.form_opened(), "Читаем телефонный справочник…"),
        (tel.form_without_a_directory(), "Телефонный справочник пуст. Введите номер ниже."),
    ],
)
def test_without_a_directory(opened, qtbot, desk, words: str) -> None:
    shown, form = opened(desk)
    assert form.tree.words.text() == words
    form.number.setFocus()
    _type(form.number, "1002")
    form.main.click()
    assert shown.intents == [TransferTo("1002")]


def test_it_opens_empty_again(opened) -> None:
    shown, form = opened()
    _choose(form, "1002")
    form.main.click()
    shown.render(tel.transfer_rings(), at(55))
    assert "transfer_form" not in shown.windows.visible()
    shown.render(tel.form(), at(80))
    assert form.number.text() == "" and form.tree.current is None


def test_what_the_engine_cannot_do_is_off_and_says_so(opened) -> None:
    able = frozenset({Capability.REFER})
    _, form = opened(replace(tel.form(), engine=replace(tel.form().engine, capabilities=able)))
    _choose(form, "1002")
    assert form.main.isEnabled() and not form.ask.isEnabled()
    assert form.ask.toolTip() == "Этот движок телефонии не умеет держать один звонок и делать другой"


def test_english_words(opened) -> None:
    _, form = opened(language="en")
    assert (form.main.text(), form.ask.text()) == ("Unconditional transfer", "Talk first")


# --- favourites and recent targets ------------------------------------------------------------------------------------


@pytest.mark.manual("M17")
def test_favourites_and_recent_targets_stand_first(show) -> None:
    form = show().render(tel.form_with_favourites(), at(48)).window("transfer_form")
    model = form.tree.model
    groups = {model.index(n, 0).data(): model.rowCount(model.index(n, 0)) for n in range(model.rowCount())}
    assert list(groups.items())[:3] == [("Избранные", 2), ("Недавние", 2), ("Отдел продаж", 4)]
    recent = [index.data(EMPLOYEE) for index, _ in model.employees()][2:4]
    assert [(one.name, one.number) for one in recent] == [
        ("Сидоров Пётр Алексеевич", "1003"),
        ("", "+79161234567"),
    ]
    assert recent[0].presence is Presence.BUSY, "who stands in a directory is as he is there"


def test_one_who_stands_in_several_groups_is_still_one(show) -> None:
    form = show().render(tel.form_with_favourites(), at(48)).window("transfer_form")
    _type(form.search, "сидор")
    assert [index.data(EMPLOYEE).number for index in form.tree.shown()] == ["1003", "1003"]
    assert form.number.text() == "1003"


@pytest.mark.manual("M17")
def test_a_click_on_the_star_and_a_key_keep_a_favourite(show) -> None:
    shown = show().render(tel.form_with_favourites(), at(48))
    tree = shown.window("transfer_form").tree
    index = next(index for index, one in tree.model.employees() if one.number == "1002")
    row = tree.view.visualRect(index)
    QTest.mouseClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.left() + 16, row.center().y()))
    assert shown.intents == [ToggleFavourite("1002")]
    QTest.mouseClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert shown.intents == [ToggleFavourite("1002")], "elsewhere a click only chooses"
    tree.star()
    assert shown.intents[-1] == ToggleFavourite("1002")
