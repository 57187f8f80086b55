"""«Поиск клиента по номеру»."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ctidesk.domain.intents import CloseSearch, NewRecord, OpenSearch, SearchText, SelectClient
from ctidesk.domain.records import Entity
from ctidesk.ui.dialogs.client_search import ClientSearchWindow
from ctidesk.ui.dialogs.match_model import MATCHED, SPANS, SPOKEN, TIP
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
    assert heads == ["Полное имя", "Название организации", "Где найдено", "Номер", "Последний звонок"]
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
        (examples.still_loading, "Пока никого не нашли: клиенты ещё загружаются из CRM."),
        (
            examples.never_loaded,
            "Клиенты ещё не загружены из CRM, искать пока негде. Они загрузятся сами, как только CRM ответит; "
            "создать клиента можно уже сейчас.",
        ),
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


# --- the last call ------------------------------------------------------------------------------------------------


@pytest.mark.manual("M11")
def test_when_we_last_spoke_is_said_as_people_say_it(show) -> None:
    window = show().render(examples.spoken(), at(14)).window("client_search")
    model = window.table.model
    year = (datetime.now() - timedelta(days=800)).year
    words = [model.index(row, SPOKEN).data() for row in range(model.rowCount())]
    assert words[:2] == ["сегодня 00:05", "вчера"] and words[4] == ""
    assert re.fullmatch(r"\d+ [а-я]+\.?( \d{4})?", words[2]) and re.fullmatch(rf"\d+ [а-я]+\.? {year}", words[3])
    assert "00:05" in model.index(0, SPOKEN).data(TIP) and model.index(4, SPOKEN).data(TIP) == ""


@pytest.mark.manual("M11")
def test_the_column_is_filled_without_moving_anything(search) -> None:
    """Results first: it comes when the operator may already be choosing."""
    shown, window = search
    model = window.table.model
    assert [model.index(row, SPOKEN).data() for row in range(5)] == [""] * 5
    window.table.step(1)
    resets: list[object] = []
    model.modelReset.connect(lambda: resets.append("reset"))
    shown.render(examples.spoken(), at(15))
    assert model.index(0, SPOKEN).data() == "сегодня 00:05"
    assert (resets, window.table.current_ref) == ([], ROMASHKA.ref)


def test_a_screen_reader_hears_the_whole_row(show) -> None:
    window = show().render(examples.spoken(), at(14)).window("client_search")
    said = [window.table.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in (1, 4)]
    assert said == [
        "ООО «Ромашка», Основной телефон, 8 495 123-45-67 доб. 12, Последний звонок: вчера",
        "Ёлкина Анна Сергеевна (неактивен), АО «Северное сияние», Дополнительный телефон, 123-45-67, "
        "Предположение: совпали только последние семь цифр",
    ]


# --- guesses ------------------------------------------------------------------------------------------------------


@pytest.mark.manual("M13")
@pytest.mark.parametrize(
    ("example", "sentence", "why"),
    [
        (
            examples.guessed_layout,
            "Так никто не записан. Искали в другой раскладке: «иванов».",
            "Предположение: найдено в другой раскладке",
        ),
        (
            examples.guessed_typo,
            "Так никто не записан. Показаны похожие: возможно, опечатка.",
            "Предположение: похожее слово, возможно, опечатка",
        ),
        (
            examples.seven_alike,
            "Такого номера ни у кого нет. У показанных совпали последние семь цифр.",
            "Предположение: совпали только последние семь цифр",
        ),
    ],
)
def test_a_guess_says_so(show, example, sentence: str, why: str) -> None:
    window = show().render(example(), at(20)).window("client_search")
    assert window.guess.isVisible() and window.guess.sentence.text() == sentence
    first = window.table.model.index(0, MATCHED)
    assert first.data(TIP) == why
    assert window.table.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith(why)
    assert window.table.current_ref is None, "nobody is chosen beforehand by a guess"


@pytest.mark.manual("M13")
def test_among_others_only_the_guess_is_marked(show) -> None:
    window = show().render(examples.guessed_beside(), at(20)).window("client_search")
    assert not window.guess.isVisible()
    tips = [window.table.model.index(row, MATCHED).data(TIP) for row in range(3)]
    assert tips == ["", "", "Предположение: похожее слово, возможно, опечатка"]


def test_a_list_that_is_cut_off_says_so(show) -> None:
    window = show().render(examples.typed_common(), at(20)).window("client_search")
    assert window.hint.text() == "Показаны первые 50: наберите больше."


def test_what_was_meant_is_emphasised(show) -> None:
    window = show().render(examples.guessed_layout(), at(20)).window("client_search")
    assert window.table.model.index(0, 0).data(SPANS) == ((0, len("Иванов")),)


def test_the_sentence_goes_with_the_guess(show) -> None:
    shown = show().render(examples.guessed_layout(), at(20))
    window = shown.window("client_search")
    shown.render(examples.typed(), at(21))
    assert not window.guess.isVisible()


# --- opened again -------------------------------------------------------------------------------------------------


@pytest.mark.manual("M13")
def test_opened_again_it_comes_to_front_and_begins_with_the_number(show, qtbot) -> None:
    """F3, while a card hides it: what was typed before is gone from the field as from the rows."""
    shown = show().render(examples.cards())
    shown.render(examples.typed(), at(20))
    window = shown.window("client_search")
    assert window.field.text() == "елк"
    card = QWidget()
    with qtbot.waitActive(card):
        card.show()
        card.activateWindow()
    shown.panel.press("search")
    assert shown.intents == [OpenSearch()]
    shown.render(examples.desk_after(examples.ev.SearchOpened(examples.LEG), desk=examples.typed()), at(21))
    qtbot.waitUntil(window.isActiveWindow)
    assert (window.field.text(), window.focusWidget()) == ("", window.field)
    assert window.table.model.rowCount() == 5
    card.close()


def test_a_wish_that_was_refused_does_not_fetch_the_window_of_a_later_call(show, monkeypatch) -> None:
    raised: list[object] = []
    monkeypatch.setattr(ClientSearchWindow, "raise_", lambda window: raised.append(window))
    shown = show().render(examples.idle())
    shown.panel.intent.emit(OpenSearch())
    shown.render(examples.outgoing_busy())
    shown.render(examples.answered_many(), at(14))
    assert raised == []


def test_what_is_being_typed_is_left_alone(search) -> None:
    """A desk that knows less than the field does not take letters away."""
    shown, window = search
    window.field.insert("елк")
    window.field.textEdited.emit("елк")
    shown.render(examples.spoken(), at(15))
    assert window.field.text() == "елк"


@pytest.mark.manual("M12", "M13")
def test_from_the_table_too_the_keyboard_goes_all_the_way(search, qtbot) -> None:
    shown, window = search
    view = window.table.view
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window.field, Qt.Key.Key_Tab)
    assert window.focusWidget() is view
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert shown.intents == [SelectClient(ROMASHKA.ref), NewRecord(Entity.CONTACT), CloseSearch()]


def test_english(show) -> None:
    window = show("en").render(examples.answered_many(), at(14)).window("client_search")
    assert window.windowTitle() == "Client search by number +7 495 123-45-67"
    assert window.choose.text() == "Select the client"
    assert window.hint.text() == "Found: 5"
