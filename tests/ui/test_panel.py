"""The panel: words, what may be pressed in which state, and what a press asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ctidesk.domain.intents import (
    Accept,
    Dial,
    DialText,
    DismissNotice,
    End,
    HidePanel,
    OpenGuide,
    OpenHistory,
    OpenList,
    OpenSearch,
    OpenSettings,
    OpenUnsent,
    Quit,
    Rebind,
    SaveDiagnostics,
    SaveNumber,
    SetHold,
    Synchronise,
    UndoRebind,
)
from tests.ui import card_examples, examples
from tests.ui import telephony_examples as tel
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
    assert (panel.accept.isEnabled(), panel.end.isEnabled(), panel.rebind.main.isEnabled()) == TABLE_4[name]


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
    shown.render(tel.talk(), at(48)).panel.rebind.main.click()
    assert shown.intents == [Accept(), End(), OpenSearch()]


@pytest.mark.manual("M5.5", "D2", "D7")
def test_the_call_is_rebound_to_the_card_in_front(show) -> None:
    shown = show().render(examples.other_cards(), at(48))
    rebind = shown.panel.rebind
    rebind.main.click()
    plain, saving = rebind.menu_of_now().actions()
    assert (plain.text(), saving.text()) == ("Перепривязать звонок", "Перепривязать и сохранить номер")
    plain.trigger()
    saving.trigger()
    petrov = examples.PETROV.ref
    assert shown.intents == [Rebind(petrov), Rebind(petrov), Rebind(petrov, save_number=True)]
    assert rebind.main.toolTip() == "Перепривязать звонок к: Петров-Водкин Кузьма Сергеевич"


def test_the_card_looked_at_last_is_in_front(show, qtbot) -> None:
    shown = show().render(examples.other_cards(), at(48))
    card = shown.windows._cards[examples.ROMASHKA.ref]
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow)
    shown.panel.activateWindow()
    qtbot.waitUntil(shown.panel.isActiveWindow)
    shown.panel.rebind.main.click()
    assert shown.intents == [Rebind(examples.ROMASHKA.ref)]


def test_without_a_card_the_second_way_says_what_is_missing(show) -> None:
    rebind = show().render(tel.talk(), at(48)).panel.rebind
    assert not any(way.isEnabled() for way in rebind.menu_of_now().actions())
    assert rebind.saving.toolTip() == "Сначала откройте карточку клиента"


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


def test_an_organization_of_three_lines_stands_on_one(show) -> None:
    client = replace(examples.IVANOV, organization="ФГБУ «НИИ»\nФилиал\r\n  Отдел продаж")
    desk = examples.desk_after(examples.ev.ClientLinked(examples.LEG, client), desk=examples.answered_many())
    assert show().render(desk, at(48)).panel.caller.details.text() == "ФГБУ «НИИ» Филиал Отдел продаж · привязан"


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


@pytest.mark.manual("D3")
def test_the_second_line_says_what_the_call_is_about(show) -> None:
    title = "Рабочий лист 17: " + "повторное подключение услуги " * 12
    about = examples.ev.RegardingLinked(examples.LEG, card_examples.SHEET.ref, title, examples.IVANOV)
    caller = show().render(examples.desk_after(about, desk=examples.conversation()), at(48)).panel.caller
    assert caller.details.text() == f"ООО «Ромашка» · {title}"
    assert caller.details.cut and caller.details.toolTip() == caller.details.text()
    assert title in caller.accessibleDescription()


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


@pytest.mark.parametrize("language", ["ru", "en"])
def test_narrow_panels_give_up_words_then_the_field(show, language: str) -> None:
    panel = show(language, dock="floating").render(examples.conversation_long(), at(4000)).panel
    shown = []
    for width in (1920, 1500, 1200, 1199, 1000, 899, 840):
        panel.resize(width, panel.height())
        QGuiApplication.processEvents()
        words = sum(bool(button.text()) for button in panel._actions)
        assert all(button.toolTip() for button in panel._actions)
        assert panel.field.opener.isVisible() is not panel.field.field.isVisible()
        assert panel.caller.width() >= 220
        shown.append((width, words, panel.field.field.isVisible()))
    assert shown[0] == (1920, 4, True)
    assert [words for width, words, _ in shown if width < 1200] == [0, 0, 0, 0]
    assert [field for *_, field in shown] == [True, True, True, True, True, False, False]
    assert shown[1][1] >= shown[2][1] >= 1


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
    work = [Synchronise(), OpenSearch(), OpenHistory(), Synchronise(), Synchronise(full=True), OpenUnsent()]
    assert shown.intents == [*work, OpenSettings(), OpenGuide(), SaveDiagnostics(), HidePanel(), Quit()]


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


def test_the_whole_row_by_tab_in_a_conversation(show, qtbot) -> None:
    panel = show().render(tel.talk(), at(48)).panel
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    keys, rebind = panel.keys, panel.rebind
    parts = [panel.status.face, panel.status.arrow, panel.end, panel.transfer, rebind.main, rebind.arrow]
    parts += [keys.hold, keys.mute, keys.keypad, panel.note, panel.field.field, panel.sync, panel.menu]
    order = []
    for _ in parts:
        qtbot.keyClick(panel, Qt.Key.Key_Tab)
        order.append(panel.focusWidget())
    assert order == parts


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


@pytest.mark.parametrize("name", ["client_search", "contact_card", "account_card"])
def test_keys_work_from_every_window(show, qtbot, name: str) -> None:
    shown = show().render(examples.other_cards() if "card" in name else examples.answered_many(), at(48))
    window = shown.window(name)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_F6)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_F4)
    assert shown.intents == [SetHold(True), End()]


def test_enter_presses_what_has_the_focus_else_accepts(show, qtbot) -> None:
    shown = show().render(examples.ringing())
    panel = shown.panel
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    for part in (panel, panel.end, panel.field.field):
        part.setFocus()
        qtbot.keyClick(part, Qt.Key.Key_Return)
    assert shown.intents == [Accept(), End(), Accept()]


@pytest.mark.parametrize("example", [examples.ringing, examples.outgoing, examples.conversation])
def test_escape_never_ends_a_call(show, qtbot, example) -> None:
    shown = show().render(example(), at(48))
    panel = shown.panel
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    for part in (panel, panel.end, panel.field.field):
        part.setFocus()
        qtbot.keyClick(part, Qt.Key.Key_Escape)
    assert shown.intents == []


def test_escape_closes_the_keypad(show, qtbot) -> None:
    shown = show().render(tel.talk(), at(48))
    shown.panel.activateWindow()
    qtbot.waitUntil(shown.panel.isActiveWindow)
    qtbot.keyClick(shown.panel, Qt.Key.Key_F5)
    assert shown.panel.keys.pad.isVisible()
    qtbot.keyClick(shown.panel, Qt.Key.Key_Escape)
    assert not shown.panel.keys.pad.isVisible() and not shown.panel.keys.keypad.isChecked()


def test_system_wide_keys_do_what_those_of_the_panel_do(show) -> None:
    shown = show().render(examples.ringing())
    QGuiApplication.clipboard().setText("тел. 8 916 700-80-90")
    for name in ("accept", "mute", "transfer", "dial", "end"):
        shown.windows.press(name)
    assert shown.intents == [Accept(), DialText("тел. 8 916 700-80-90"), End()]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_offered_number_is_asked_about(show, theme: str) -> None:
    shown = show("ru", theme).render(examples.offered())
    message = shown.panel.message
    assert message.sentence.text() == "Позвонить по номеру 8 (916) 700-80-90?"
    assert shown.panel.field.field.text() == "8 (916) 700-80-90"
    message.call.click()
    message.dismiss.click()
    assert shown.intents == [Dial("8 (916) 700-80-90"), DismissNotice()]


def test_an_offer_does_not_take_what_the_operator_types(show, qtbot) -> None:
    shown = show().render(examples.idle())
    shown.panel.activateWindow()
    qtbot.waitUntil(shown.panel.isActiveWindow)
    shown.panel.field.field.setFocus()
    qtbot.keyClicks(shown.panel.field.field, "100")
    assert shown.render(examples.offered()).panel.field.field.text() == "100"


def test_how_long_a_state_has_lasted(show) -> None:
    shown = show().render(examples.idle(), at(0))
    assert shown.render(examples.idle(), at(59)).panel.status.face._second == "Доступен"
    assert shown.render(examples.idle(), at(12 * 60)).panel.status.face._second == "Доступен · 12 мин"
    assert shown.render(examples.idle(), at(65 * 60)).panel.status.face._second == "Доступен · 1 ч 05 мин"
    shown.render(examples.conversation(), at(66 * 60))
    assert shown.render(examples.inactive(), at(70 * 60)).panel.status.face._second == ""
    assert shown.render(examples.inactive(), at(72 * 60)).panel.status.face._second == "2 мин"


@pytest.mark.manual("M13", "D2")
def test_after_a_rebind_the_number_can_be_saved_and_all_be_undone(show) -> None:
    shown = show().render(examples.rebound(), at(58))
    message = shown.panel.message
    assert message.sentence.text().startswith("Звонок привязан: Константинопольская")
    message.save_number.click()
    message.undo.click()
    message.dismiss.click()
    assert shown.intents == [SaveNumber(), UndoRebind(), DismissNotice()]
    shown.render(examples.conversation(), at(59))
    assert not message.isVisible()
