"""«История звонков»: rows, filters, call-back, notes, and all of it by the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ctidesk.domain import events as ev
from ctidesk.domain.history import CalledBack, CallFilter, CallKind, Period
from ctidesk.domain.intents import (
    CloseHistory,
    Dial,
    FilterHistory,
    LookAtCalls,
    OpenHistory,
    ReadOlderCalls,
    SetDisposition,
    SetNote,
    ShowCard,
    TypeNote,
)
from ctidesk.ui.history.call_model import BACK, NOTE
from tests.ui import history_examples as past
from tests.ui.examples import IVANOV, LONG, at, desk_after, idle
from tests.ui.history_examples import CALLS


@pytest.fixture
def opened(show):
    shown = show().render(past.history())
    return shown, shown.window("history")


def asked(shown, *kinds: type) -> list[object]:
    return [intent for intent in shown.intents if isinstance(intent, kinds)]


def texts(window, place: int) -> list[str]:
    model = window.list.model
    return [str(model.index(place, column).data()) for column in range(model.columnCount())]


@pytest.mark.manual("D14")
def test_title_columns_and_rows(opened) -> None:
    _, window = opened
    model = window.list.model
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert window.windowTitle() == "История звонков"
    assert heads == ["Звонок", "Номер", "Имя", "Организация", "Когда", "Разговор", "Заметка", ""]
    assert texts(window, 1)[0:4] == ["Входящий", "+7 495 123-45-02", LONG.name, LONG.organization]
    assert texts(window, 1)[5] == "01:14" and texts(window, 1)[6].startswith("Перезвонить · Просит счёт")
    assert [texts(window, place)[0] for place in (2, 5, 6)] == [
        "Исходящий: занято",
        "Входящий: переведён",
        "Входящий: отклонён",
    ]
    assert texts(window, 7)[1] == "Номер скрыт"
    assert window.hint.text() == "12 звонков"


@pytest.mark.manual("D14")
def test_who_has_called_back_is_said_in_the_row_and_below(opened) -> None:
    _, window = opened
    assert texts(window, 0)[NOTE].startswith("Перезвонили: Анна Петрова, ")
    assert texts(window, 4)[NOTE].startswith("Вы перезвонили: ")
    assert window.detail.called_back.word.text().startswith("Перезвонили: Анна Петрова, ")


def test_in_english(show) -> None:
    window = show("en").render(past.history()).window("history")
    assert texts(window, 0)[NOTE].startswith("Called back: Анна Петрова, ")
    assert texts(window, 0)[0] == "Missed" and texts(window, 3)[0] == "Outgoing"


@pytest.mark.manual("D14")
@pytest.mark.parametrize("how", ["button", "enter", "handset", "double click"])
def test_one_click_or_key_calls_back(opened, qtbot, how: str) -> None:
    shown, window = opened
    view = window.list.view
    if how == "button":
        window.back.click()
    elif how == "enter":
        qtbot.keyClick(view, Qt.Key.Key_Return)
    elif how == "handset":
        place = view.visualRect(window.list.model.index(0, BACK)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    else:
        view.doubleClicked.emit(window.list.model.index(0, NOTE))
    assert asked(shown, Dial) == [Dial("+74951234501", IVANOV)]


@pytest.mark.manual("D14")
def test_in_a_call_nobody_can_be_called_back(show, qtbot) -> None:
    shown = show().render(past.history_in_call(), at(48))
    window = shown.window("history")
    qtbot.keyClick(window.list.view, Qt.Key.Key_Return)
    assert asked(shown, Dial) == [] and not window.back.isEnabled()
    assert window.back.toolTip() == "Можно, когда линия свободна и подключена"


def test_a_withheld_number_cannot_be_called_back(opened) -> None:
    shown, window = opened
    window.list.view.selectRow(7)
    assert not window.back.isEnabled() and window.back.toolTip() == "Номер был скрыт"
    window.call_back()
    assert asked(shown, Dial) == []


def test_the_card_of_who_is_linked(opened) -> None:
    shown, window = opened
    window.card.click()
    window.list.view.selectRow(4)
    assert not window.card.isEnabled()
    assert asked(shown, ShowCard) == [ShowCard(IVANOV.ref)]


@pytest.mark.manual("D14")
def test_the_filters(opened, qtbot) -> None:
    shown, window = opened
    window.bar.kind.setCurrentIndex(3)
    window.bar.kind.activated.emit(3)
    window.bar.period.setCurrentIndex(0)
    window.bar.period.activated.emit(0)
    window.bar.field.setText("счёт")
    window.bar.field.textEdited.emit("счёт")
    qtbot.waitUntil(lambda: len(asked(shown, FilterHistory)) == 3)
    today = Period.TODAY
    assert [intent.filter for intent in asked(shown, FilterHistory)] == [
        CallFilter(CallKind.MISSED),
        CallFilter(CallKind.MISSED, today),
        CallFilter(CallKind.MISSED, today, "счёт"),
    ]


def test_an_empty_list_says_what_to_do(show) -> None:
    shown = show().render(past.history_nothing_found())
    window = shown.window("history")
    assert window.list.words.text() == "Ничего не нашли. Измените запрос или покажите все звонки."
    window.list.all_calls.click()
    assert asked(shown, FilterHistory) == [FilterHistory(CallFilter())]
    shown.render(past.history_new())
    assert window.list.words.text().startswith("Здесь появятся ваши звонки.")
    assert not window.list.all_calls.isVisible() and not window.back.isEnabled()


@pytest.mark.manual("D14")
def test_arrows_enter_and_escape(opened, qtbot) -> None:
    shown, window = opened
    qtbot.keyClick(window.bar.field, Qt.Key.Key_Down)
    assert window.list.current.id == CALLS[1].id and window.detail.who.text() == LONG.name
    qtbot.keyClick(window.list.view, Qt.Key.Key_Up)
    assert window.list.current.id == CALLS[0].id
    qtbot.keyClick(window.detail.field, Qt.Key.Key_Return)
    assert asked(shown, Dial) == [], "in the note it is a new line"
    window.bar.field.setFocus()
    qtbot.keyClick(window.bar.field, Qt.Key.Key_Return)
    assert asked(shown, Dial) == [] and window.list.view.hasFocus(), "the rows may be those of the words before"
    qtbot.keyClick(window.detail.field, Qt.Key.Key_Escape)
    assert asked(shown, CloseHistory) == [CloseHistory()]


@pytest.mark.manual("D14")
def test_a_note_on_a_past_call_is_said_when_the_row_is_left(opened) -> None:
    shown, window = opened
    window.detail.field.setPlainText("Обещал прийти")
    assert asked(shown, SetNote) == [] and asked(shown, TypeNote)
    window.list.view.selectRow(1)
    assert asked(shown, SetNote) == [SetNote(CALLS[0].id, "Обещал прийти")]
    assert window.detail.field.toPlainText() == past.NOTE, "the other call's note, whole"
    window.detail.disposition.activated.emit(1)
    assert asked(shown, SetDisposition) == [SetDisposition(CALLS[1].id, "Решено")]


def test_a_code_that_the_configuration_no_longer_has_stays(show) -> None:
    old = past.call(1, 3, past.IN, past.CallResult.ANSWERED, disposition="Старый код")
    box = show().render(past.showing((old,), CallFilter())).window("history").detail.disposition
    assert (box.currentText(), box.count()) == ("Старый код", 5)


# --- many calls ----------------------------------------------------------------------------------------------------


def test_the_end_of_the_list_asks_for_older_calls_once(show) -> None:
    shown = show().render(past.history_many())
    window = shown.window("history")
    window.list.view.scrollToBottom()
    QApplication.processEvents()
    window.list.view.scrollToBottom()
    assert asked(shown, ReadOlderCalls) == [ReadOlderCalls()]


def test_new_and_older_calls_leave_the_operator_where_he_reads(show) -> None:
    shown = show().render(past.showing(past.MANY[10:200], CallFilter(), more=True))
    window = shown.window("history")
    window.list.view.selectRow(50)
    current = window.list.current.id
    shown.render(past.showing(past.MANY[5:], CallFilter()))
    assert (window.list.current.id, window.list.view.currentIndex().row()) == (current, 55)
    shown.render(past.showing(past.MANY[0:100], CallFilter()))
    assert (window.list.current.id, window.list.model.rowCount()) == (current, 100)


@pytest.mark.manual("D14")
def test_only_what_is_in_sight_is_asked_about(show, qtbot) -> None:
    shown = show().render(past.history_many())
    qtbot.waitUntil(lambda: bool(asked(shown, LookAtCalls)))
    in_sight = asked(shown, LookAtCalls)[0].leg_ids
    assert in_sight[0] == past.MANY[0].id and 5 < len(in_sight) < 40


# --- the window ----------------------------------------------------------------------------------------------------


def test_it_remembers_where_it_stood(show) -> None:
    shown = show().render(past.history())
    window = shown.window("history")
    window.resize(1000, 500)
    window.move(100, 200)
    shown.render(idle())
    assert "history" not in shown.windows.visible()
    shown.render(past.history())
    assert (window.width(), window.height(), window.x(), window.y()) == (1000, 500, 100, 200)


@pytest.mark.manual("D14")
def test_the_panel_tells_of_missed_calls_and_leads_to_them(show, qtbot) -> None:
    shown = show().render(past.missed())
    button = shown.panel.missed
    assert (button.isVisible(), button.text()) == (True, "3")
    assert button.toolTip() == "3 пропущенных звонка. Нажмите, чтобы посмотреть и перезвонить."
    button.click()
    assert shown.intents == [OpenHistory(CallFilter(CallKind.MISSED))]
    shown.render(idle())
    assert not button.isVisible()
    shown.render(desk_after(ev.JournalRead(128, ""), desk=idle()))
    assert button.text() == "99+" and button.accessibleName() == "128 пропущенных звонков"


@pytest.mark.manual("D14")
def test_ctrl_h_opens_the_history(show, qtbot) -> None:
    shown = show().render(idle())
    shown.panel.activateWindow()
    qtbot.keyClick(shown.panel, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert shown.intents == [OpenHistory()]


@pytest.mark.manual("D14")
def test_the_number_dialled_last_comes_back_by_arrow_or_empty_enter(show, qtbot) -> None:
    shown = show().render(past.missed())
    field = shown.panel.field.field
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "84957654321" and asked(shown, Dial) == [], "it is put there, not called"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert asked(shown, Dial) == [Dial("84957654321")]
    field.setText("12")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "84957654321"


def test_nothing_to_dial_again_changes_nothing(show, qtbot) -> None:
    shown = show().render(idle())
    qtbot.keyClick(shown.panel.field.field, Qt.Key.Key_Up)
    assert shown.panel.field.field.text() == ""


@pytest.mark.parametrize("back", [CalledBack(at(0)), CalledBack(at(0), "Анна")])
def test_a_colleague_without_a_name(show, back: CalledBack) -> None:
    window = show().render(past.history()).window("history")
    assert window.detail._texts.called_back(back).startswith("Перезвонили: ")
