"""«Поиск клиента по номеру»."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ctidesk.domain.intents import CloseSearch, NewRecord, SearchText, SelectClient
from ctidesk.domain.records import Entity
from ctidesk.ui.dialogs.client_search import ClientSearchWindow
from tests.ui import examples
from tests.ui.examples import ELKINA, IVANOV, ROMASHKA, at


@pytest.fixture
def search(show):
    shown = show().render(examples.answered_many(), at(14))
    return shown, shown.window("client_search")


@pytest.mark.manual("M11")
def test_title_columns_and_buttons(search) -> None:
    _, window = search
    assert window.windowTitle() == "Поиск клиента по номеру +7 495 123-45-67"
    model = window.table.model
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert heads == ["Полное имя", "Название организации", "Где найдено", "Номер"]
    buttons = (window.choose, window.new_client, window.new_organization, window.cancel)
    texts = ["Выбрать клиента", "Создать клиента", "Создать организацию", "Отмена"]
    assert [button.text() for button in buttons] == texts
    assert window.new_client.toolTip() == "Создать клиента (Ctrl+N)"


@pytest.mark.manual("M14", "M15")
@pytest.mark.parametrize("how", ["button", "keys"])
def test_a_client_and_an_organization_are_created_from_here(search, qtbot, how: str) -> None:
    shown, window = search
    with qtbot.waitActive(window):
        window.activateWindow()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    if how == "button":
        window.new_client.click()
        window.new_organization.click()
    else:
        qtbot.keyClick(window.field, Qt.Key.Key_N, control)
        qtbot.keyClick(window.field, Qt.Key.Key_N, control | shift)
    assert shown.intents == [NewRecord(Entity.CONTACT), NewRecord(Entity.ACCOUNT)]


@pytest.mark.manual("M14")
def test_what_was_typed_a_moment_ago_is_said_first(search) -> None:
    shown, window = search
    window.field.insert("Сидорова")
    window.field.textEdited.emit("Сидорова")
    window.new_client.click()
    assert shown.intents == [SearchText("Сидорова"), NewRecord(Entity.CONTACT)]


@pytest.mark.manual("M11")
def test_every_match_has_a_row(search) -> None:
    _, window = search
    model = window.table.model
    rows = [[model.index(r, c).data() for c in range(4)] for r in range(model.rowCount())]
    assert rows[0] == ["Иванов Иван Иванович", "ООО «Ромашка»", "Мобильный телефон", "+7 (495) 123-45-67"]
    assert rows[1] == ["", "ООО «Ромашка»", "Основной телефон", "8 495 123-45-67 доб. 12"]
    assert rows[4][0] == "Ёлкина Анна Сергеевна (неактивен)"
    assert len(rows) == 5
    assert window.hint.text() == "Найдено 5 записей"


@pytest.mark.manual("M12")
def test_the_exact_match_is_chosen_beforehand_and_enter_takes_it(search, qtbot) -> None:
    shown, window = search
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    assert shown.intents == [SelectClient(IVANOV.ref)]


@pytest.mark.manual("M12")
def test_button_and_double_click_choose(search) -> None:
    shown, window = search
    window.choose.click()
    window.table.step(1)
    window.table.view.doubleClicked.emit(window.table.view.currentIndex())
    assert shown.intents == [SelectClient(IVANOV.ref), SelectClient(ROMASHKA.ref)]


@pytest.mark.manual("M13")
@pytest.mark.parametrize("how", ["button", "escape", "close"])
def test_cancel(search, qtbot, how: str) -> None:
    shown, window = search
    if how == "button":
        window.cancel.click()
    elif how == "escape":
        qtbot.keyClick(window.field, Qt.Key.Key_Escape)
    else:
        window.close()
    assert shown.intents == [CloseSearch()]


def test_arrows_move_while_typing(search, qtbot) -> None:
    _, window = search
    qtbot.keyClick(window.field, Qt.Key.Key_Down)
    assert window.table.current_ref == ROMASHKA.ref
    qtbot.keyClick(window.field, Qt.Key.Key_PageDown)
    assert window.table.current_ref == ELKINA.ref
    qtbot.keyClick(window.field, Qt.Key.Key_Up)
    qtbot.keyClick(window.field, Qt.Key.Key_PageUp)
    assert window.table.current_ref == IVANOV.ref


def test_typing_is_told_once_it_pauses(search, qtbot) -> None:
    shown, window = search
    assert window._typing.interval() <= 60
    for text in ("е", "л", "к"):
        window.field.insert(text)
        window.field.textEdited.emit(window.field.text())
    qtbot.waitUntil(lambda: bool(shown.intents), timeout=1000)
    assert shown.intents == [SearchText("елк")]


@pytest.mark.manual("M13")
def test_found_by_text_nothing_is_chosen_beforehand(show) -> None:
    window = show().render(examples.typed(), at(20)).window("client_search")
    assert window.table.current_ref is None
    assert not window.choose.isEnabled()
    index = window.table.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.UserRole) == ((0, 3),)


def test_a_choice_made_while_rows_come_in_stays(search) -> None:
    shown, window = search
    window.table.step(1)
    shown.render(examples.answered_many(), at(15))
    desk = examples.desk_after(
        examples.ev.MatchesFound(examples.LEG, examples.MANY_MATCHES[1:]), desk=examples.answered_many()
    )
    shown.render(desk, at(16))
    assert window.table.current_ref == ROMASHKA.ref


@pytest.mark.parametrize(
    ("example", "words"),
    [
        (
            examples.answered_unknown,
            "По этому номеру никого не нашли. Найдите клиента по имени или организации или создайте его.",
        ),
        (examples.typed_in_vain, "Никого не нашли. Проверьте написание или создайте клиента."),
        (examples.answered_anonymous, "Введите имя, организацию или номер."),
    ],
)
def test_an_empty_table_says_what_to_do_next(show, example, words: str) -> None:
    window = show().render(example(), at(20)).window("client_search")
    assert window.table.empty.words.text() == words
    assert window.table.currentWidget() is not window.table.view


@pytest.mark.manual("M11")
def test_a_caller_without_a_number_gets_the_window_with_the_field_ready(show) -> None:
    window = show().render(examples.answered_anonymous(), at(20)).window("client_search")
    assert window.windowTitle() == "Поиск клиента по номеру"
    assert window.focusWidget() is window.field


def test_it_searches_while_nothing_is_known_yet(show) -> None:
    desk = examples.desk_after(*examples.ANSWERED, desk=examples.ringing_looking())
    window = show().render(desk, at(14)).window("client_search")
    assert window.table.empty.words.text() == "Ищем…"


def test_the_next_call_begins_with_an_empty_field(show) -> None:
    shown = show().render(examples.typed(), at(20))
    window = shown.window("client_search")
    window.field.setText("елк")
    shown.render(examples.idle())
    shown.render(examples.answered_many(), at(14))
    assert shown.window("client_search").field.text() == ""


def test_it_does_not_take_the_focus_from_another_program(search) -> None:
    _, window = search
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


@pytest.mark.parametrize("typed", ["", "1002"])
def test_it_does_not_take_the_focus_while_a_number_is_typed(show, qtbot, monkeypatch, typed: str) -> None:
    """The platform without a screen activates whatever is shown; what counts is whether we ask for it."""
    asked: list[object] = []
    monkeypatch.setattr(ClientSearchWindow, "activateWindow", lambda window: asked.append(window))
    shown = show().render(examples.ringing_many())
    shown.panel.activateWindow()
    qtbot.waitUntil(shown.panel.isActiveWindow)
    shown.panel.field.field.setFocus()
    shown.panel.field.field.setText(typed)
    shown.render(examples.answered_many(), at(14))
    assert bool(asked) is (typed == "")


def test_english(show) -> None:
    window = show("en").render(examples.answered_many(), at(14)).window("client_search")
    assert window.windowTitle() == "Client search by number +7 495 123-45-67"
    assert window.choose.text() == "Select the client"
    assert window.hint.text() == "Found: 5"
