"""The window of unsent changes: what it says, what its buttons want, and that it asks before it deletes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ctidesk.domain import events as ev
from ctidesk.domain.intents import CloseUnsent, DiscardWrite, OpenUnsent, ResolveConflict, RetryWrite
from tests.ui import unsent_examples as examples
from tests.ui.examples import desk_after, idle


def window(show, desk):
    shown = show().render(desk)
    return shown, shown.window("unsent")


def choose(unsent, seq: int) -> None:
    unsent.table.view.selectRow(unsent.table.model.place_of(seq))


def test_what_waits_is_told_in_words(show) -> None:
    _, unsent = window(show, examples.parked())
    model = unsent.table.model
    said = [[model.data(model.index(row, column)) for column in range(4)] for row in range(model.rowCount())]
    assert said[0][0].startswith("Новый клиент Константинопольская") and said[0][1] == "не принято"
    assert said[2][0].startswith("Звонок +7 495 123-45-67, Константинопольская")
    assert said[1][2] == f"После: {said[0][0]}"
    assert [row[1] for row in said] == [
        "не принято",
        "ждёт другое",
        "ждёт другое",
        "ждёт другое",
        "конфликт",
        "ждёт",
        "отправляется",
    ]
    assert said[5][3] == "14"


def test_the_first_that_needs_a_decision_is_shown(show) -> None:
    _, unsent = window(show, examples.conflict())
    assert unsent.detail.what.text() == "Изменение: Иванов Иван Иванович"
    assert unsent.footer.send.isVisible() and not unsent.footer.send.isEnabled()


def test_a_conflict_is_decided_field_by_field(show) -> None:
    shown, unsent = window(show, examples.conflict())
    grid = unsent.detail.conflict
    for field, side in (("jobtitle", "mine"), ("mobilephone", "theirs"), ("emailaddress1", "theirs")):
        assert not unsent.footer.send.isEnabled()
        grid.choices[field][side].click()
    grid.choices["mobilephone"]["mine"].click()
    unsent.footer.send.click()
    choices = {"jobtitle": "mine", "mobilephone": "mine", "emailaddress1": "theirs"}
    assert shown.intents == [ResolveConflict(5, choices)]


def test_choices_outlive_news_of_other_writes(show) -> None:
    shown, unsent = window(show, examples.conflict())
    unsent.detail.conflict.choices["jobtitle"]["mine"].click()
    shown.render(examples.opened(examples.CONFLICT))
    assert unsent.detail.conflict.decided == {"jobtitle": "mine"}


def test_deleting_asks_first_and_says_what_goes_with_it(show) -> None:
    shown, unsent = window(show, examples.parked())
    choose(unsent, 3)
    unsent.footer.delete.click()
    assert unsent.footer.asking and shown.intents == []
    assert unsent.detail.what.text().startswith("Звонок +7 495 123-45-67")
    assert "ещё 1 зависимое изменение" in unsent.footer.question.text() and not unsent.footer.question.cut
    QTest.keyClick(unsent, Qt.Key.Key_Escape)
    assert not unsent.footer.asking and shown.intents == []
    unsent.footer.delete.click()
    unsent.footer.really.click()
    assert shown.intents == [DiscardWrite(3)]


def test_a_question_about_one_write_is_no_question_about_another(show) -> None:
    _, unsent = window(show, examples.parked())
    unsent.footer.delete.click()
    choose(unsent, 6)
    assert not unsent.footer.asking


def test_what_is_on_its_way_cannot_be_deleted(show) -> None:
    _, unsent = window(show, examples.parked())
    choose(unsent, 7)
    assert not unsent.footer.delete.isEnabled() and not unsent.footer.again.isEnabled()


@pytest.mark.parametrize(("seq", "may"), [(1, True), (2, False), (6, True), (5, False)])
def test_trying_again(show, seq: int, may: bool) -> None:
    shown, unsent = window(show, examples.parked())
    choose(unsent, seq)
    unsent.footer.again.click()
    assert shown.intents == ([RetryWrite(seq)] if may else [])


def test_when_everything_is_sent_it_says_so(show) -> None:
    shown, unsent = window(show, examples.parked())
    shown.render(examples.empty())
    assert unsent.table.currentIndex() == 1 and not unsent.detail.isVisible()
    assert not unsent.footer.delete.isEnabled()


def test_until_the_list_is_in_nothing_is_said(show) -> None:
    _, unsent = window(show, desk_after(ev.UnsentOpened(), desk=idle()))
    assert unsent.table.currentIndex() == 1 and not unsent.table.nothing.isVisible()


def test_escape_closes_and_it_never_takes_the_focus(show) -> None:
    shown, unsent = window(show, examples.empty())
    assert unsent.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating) and not unsent.isModal()
    QTest.keyClick(unsent, Qt.Key.Key_Escape)
    assert shown.intents == [CloseUnsent()]


def test_the_panel_leads_there(show) -> None:
    shown = show().render(examples.told_on_the_panel())
    assert shown.panel.message.help.text() == "Показать"
    shown.panel.message.help.click()
    menu = shown.panel.menu.menu_of_now()
    next(action for action in menu.actions() if action.text() == "Неотправленные изменения").trigger()
    assert shown.intents == [OpenUnsent(), OpenUnsent()]
