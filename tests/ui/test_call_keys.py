"""Hold, mute and keypad on the panel, and what the caller block says of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ctidesk.domain.capability import Capability
from ctidesk.domain.desk import ClientSearch, Desk
from ctidesk.domain.intents import Dial, PressKeys, SetHold, SetMute
from ctidesk.ui.tokens import PANEL_HEIGHT
from tests.ui import examples
from tests.ui import telephony_examples as tel
from tests.ui.examples import LEG, NUMBER, RAW, at, desk_after, ev


@pytest.mark.manual("D14")
def test_a_press_asks_for_the_other_state(show) -> None:
    shown = show().render(tel.talk(), at(48))
    keys = shown.panel.keys
    keys.hold.click()
    keys.mute.click()
    assert not keys.hold.isChecked() and not keys.mute.isChecked()  # that is the desk's to say
    shown.render(desk_after(ev.HoldChanged(LEG, True), desk=tel.muted()), at(48))
    assert keys.hold.isChecked() and keys.mute.isChecked()
    keys.hold.click()
    keys.mute.click()
    assert shown.intents == [SetHold(True), SetMute(True), SetHold(False), SetMute(False)]


@pytest.mark.parametrize(
    ("desk", "tips"),
    [
        (
            examples.idle(),
            (
                "Удержание: доступно в разговоре",
                "Выключение микрофона: доступно в разговоре",
                "Тональный набор: доступен в разговоре",
            ),
        ),
        (
            tel.talk(),
            ("Поставить абонента на удержание (F6)", "Выключить микрофон (F7)", "Тональный набор: передать цифры (F5)"),
        ),
        (
            tel.consulting(),
            (
                "Абонент на удержании до конца перевода",
                "Выключить микрофон (F7)",
                "Тональный набор: передать цифры (F5)",
            ),
        ),
    ],
)
def test_tooltips_say_what_a_key_does_or_why_not(show, desk, tips: tuple[str, ...]) -> None:
    keys = show().render(desk, at(75)).panel.keys
    assert (keys.hold.toolTip(), keys.mute.toolTip(), keys.keypad.toolTip()) == tips


def test_what_the_engine_cannot_do_is_off_and_says_so(show) -> None:
    desk = replace(tel.talk(), engine=replace(tel.talk().engine, name="pyvoip", capabilities=frozenset()))
    shown = show().render(desk, at(48))
    keys = shown.panel.keys
    assert not any(key.isEnabled() for key in (keys.hold, keys.mute, keys.keypad))
    assert keys.hold.toolTip() == "Этот движок телефонии не умеет удержание"
    assert not shown.panel.transfer.isEnabled()
    assert shown.panel.transfer.toolTip().startswith("Этот движок телефонии не умеет переводить звонки")
    assert Capability.HOLD not in desk.engine.capabilities


def test_hotkeys(show, qtbot) -> None:
    shown = _active(show().render(tel.talk(), at(48)), qtbot)
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F5):
        qtbot.keyClick(shown.panel, key)
    assert shown.intents == [SetHold(True), SetMute(True)]
    assert shown.panel.keys.pad.isVisible()


# --- the keypad --------------------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_keypad_sends_digits_and_shows_them(show, theme: str) -> None:
    shown = show("ru", theme).render(tel.talk(), at(48))
    keys = shown.panel.keys
    keys.keypad.click()
    shown.folder.mkdir(parents=True, exist_ok=True)
    assert keys.pad.grab().save(str(shown.folder / "talk.keypad-empty.png"))
    for key in "19*0#":
        keys.pad.keys[key].click()
    assert shown.intents == [PressKeys(key) for key in "19*0#"]
    assert keys.pad.shown.text() == "19*0#"
    assert keys.keypad.isChecked()
    assert keys.pad.grab().save(str(shown.folder / "talk.keypad.png"))
    keys.keypad.click()
    assert not keys.pad.isVisible() and not keys.keypad.isChecked()


def test_the_keypad_takes_no_focus_and_is_no_window_of_the_desk(show) -> None:
    shown = show().render(tel.talk(), at(48))
    shown.panel.keys.keypad.click()
    pad = shown.panel.keys.pad
    assert pad.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert pad.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert all(key.focusPolicy() is Qt.FocusPolicy.NoFocus for key in pad.keys.values())
    assert shown.windows.visible() == ("panel",)


def test_the_keypad_goes_with_the_call_and_forgets_its_digits(show) -> None:
    shown = show().render(tel.talk(), at(48))
    keys = shown.panel.keys
    keys.toggle_pad()
    keys.pad.keys["5"].click()
    shown.render(desk_after(examples.ENDED, desk=tel.talk()), at(50))
    assert not keys.pad.isVisible()
    keys.toggle_pad()
    assert not keys.pad.isVisible()
    shown.render(tel.talk(), at(48))
    keys.toggle_pad()
    assert keys.pad.isVisible() and keys.pad.shown.text() == ""


def test_digits_typed_on_the_keyboard_sound_in_the_conversation(show, qtbot) -> None:
    shown = _active(show().render(tel.talk(), at(48)), qtbot)
    qtbot.keyClicks(shown.panel, "1#a")
    assert shown.intents == [PressKeys("1"), PressKeys("#")]
    assert shown.panel.keys.pad.shown.text() == "1#"


@pytest.mark.manual("D14")
@pytest.mark.parametrize("how", ["key", "click"])
def test_whoever_opens_the_keypad_types_into_the_call_and_goes_on_where_he_was(show, qtbot, how: str) -> None:
    shown, field = _searching(show, qtbot)
    keypad = shown.panel.keys.keypad
    qtbot.keyClick(field, Qt.Key.Key_F5) if how == "key" else keypad.click()
    qtbot.waitUntil(shown.panel.isActiveWindow)
    qtbot.keyClicks(QApplication.focusWidget(), "12#")
    assert shown.intents == [PressKeys(key) for key in "12#"] and field.text() == "иванов"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not shown.panel.keys.pad.isVisible()
    qtbot.waitUntil(field.hasFocus)


@pytest.mark.manual("D14")
@pytest.mark.parametrize("first", ["keypad", "message"])
def test_the_keypad_stands_below_what_the_panel_says(show, first: str) -> None:
    shown = show().render(tel.talk(), at(48))
    panel, pad = shown.panel, shown.panel.keys.pad
    if first == "keypad":
        panel.keys.keypad.click()
    shown.render(tel.telling(tel.talk()), at(48))
    if first == "message":
        panel.keys.keypad.click()
    assert panel.height() > PANEL_HEIGHT and pad.y() > panel.geometry().bottom()
    shown.render(tel.talk(), at(49))
    assert panel.height() == PANEL_HEIGHT and pad.y() - panel.geometry().bottom() < PANEL_HEIGHT


def test_a_keypad_opened_from_another_program_takes_no_keyboard(show, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, field = _searching(show, qtbot)
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: None))
    shown.windows.press("keypad")
    assert shown.panel.keys.pad.isVisible() and field.hasFocus()


def test_digits_still_typed_when_the_call_ends_go_nowhere(show, qtbot) -> None:
    shown, field = _searching(show, qtbot)
    qtbot.keyClick(field, Qt.Key.Key_F5)
    qtbot.waitUntil(shown.panel.isActiveWindow)
    shown.render(desk_after(examples.ENDED, desk=_with_search()), at(50))
    assert not shown.panel.keys.pad.isVisible() and not field.hasFocus()


def test_where_he_was_may_be_gone(show, qtbot) -> None:
    shown, field = _searching(show, qtbot)
    qtbot.keyClick(field, Qt.Key.Key_F5)
    qtbot.waitUntil(shown.panel.isActiveWindow)
    shown.render(tel.talk(), at(50))
    qtbot.keyClick(shown.panel, Qt.Key.Key_Escape)
    assert not shown.panel.keys.pad.isVisible() and shown.panel.isActiveWindow()


def test_digits_typed_into_a_field_stay_there(show, qtbot) -> None:
    shown = _active(show().render(tel.talk(), at(48)), qtbot)
    shown.panel.field.field.setFocus()
    qtbot.keyClicks(shown.panel.field.field, "1002")
    assert shown.intents == []
    assert shown.panel.field.field.text() == "1002"


def test_without_a_conversation_digits_go_nowhere(show, qtbot) -> None:
    shown = _active(show().render(examples.idle()), qtbot)
    qtbot.keyClicks(shown.panel, "12")
    assert shown.intents == []
    shown.panel.field.field.setText("1002")
    shown.panel.field.dial()
    assert shown.intents == [Dial("1002")]


# --- what the caller block says ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desk", "words"),
    [
        (tel.held(), "Абонент на удержании"),
        (tel.held_by_peer(), "Вы на удержании"),
        (tel.muted(), "Микрофон выключен"),
        (tel.transfer_joins(), "Перевод на 1002 · соединяем… · Петрова Анна Викторовна"),
        (tel.consulting(), "Разговор с 1002 · Петрова Анна Викторовна"),
    ],
)
def test_signs_are_word_and_icon(show, desk, words: str) -> None:
    caller = show().render(desk, at(75)).panel.caller
    shown = [sign for sign in (caller.transfer, *caller.signs.values()) if sign.isVisible()]
    assert [sign.word.text() for sign in shown] == [words]
    assert not shown[0]._icon.pixmap().isNull()
    assert words in caller.accessibleDescription()


@pytest.mark.manual("M19")
def test_how_long_a_transfer_rings_runs_and_is_not_spoken(show) -> None:
    shown = show().render(tel.transfer_rings(), at(58))
    sign = shown.panel.caller.transfer
    assert sign.word.text() == "Перевод на 1002 · вызов… 00:06 · Петрова Анна Викторовна"
    shown.render(tel.transfer_rings(), at(59))
    assert sign.word.text() == "Перевод на 1002 · вызов… 00:07 · Петрова Анна Викторовна"
    assert "Перевод на 1002 · вызов… · Петрова Анна Викторовна" in shown.panel.caller.accessibleDescription()
    assert not sign._icon.pixmap().isNull()


@pytest.mark.parametrize("width", [1920, 1300, 1000, 840])
def test_of_a_transfer_the_name_is_what_is_cut(show, width: int) -> None:
    shown = show(dock="floating")
    shown.panel.resize(width, shown.panel.height())
    caller = shown.render(tel.transfer_rings(), at(75)).panel.caller
    assert caller.transfer.isVisible()
    assert caller.transfer.geometry().right() <= caller.width()
    assert caller.transfer.word.text().startswith("Перевод на 1002 · вызов…")


@pytest.mark.parametrize("width", [1920, 1440, 1300, 1000, 860, 840])
def test_signs_without_room_keep_icon_and_tooltip(show, width: int) -> None:
    shown = show(dock="floating")
    shown.panel.resize(width, shown.panel.height())
    caller = shown.render(tel.held_and_muted_long(), at(4000)).panel.caller
    for sign in caller.signs.values():
        assert sign.isVisible() and sign.toolTip()
        assert sign.geometry().right() <= caller.width()


@pytest.mark.parametrize("width", [1920, 1600, 1400, 1200, 1199, 1060, 1059, 1000, 960, 900, 899, 840])
def test_no_part_of_the_row_stands_on_another(show, width: int) -> None:
    shown = show(dock="floating")
    shown.panel.resize(width, shown.panel.height())
    panel = shown.render(tel.held_and_muted_long(), at(4000)).panel
    buttons = (panel.accept, panel.end, panel.transfer, panel.rebind, panel.keys, panel.note)
    row = (panel.status, *buttons, panel.caller, panel.field, panel.sync, panel.menu)
    parts = [part for part in row if part.isVisible()]
    for left, right in pairwise(parts):
        assert left.geometry().right() < right.geometry().left(), (left, right)
    assert panel.menu.geometry().right() < panel.width() == width
    assert panel.caller.number.text() and not panel.caller.number.cut


@pytest.mark.parametrize(
    ("srtp", "secure", "tip"),
    [(True, False, "Разговор зашифрован (SRTP)"), (False, True, "Разговор не зашифрован"), (False, False, "")],
)
def test_the_lock(show, srtp: bool, secure: bool, tip: str) -> None:
    shown = show()
    shown.windows._secure = secure
    desk = desk_after(ev.LegSecured(LEG, srtp), desk=examples.conversation())
    lock = shown.render(desk, at(48)).panel.caller.lock
    assert (lock.isVisible(), lock.toolTip()) == (bool(tip), tip)
    if tip and not srtp:
        shown.save("talk-in-the-open")


def test_an_outgoing_call_has_no_lock_before_media_flows(show) -> None:
    desk = desk_after(ev.DialStarted(LEG, NUMBER, RAW, at(0)), desk=examples.idle())
    assert not show().render(desk).panel.caller.lock.isVisible()


def _with_search() -> Desk:
    return replace(tel.talk(), search=ClientSearch("", "", "иванов"))


def _searching(show, qtbot):
    """In a conversation the operator looks for somebody else."""
    shown = show().render(_with_search(), at(48))
    search = shown.window("client_search")
    search.activateWindow()
    qtbot.waitUntil(search.isActiveWindow)
    search.field.setFocus()
    return shown, search.field


def _active(shown, qtbot):
    shown.panel.activateWindow()
    qtbot.waitUntil(shown.panel.isActiveWindow)
    shown.panel.setFocus()
    return shown
