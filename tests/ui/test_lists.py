"""The lists on the screen: a million rows, searched, filtered, sorted, opened."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ctidesk.domain import events as ev
from ctidesk.domain.intents import AskList, CloseList, OpenList, ReadOn, ShowCard
from ctidesk.domain.listing import Comparison, Condition, ListPage, first_query
from ctidesk.domain.records import Entity
from ctidesk.ui.lists.condition_row import iso_date
from tests.ui import list_examples
from tests.ui.examples import ELKINA, IVANOV, desk_after

QUERY = first_query(Entity.CONTACT)


@pytest.fixture
def clients(show):  # type: ignore[no-untyped-def]
    shown = show().render(list_examples.clients())
    return shown, shown.window("contact_list")


def asked(shown) -> list[AskList]:  # type: ignore[no-untyped-def]
    return [intent for intent in shown.intents if isinstance(intent, AskList)]


@pytest.mark.manual("M21", "M22")
def test_title_columns_and_rows(clients, show) -> None:
    _, window = clients
    assert window.windowTitle() == "Клиенты"
    heads = [window.table.model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)]
    assert heads == ["Полное имя", "Организация", "Мобильный телефон"]
    assert window.table.model.rowCount() == 1_000_000
    assert window.table.model.data(window.table.model.index(0, 0)) == "Ёлкина Анна Сергеевна"
    assert window.table.model.data(window.table.model.index(3, 0)) == "Петров-Водкин Кузьма Сергеевич (неактивен)"
    assert window.hint.text() == "Записей: 1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000"
    assert show().render(list_examples.organizations()).window("account_list").windowTitle() == "Организации"


@pytest.mark.manual("M21")
def test_a_double_click_and_enter_open_the_card(clients) -> None:
    shown, window = clients
    view = window.table.view
    place = view.visualRect(window.table.model.index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown.intents[-1] == ShowCard(IVANOV.ref)
    window.table.step(-1)
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    assert shown.intents[-1] == ShowCard(ELKINA.ref)


def test_scrolling_asks_for_what_is_under_the_eye(clients, qtbot) -> None:
    shown, window = clients
    view = window.table.view
    view.scrollTo(window.table.model.index(700_000, 0), view.ScrollHint.PositionAtTop)
    qtbot.waitUntil(lambda: ReadOn(Entity.CONTACT, 700_000) in shown.intents)
    asked_for = {intent.place for intent in shown.intents if isinstance(intent, ReadOn)}
    assert asked_for == {700_000}, "what merely passed by is not read"
    page = ListPage(700_000, list_examples.MORE, 1_000_000)
    shown.render(desk_after(ev.ListPageRead(QUERY, page), desk=list_examples.clients()))
    assert window.table.model.data(window.table.model.index(700_000, 0)) == "Смирнов Пётр 0"
    assert view.indexAt(view.viewport().rect().topLeft()).row() == 700_000, "it does not jump"


def test_a_list_that_is_read_again_keeps_the_record_and_the_place(clients) -> None:
    shown, window = clients
    view, before = window.table.view, list_examples.clients()
    rows = tuple(replace(list_examples.MORE[0], ref=replace(IVANOV.ref, id=str(n))) for n in range(100))
    desk = desk_after(ev.ListFollowed(QUERY, QUERY, (ListPage(0, rows, 1_000_000),)), desk=before)
    shown.render(desk)
    view.setCurrentIndex(window.table.model.index(60, 0))
    view.scrollTo(window.table.model.index(50, 0), view.ScrollHint.PositionAtTop)
    again = (replace(rows[0], ref=replace(IVANOV.ref, id="new")), *rows[:99])
    page = ListPage(0, again, 1_000_001)
    shown.render(desk_after(ev.ListFollowed(QUERY, replace(QUERY, asked=1), (page,)), desk=desk))
    assert window.table.current_ref == rows[60].ref and view.currentIndex().row() == 61
    assert view.indexAt(view.viewport().rect().topLeft()).row() == 51


def test_a_search_is_asked_for_when_typing_pauses(clients, qtbot) -> None:
    shown, window = clients
    window.field.insert("елк")
    window.field.textEdited.emit("елк")
    qtbot.waitUntil(lambda: asked(shown) == [AskList(replace(QUERY, text="елк"))])


def test_a_click_on_a_head_sorts_a_second_one_turns(clients) -> None:
    shown, window = clients
    header = window.table.view.horizontalHeader()
    header.sectionClicked.emit(1)
    assert asked(shown)[-1] == AskList(replace(QUERY, sort="organization"))
    header.sectionClicked.emit(0)
    assert asked(shown)[-1] == AskList(replace(QUERY, sort="fullname", descending=True))


@pytest.mark.manual("M13")
def test_advanced_search(clients, qtbot) -> None:
    shown, window = clients
    window.advanced.click()
    row = window.conditions.rows[0]
    row.field.setCurrentIndex(row.field.findData("jobtitle"))
    row.comparison.setCurrentIndex(row.comparison.findData("begins"))
    row.value.setText("инж")
    row.value.textEdited.emit("инж")
    window.conditions.add.click()
    second = window.conditions.rows[1]
    second.field.setCurrentIndex(second.field.findData("modified"))
    second.value.setText("5.3.2026")
    second.value.textEdited.emit("5.3.2026")
    wanted = (
        Condition("jobtitle", Comparison.BEGINS, "инж"),
        Condition("modified", Comparison.SINCE, "2026-03-05"),
    )
    qtbot.waitUntil(lambda: bool(asked(shown)) and asked(shown)[-1].query.conditions == wanted)
    window.conditions.inactive.click()
    qtbot.waitUntil(lambda: asked(shown)[-1].query.inactive)
    second.remove.click()
    qtbot.waitUntil(lambda: asked(shown)[-1].query.conditions == wanted[:1])
    window.advanced.click()
    assert asked(shown)[-1] != asked(shown)[0] and len(asked(shown)[-1].query.conditions) in (0, 1)


@pytest.mark.parametrize(
    ("typed", "begins"), [("01.01.2024555", "01.01.202"), ("завтра", ""), ("31.13.2024", "31.13.202")]
)
def test_what_is_no_date_is_said_and_asks_for_nothing(clients, typed: str, begins: str) -> None:
    _, window = clients
    window.advanced.click()
    row = window.conditions.rows[0]
    row.field.setCurrentIndex(row.field.findData("modified"))
    _type(row.value, begins)
    assert row.wrong.isHidden(), "it may still become one"
    _type(row.value, typed)
    assert (row.wrong.text(), row.wrong.isVisible()) == ("Это не дата. Введите дд.мм.гггг.", True)
    assert row.value.property("wrong") and not row.condition.complete
    _type(row.value, "01.01.")
    assert row.wrong.isVisible(), "it stays until it is right"
    _type(row.value, "01.01.2024")
    assert row.wrong.isHidden() and not row.value.property("wrong")
    assert row.condition == Condition("modified", Comparison.SINCE, "2024-01-01")
    _type(row.value, typed)
    row.field.setCurrentIndex(row.field.findData("jobtitle"))
    assert row.wrong.isHidden() and row.condition.value == typed


def test_half_a_date_is_said_when_it_is_left(clients) -> None:
    _, window = clients
    window.advanced.click()
    row = window.conditions.rows[0]
    row.field.setCurrentIndex(row.field.findData("modified"))
    _type(row.value, "01.01")
    row.value.editingFinished.emit()
    assert row.wrong.isVisible() and not row.condition.complete
    _type(row.value, "")
    assert row.wrong.isHidden()


@pytest.mark.parametrize(
    ("typed", "day"),
    [("5.3.2026", "2026-03-05"), ("05/03/2026 ", "2026-03-05"), ("2026-3-5", "2026-03-05"), ("29.02.2025", "")],
)
def test_how_a_day_may_be_written(typed: str, day: str) -> None:
    assert iso_date(typed) == day


def _type(field: QLineEdit, text: str) -> None:
    field.setText(text)
    field.textEdited.emit(text)


def test_a_choice_is_chosen_not_typed(show, qtbot) -> None:
    shown = show().render(list_examples.calls())
    window = shown.window("call_list")
    window.advanced.click()
    row = window.conditions.rows[0]
    row.field.setCurrentIndex(row.field.findData("result"))
    assert row.value.isHidden() and not row.choice.isHidden()
    row.choice.setCurrentIndex(row.choice.findData("missed"))
    wanted = (Condition("result", Comparison.EQUALS, "missed"),)
    qtbot.waitUntil(lambda: bool(asked(shown)) and asked(shown)[-1].query.conditions == wanted)


def test_escape_closes_and_ctrl_r_reads_again(clients) -> None:
    shown, window = clients
    QTest.keyClick(window.field, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert shown.intents[-1] == OpenList(Entity.CONTACT)
    QTest.keyClick(window.field, Qt.Key.Key_Escape)
    assert shown.intents[-1] == CloseList(Entity.CONTACT)


@pytest.mark.parametrize(
    ("example", "name", "words"),
    [
        (list_examples.nothing_found, "contact_list", "Ничего не найдено. Введите меньше или уберите условие."),
        (list_examples.still_loading, "account_list", "Записи ещё загружаются из CRM."),
    ],
)
def test_what_stands_in_the_rows_place(show, example, name: str, words: str) -> None:
    window = show().render(example()).window(name)
    assert window.table.empty.words.text() == words and window.table.empty.isVisible()


def test_the_menu_leads_to_the_lists(show) -> None:
    shown = show().render(list_examples.clients())
    menu = shown.panel.menu.menu_of_now()
    entries = {action.text(): action for action in menu.actions()}
    entries["Клиенты"].trigger()
    entries["Организации"].trigger()
    activities = entries["Действия"].menu()
    activities.actions()[0].trigger()
    assert shown.intents[-3:] == [OpenList(Entity.CONTACT), OpenList(Entity.ACCOUNT), OpenList(Entity.PHONE_CALL)]


def test_columns_are_remembered(show) -> None:
    shown = show().render(list_examples.clients())
    header = shown.window("contact_list").table.view.horizontalHeader()
    header.resizeSection(0, 333)
    header.moveSection(1, 3)
    shown.windows.close()
    QApplication.processEvents()
    again = show().render(list_examples.clients()).window("contact_list").table.view.horizontalHeader()
    assert again.sectionSize(0) == 333 and again.visualIndex(1) == 3


@pytest.mark.parametrize("example", [list_examples.clients, list_examples.organizations, list_examples.calls])
def test_every_head_can_be_read(show, example) -> None:
    shown = show().render(example())
    window = next(
        shown.window(name) for name in ("contact_list", "account_list", "call_list") if name in shown.windows.visible()
    )
    header, model = window.table.view.horizontalHeader(), window.table.model
    for column in range(model.columnCount()):
        said = str(model.headerData(column, Qt.Orientation.Horizontal))
        assert header.fontMetrics().horizontalAdvance(said) + 16 <= header.sectionSize(column), said
