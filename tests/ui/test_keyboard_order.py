"""Which window has the keyboard: what was asked for here, else the one that had it before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from ctidesk.domain.desk import ClientSearch, Desk
from ctidesk.domain.intents import Accept, OpenTransferForm, ShowCard
from tests.ui import examples, form_examples
from tests.ui.examples import IVANOV, at


@pytest.fixture
def front(qtbot):
    """Wait until it is."""

    def wait(window) -> None:
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)

    return wait


def test_a_window_that_goes_leaves_the_keyboard_to_the_one_before_it(show, front) -> None:
    shown = show().render(examples.cards())
    card = shown.windows._cards[IVANOV.ref]
    card.activateWindow()
    front(card)
    shown.render(replace(examples.cards(), search=ClientSearch("", "")))
    search = shown.window("client_search")
    search.activateWindow()
    front(search)
    shown.render(examples.cards())
    front(card)
    shown.render(examples.idle())
    front(shown.panel)


def test_a_minimized_panel_stays_minimized(show, front) -> None:
    shown = show().render(examples.conversation(), at(48))
    card = shown.windows._cards[IVANOV.ref]
    card.activateWindow()
    front(card)
    shown.panel.showMinimized()
    shown.render(examples.idle())
    assert shown.panel.isMinimized() and QApplication.activeWindow() is not shown.panel


def test_a_window_without_the_keyboard_leaves_it_where_it_is(show, front) -> None:
    shown = show().render(examples.cards())
    others = [window for window in shown.windows._open() if window is not shown.panel]
    shown.panel.activateWindow()
    front(shown.panel)
    shown.render(examples.idle())
    assert QApplication.activeWindow() is shown.panel and not any(window.isVisible() for window in others)


@pytest.fixture
def typing(show, front):
    """The operator fills in a form while it rings."""
    shown = show().render(_with_form(examples.ringing_many()), at(4))
    form = shown.windows._cards[form_examples.CLIENT]
    form.activateWindow()
    front(form)
    edit = form.form.fields["lastname"].edit
    edit.setFocus()
    edit.setText("Сидорова")
    return shown, form


@pytest.mark.manual("M11")
@pytest.mark.parametrize("how", ["key", "notice"])
def test_the_search_of_a_call_accepted_here_takes_the_keyboard(
    typing, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    shown, _ = typing
    given: list[object] = []
    monkeypatch.setattr(shown.windows._order, "give", given.append)  # this screen activates whatever is shown
    if how == "key":
        next(each for each in shown.panel.shortcuts if each.shortcut() == "F2").trigger()
    else:
        shown.window("incoming_notice").accept.click()
    assert shown.intents == [Accept()]
    shown.render(_with_form(examples.ringing_many()), at(5)).render(_with_form(examples.answered_many()), at(14))
    assert given == [shown.window("client_search")]


@pytest.mark.parametrize("how", ["in another program", "by a script"])
def test_a_search_that_was_not_asked_for_here_opens_under_the_field_that_is_typed_in(
    typing, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    shown, form = typing
    raised, given = [], []
    monkeypatch.setattr(form, "raise_", lambda: raised.append(form))
    monkeypatch.setattr(shown.windows._order, "give", given.append)
    if how == "in another program":
        shown.windows.press("accept")
    shown.render(_with_form(examples.answered_many()), at(14))
    assert shown.window("client_search").isVisible()
    assert raised == [form] and given == []


def test_a_call_accepted_before_the_operator_left_for_another_program_takes_nothing(
    typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, _ = typing
    given: list[object] = []
    shown.panel.accept.click()
    monkeypatch.setattr(shown.windows._order, "give", given.append)
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: None))
    shown.render(_with_form(examples.answered_many()), at(14))
    assert shown.window("client_search").isVisible() and given == []


def _with_form(desk: Desk) -> Desk:
    return replace(desk, cards=form_examples.new().cards, drafts=form_examples.new().drafts)


def test_a_card_that_was_asked_for_comes_to_the_front_while_something_is_typed(show, front) -> None:
    shown = show().render(examples.answered_many(), at(14))
    search = shown.window("client_search")
    search.activateWindow()
    front(search)
    search.field.setText("иванов")
    search.intent.emit(ShowCard(IVANOV.ref))
    shown.render(examples.conversation(), at(48))
    front(shown.windows._cards[IVANOV.ref])


def test_an_open_card_that_is_asked_for_again_comes_to_the_front(show, front) -> None:
    shown = show().render(examples.conversation(), at(48))
    shown.panel.activateWindow()
    front(shown.panel)
    shown.panel.intent.emit(ShowCard(IVANOV.ref))
    shown.render(examples.conversation(), at(49))
    front(shown.windows._cards[IVANOV.ref])


def test_a_key_pressed_in_another_program_brings_nothing_to_the_front(show) -> None:
    shown = show().render(examples.conversation(), at(48))
    shown.windows.press("transfer")
    assert OpenTransferForm() in shown.intents
    assert not shown.windows._wishes.granted(OpenTransferForm)
