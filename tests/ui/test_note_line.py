"""The strip under the panel: it never covers the panel, never takes the focus, and never loses a word."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ctidesk.domain import events as ev
from ctidesk.domain.history import CallFilter
from ctidesk.domain.intents import (
    CloseNoteLine,
    OpenNoteLine,
    SetDisposition,
    SetNote,
    TypeNote,
)
from ctidesk.domain.records import NOTE_LIMIT
from ctidesk.ui.never_focused import may_take_focus
from tests.ui import examples
from tests.ui import history_examples as past
from tests.ui.examples import LEG, at, desk_after


@pytest.fixture
def opened(show):
    shown = show().render(past.note_in_call(), at(48))
    return shown, shown.window("note_line")


def asked(shown, *kinds: type) -> list[object]:
    return [intent for intent in shown.intents if isinstance(intent, kinds)]


@pytest.mark.manual("D14")
def test_key_and_button_open_it_from_the_first_call_on(show, qtbot) -> None:
    shown = show().render(examples.idle())
    shown.panel.activateWindow()
    qtbot.keyClick(shown.panel, Qt.Key.Key_F10)
    assert shown.intents == [] and shown.panel.note.toolTip() == "Заметка: после первого звонка"
    shown.render(examples.conversation(), at(48))
    qtbot.keyClick(shown.panel, Qt.Key.Key_F10)
    shown.panel.note.click()
    assert shown.intents == [OpenNoteLine(), OpenNoteLine()]
    assert shown.panel.note.toolTip() == "Заметка о звонке (F10)"
    shown.render(past.note_in_call(), at(48)).panel.note.click()
    assert shown.intents[-1] == CloseNoteLine()


@pytest.mark.manual("D14")
def test_it_stands_below_the_panel_and_follows_it(opened) -> None:
    shown, line = opened
    assert line.y() == shown.panel.frameGeometry().bottom() + 1
    before = shown.panel.height()
    shown.render(desk_after(ev.NotHeard(LEG, muted=True), desk=past.note_in_call()), at(50))
    assert shown.panel.height() > before and line.y() == shown.panel.frameGeometry().bottom() + 1


def test_windows_open_below_it(opened) -> None:
    shown, line = opened
    shown.render(past.showing(past.CALLS, CallFilter(), past.note_in_call()), at(50))
    assert shown.window("history").y() > line.geometry().bottom()


def test_above_a_panel_that_floats_at_the_bottom(show) -> None:
    shown = show(dock="floating").render(examples.conversation(), at(48))
    shown.panel.move(100, 1030)
    line = shown.render(past.note_in_call(), at(48)).window("note_line")
    assert line.geometry().bottom() < shown.panel.y()


@pytest.mark.manual("D14")
def test_opened_by_the_operator_it_takes_the_focus_else_not(show) -> None:
    shown = show().render(examples.conversation(), at(48))
    shown.panel.activateWindow()
    shown.panel.field.field.setFocus()
    shown.render(past.note_in_call(), at(48))
    line = shown.window("note_line")
    assert line.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    shown.panel.note.setFocus()
    shown.panel.intent.emit(OpenNoteLine())
    shown.render(past.note_in_call(), at(49))
    assert line.field.hasFocus()


@pytest.mark.manual("D14")
def test_each_key_is_told_and_a_pause_says_the_note(opened, qtbot) -> None:
    shown, line = opened
    line.field.insertPlainText("счёт")
    line.field.insertPlainText(" за ноябрь")
    assert len(asked(shown, TypeNote)) == 2 and asked(shown, SetNote) == []
    qtbot.waitUntil(lambda: bool(asked(shown, SetNote)), timeout=2000)
    assert asked(shown, SetNote) == [SetNote(LEG, "счёт за ноябрь")]


@pytest.mark.manual("D14")
@pytest.mark.parametrize("how", ["focus", "hide", "quit", "next call"])
def test_what_was_typed_is_said_at_once_when_it_matters(opened, how: str) -> None:
    shown, line = opened
    line.activateWindow()
    line.field.setFocus()
    line.field.insertPlainText("счёт")
    if how == "focus":
        line.disposition.setFocus()
    elif how == "hide":
        shown.render(examples.conversation(), at(50))
    elif how == "quit":
        shown.windows.flush()
    else:
        line.field.show_note("another call", "")
    assert asked(shown, SetNote) == [SetNote(LEG, "счёт")]


@pytest.mark.manual("D14")
def test_escape_closes_and_keeps(opened, qtbot) -> None:
    shown, line = opened
    line.field.insertPlainText("счёт")
    qtbot.keyClick(line.field, Qt.Key.Key_Escape)
    assert shown.intents[-1] == CloseNoteLine()


def test_what_comes_back_never_disturbs_whoever_types(opened) -> None:
    shown, line = opened
    line.field.insertPlainText("счёт")
    line.field.flush()
    line.field.insertPlainText(" за ноябрь")
    shown.render(desk_after(ev.NoteWritten(LEG, "счёт"), desk=past.note_in_call()), at(50))
    assert line.field.toPlainText() == "счёт за ноябрь"


def test_a_note_from_elsewhere_is_shown(opened) -> None:
    shown, line = opened
    shown.render(desk_after(ev.NoteWritten(LEG, "из скрипта"), desk=past.note_in_call()), at(50))
    assert line.field.toPlainText() == "из скрипта"


def test_a_note_that_could_not_be_kept_stays_in_the_field(opened) -> None:
    shown, line = opened
    line.field.insertPlainText("счёт")
    line.field.flush()
    shown.render(past.note_in_call(), at(51))
    assert line.field.toPlainText() == "счёт"


def test_it_grows_with_its_lines(opened) -> None:
    _, line = opened
    low = line.height()
    line.field.insertPlainText("один\nдва\nтри")
    assert line.height() > low + 20
    assert line.field.verticalScrollBar().value() == 0


def test_a_note_is_cut_where_the_crm_would_refuse_it(opened) -> None:
    _, line = opened
    line.field.insertPlainText("х" * (NOTE_LIMIT + 5))
    assert len(line.field.toPlainText()) == NOTE_LIMIT


@pytest.mark.manual("D14")
def test_the_result_codes_are_the_configuration_s(opened) -> None:
    shown, line = opened
    box = line.disposition
    assert [box.itemText(n) for n in range(box.count())] == ["Без результата", *past.RESULTS]
    box.activated.emit(2)
    box.activated.emit(0)
    assert asked(shown, SetDisposition) == [SetDisposition(LEG, "Перезвонить"), SetDisposition(LEG, "")]


@pytest.mark.manual("D14", "M24")
def test_the_countdown_shows_the_longer_wrap_up(show) -> None:
    shown = show().render(examples.wrap_up(), at(76))
    assert shown.panel._view.status.left_s == 2
    shown.render(desk_after(ev.NoteTyped(at(76)), desk=examples.wrap_up()), at(76))
    assert shown.panel._view.status.left_s == 10


@pytest.mark.manual("D14")
def test_with_the_end_of_the_wrap_up_it_goes(show) -> None:
    shown = show().render(past.note_in_wrap_up(), at(76))
    shown.panel.activateWindow()
    assert asked(shown, CloseNoteLine) == []
    shown.render(_wrapped_up(), at(90)).render(_wrapped_up(), at(91))
    assert asked(shown, CloseNoteLine) == [CloseNoteLine()]


@pytest.mark.manual("D14")
def test_whoever_is_in_it_when_the_wrap_up_ends_stays_in_it_until_he_leaves(show) -> None:
    shown = show().render(past.note_in_wrap_up(), at(76))
    line = shown.window("note_line")
    line.write()
    shown.render(_wrapped_up(), at(90)).render(_wrapped_up(), at(91))
    assert asked(shown, CloseNoteLine) == [] and line.field.hasFocus()
    line.field.insertPlainText(" счёт")
    shown.panel.activateWindow()
    QApplication.processEvents()
    assert asked(shown, CloseNoteLine) == [CloseNoteLine()]
    assert [note.leg_id for note in asked(shown, SetNote)] == [LEG]


def test_one_opened_after_the_wrap_up_stays(show) -> None:
    shown = show().render(past.note_in_wrap_up(), at(76))
    shown.render(desk_after(ev.NoteLineClosed(), desk=past.note_in_wrap_up()), at(77))
    shown.render(_wrapped_up(), at(90)).panel.activateWindow()
    QApplication.processEvents()
    assert asked(shown, CloseNoteLine) == []


def _wrapped_up():
    return desk_after(ev.WrapUpExpired(LEG), desk=past.note_in_wrap_up())


def test_windows_that_open_leave_whoever_writes_a_note_alone(opened) -> None:
    _, line = opened
    line.activateWindow()
    line.field.setFocus()
    assert line.field.hasFocus() and not may_take_focus()
