"""The notice while it rings here."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ctidesk.domain.events import AnswerRequested
from ctidesk.domain.intents import Accept, End
from tests.ui import examples
from tests.ui import telephony_examples as tel
from tests.ui.examples import LEG, at


@pytest.mark.manual("D15")
def test_who_calls_and_the_two_buttons(show) -> None:
    shown = show().render(examples.ringing_many())
    notice = shown.window("incoming_notice")
    assert notice.number.text() == "+7 495 123-45-67"
    assert notice.name.text() == "Иванов Иван Иванович"
    assert notice.organization.text() == "ООО «Ромашка»"
    assert notice.matched.text() == "Мобильный телефон · ещё 3 совпадения"
    assert (notice.accept.text(), notice.reject.text()) == ("Принять звонок", "Отклонить звонок")
    notice.accept.click()
    notice.reject.click()
    assert shown.intents == [Accept(), End()]


def test_it_is_there_exactly_as_long_as_it_rings(show) -> None:
    shown = show().render(examples.ringing())
    assert "incoming_notice" in shown.windows.visible()
    shown.render(examples.desk_after(AnswerRequested(LEG), desk=examples.ringing()))
    assert "incoming_notice" not in shown.windows.visible()
    shown.render(examples.ringing())
    assert "incoming_notice" in shown.windows.visible()
    shown.render(examples.conversation(), at(48))
    assert "incoming_notice" not in shown.windows.visible()


def test_it_never_takes_the_focus_and_stays_on_top(show) -> None:
    notice = show().render(examples.ringing()).window("incoming_notice")
    assert notice.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    for flag in (Qt.WindowType.WindowDoesNotAcceptFocus, Qt.WindowType.WindowStaysOnTopHint):
        assert notice.windowFlags() & flag


def test_it_stands_below_the_panel_at_the_right(show) -> None:
    shown = show().render(examples.ringing())
    notice, panel = shown.window("incoming_notice"), shown.panel
    assert notice.geometry().top() > panel.geometry().bottom()
    assert 0 <= panel.geometry().right() - notice.geometry().right() <= 16


def test_it_makes_room_for_what_the_panel_says(show) -> None:
    shown = show().render(examples.ringing())
    notice, panel = shown.window("incoming_notice"), shown.panel
    low = panel.height()
    shown.render(tel.telling(examples.ringing()))
    assert panel.height() > low and notice.y() > panel.geometry().bottom()
    shown.render(examples.ringing())
    assert notice.y() - panel.geometry().bottom() < panel.height() == low


@pytest.mark.parametrize(
    ("example", "words"),
    [(examples.ringing_looking, "Ищем клиента…"), (examples.ringing_unknown, "Номера нет в CRM")],
)
def test_who_is_not_known(show, example, words: str) -> None:
    notice = show().render(example()).window("incoming_notice")
    assert notice.matched.text() == words
    assert not notice.name.isVisible()


def test_the_name_joins_as_soon_as_it_is_known(show) -> None:
    shown = show().render(examples.ringing_looking())
    before = shown.window("incoming_notice").height()
    shown.render(examples.ringing())
    assert shown.window("incoming_notice").name.isVisible()
    assert shown.window("incoming_notice").height() > before


# --- a call that a colleague hands over ---------------------------------------------------------------------------


@pytest.mark.manual("M20", "D12", "D15")
def test_a_transfer_says_from_whom_and_who_the_caller_is(show) -> None:
    shown = show().render(tel.handed_over())
    assert shown.windows.visible() == ("panel", "transfer_notice")
    notice = shown.window("transfer_notice")
    assert notice.title.text() == notice.windowTitle() == "Перевод звонка"
    assert notice.colleague.text() == "1001  Анна Петрова"
    assert (notice.number.text(), notice.name.text()) == ("+7 495 123-45-67", "Иванов Иван Иванович")
    assert notice.organization.text() == "ООО «Ромашка»"
    assert (notice.accept.text(), notice.reject.text()) == ("Принять звонок", "Отклонить звонок")
    notice.accept.click()
    notice.reject.click()
    assert shown.intents == [Accept(), End()]


@pytest.mark.manual("M20")
def test_it_is_in_front_and_takes_no_focus(show) -> None:
    notice = show().render(tel.handed_over()).window("transfer_notice")
    assert notice.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    for flag in (Qt.WindowType.WindowDoesNotAcceptFocus, Qt.WindowType.WindowStaysOnTopHint):
        assert notice.windowFlags() & flag


@pytest.mark.manual("D12")
def test_where_the_pbx_passes_nothing_on_the_colleague_is_not_shown_as_the_caller(show) -> None:
    shown = show().render(tel.handed_over_by_a_silent_pbx())
    notice = shown.window("transfer_notice")
    assert notice.number.text() == "Номер не передан"
    assert not notice.name.isVisible() and not notice.matched.isVisible()
    assert shown.panel.caller.details.text() == "Переводит 1001 Анна Петрова"


def test_the_next_plain_call_has_the_plain_notice(show) -> None:
    shown = show().render(tel.handed_over())
    shown.render(examples.idle())
    shown.render(examples.ringing())
    notice = shown.window("incoming_notice")
    assert notice.title.text() == "Входящий звонок"
    assert not notice.colleague.isVisible()


def test_how_old_the_data_is(show) -> None:
    notice = show().render(examples.ringing_many()).window("incoming_notice")
    assert notice.as_of.text().startswith("Данные CRM на 23.11.2026") and notice.as_of.isVisible()
    assert not show().render(examples.ringing_unknown()).window("incoming_notice").as_of.isVisible()


def test_long_names_are_read_to_their_end(show) -> None:
    notice = show().render(examples.ringing_long()).window("incoming_notice")
    said = {label: "".join(label.shown_lines) for label in (notice.name, notice.organization)}
    assert all(shown == label.text() and not label.cut for label, shown in said.items())
    assert 2 <= len(notice.organization.shown_lines) <= 3
    assert (
        notice.organization.height()
        == len(notice.organization.shown_lines) * notice.organization.fontMetrics().height()
    )
