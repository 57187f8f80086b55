"""The panel: words, what may be pressed in which state, and what a press asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ctidesk.domain.intents import Accept, End, OpenHistory, OpenList, OpenSearch, OpenUnsent, Quit, Synchronise
from tests.ui import examples
from tests.ui.every_example import EXAMPLES
from tests.ui.examples import at

TABLE_4 = {
    "ringing": (True, True, False),
    "outgoing": (False, True, False),
    "conversation": (False, True, True),
    "wrap-up": (False, False, True),
    "after-call": (False, False, True),
    "idle": (False, False, False),
    "pbx-away": (False, False, False),
}


@pytest.mark.manual("M8")
@pytest.mark.parametrize("name", TABLE_4)
def test_buttons_are_on_by_table_4(show, name: str) -> None:
    panel = show().render(EXAMPLES[name].make(), EXAMPLES[name].now).panel
    assert (panel.accept.isEnabled(), panel.end.isEnabled(), panel.rebind.isEnabled()) == TABLE_4[name]


@pytest.mark.manual("D15", "M5.2", "M5.3")
def test_short_words_on_the_buttons_full_labels_in_tooltip_and_for_the_ear(show) -> None:
    panel = show().render(examples.ringing()).panel
    assert [b.text() for b in panel._actions] == ["Принять", "Завершить", "Перевести", "Перепривязать"]
    names = ["Принять звонок", "Завершить звонок", "Перевести звонок", "Перепривязать звонок"]
    assert [b.accessibleName() for b in panel._actions] == names
    assert all(b.toolTip().startswith(name) for b, name in zip(panel._actions, names, strict=True))


def test_english_words(show) -> None:
    panel = show("en").render(examples.ringing()).panel
    assert [b.text() for b in panel._actions] == ["Accept", "End", "Transfer", "Rebind"]
    assert panel.status.face.text() == "Incoming call"


@pytest.mark.manual("M5.2", "M5.3", "M5.5")
def test_a_press_asks_for_what_the_button_says(show) -> None:
    shown = show().render(examples.ringing())
    shown.panel.accept.click()
    shown.panel.end.click()
    shown.render(examples.conversation(), at(48)).panel.rebind.click()
    assert shown.intents == [Accept(), End(), OpenSearch()]


def test_the_one_next_action_is_filled(show) -> None:
    shown = show().render(examples.ringing())
    fills = lambda: [b.property("fill") for b in shown.panel._actions]  # noqa: E731
    assert fills() == ["green", "flat", "flat", "flat"]
    shown.render(examples.conversation(), at(48))
    assert fills() == ["flat", "red", "flat", "flat"]
    shown.render(examples.idle())
    assert fills() == ["flat"] * 4


@pytest.mark.manual("M5.6")
def test_the_caller_is_shown_with_name_organization_and_how_many_others(show) -> None:
    caller = show().render(examples.ringing_many()).panel.caller
    assert caller.accessibleName() == "Определитель номера"
    assert caller.number.text() == "+7 495 123-45-67"
    assert caller.name.text() == "Иванов Иван Иванович"
    assert caller.details.text() == "ещё 3 совпадения · ООО «Ромашка»"
    assert caller.timer.text() == "00:04"


@pytest.mark.parametrize(
    ("example", "words"),
    [
        (examples.ringing_looking, "Ищем клиента…"),
        (examples.ringing_unknown, "Номера нет в CRM"),
        (examples.conversation, "ООО «Ромашка» · привязан"),
        (examples.after_call, "ООО «Ромашка» · последний звонок · привязан"),
    ],
)
def test_the_second_line_says_how_far_the_search_has_come(show, example, words: str) -> None:
    assert show().render(example(), at(48)).panel.caller.details.text() == words


def test_a_caller_without_a_number(show) -> None:
    assert show().render(examples.ringing_anonymous()).panel.caller.number.text() == "Номер скрыт"


def test_the_call_timer_runs(show) -> None:
    shown = show().render(examples.conversation(), at(48))
    assert shown.panel.caller.timer.text() == "00:42"
    assert shown.render(examples.conversation(), at(4000)).panel.caller.timer.text() == "1:06:34"


def test_the_panel_fills_the_width_of_the_screen_at_its_top(show) -> None:
    panel = show().render(examples.idle()).panel
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert (panel.pos(), panel.width(), panel.height()) == (room.topLeft(), room.width(), 44)


def test_a_strip_appears_only_when_there_is_something_to_say(show) -> None:
    shown = show().render(examples.pbx_away())
    assert shown.panel.height() == 76
    assert shown.panel.message.sentence.text() == "АТС не отвечает. Повтор через 4 с."
    assert "408 Request Timeout" in shown.panel.message.sentence.toolTip()
    assert shown.render(examples.idle()).panel.height() == 44


def test_narrow_panels_give_up_words_then_the_field(show) -> None:
    shown = show(dock="floating").render(examples.ringing())
    panel = shown.panel
    for width, labels, field in ((1500, True, True), (1300, False, True), (800, False, False)):
        panel.resize(width, panel.height())
        assert bool(panel.accept.text()) is labels
        assert not panel.rebind.text()
        assert panel.field.opener.isVisible() is not field
    panel.resize(1640, panel.height())
    assert panel.field.field.isVisible() and panel.rebind.text()


def test_nothing_moves_when_the_state_changes(show) -> None:
    shown = show()
    for part in ("accept", "rebind", "keys", "caller"):
        places = {getattr(shown.render(e.make(), e.now).panel, part).x() for e in EXAMPLES.values()}
        assert len(places) == 1, part


@pytest.mark.manual("M3")
def test_synchronise_now(show) -> None:
    shown = show().render(examples.idle())
    shown.panel.sync.click()
    assert "Последняя синхронизация" in shown.panel.sync.toolTip()
    for action in shown.panel.menu.menu_of_now().actions():
        if action.menu() is None:
            action.trigger()
    shown.intents[:] = [intent for intent in shown.intents if not isinstance(intent, OpenList)]
    expected = [Synchronise(), OpenSearch(), OpenHistory(), Synchronise(), Synchronise(full=True), OpenUnsent(), Quit()]
    assert shown.intents == expected


def test_closing_the_panel_asks_to_quit(show) -> None:
    shown = show().render(examples.idle())
    shown.panel.close()
    assert shown.intents == [Quit()]
    assert shown.panel.isVisible()


def test_keys(show, qtbot) -> None:
    shown = show(accept="F6").render(examples.ringing())
    shown.panel.activateWindow()
    qtbot.waitUntil(shown.panel.isActiveWindow)
    qtbot.keyClick(shown.panel, Qt.Key.Key_F6)
    qtbot.keyClick(shown.panel, Qt.Key.Key_F4)
    shown.render(examples.idle())
    qtbot.keyClick(shown.panel, Qt.Key.Key_F6)
    qtbot.keyClick(shown.panel, Qt.Key.Key_F4)
    assert shown.intents == [Accept(), End()]


def test_the_whole_row_by_tab(show, qtbot) -> None:
    shown = show().render(examples.ringing())
    panel = shown.panel
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    order = []
    for _ in range(7):
        qtbot.keyClick(panel.window(), Qt.Key.Key_Tab)
        order.append(panel.focusWidget())
    parts = [panel.status.face, panel.status.arrow, panel.accept, panel.end, panel.field.field, panel.sync, panel.menu]
    assert order == parts
