"""Which window has the keyboard: what was asked for here, else the one that had it before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from ctidesk.domain.desk import ClientSearch
from ctidesk.domain.intents import OpenTransferForm, ShowCard
from tests.ui import examples
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
