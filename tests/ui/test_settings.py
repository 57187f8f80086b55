"""The settings window: words for everything, one editor for each kind, locks, search, what is asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from ctidesk.domain import events as ev
from ctidesk.domain.intents import (
    CloseSettings,
    DropSettings,
    GoOnWithSettings,
    OpenSettings,
    RestartDesk,
    SaveSettings,
    ShowSettings,
    TypeSetting,
)
from ctidesk.domain.setting_list import SETTINGS, TABLES
from ctidesk.domain.settings import UiSettings
from ctidesk.domain.settings_form import PASSWORDS, TYPED
from ctidesk.ui.application import install_language
from ctidesk.ui.settings.key_editor import key_text
from ctidesk.ui.settings.setting_texts import SettingTexts
from ctidesk.ui.settings.settings_view import names
from tests import settings_page
from tests.ui import settings_examples as examples
from tests.ui.examples import idle

SECRET = "s3cret, с кириллицей"
KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier


def window_of(show, desk, language: str = "ru"):
    shown = show(language).render(desk)
    return shown, shown.window("settings")


def row_of(window, name: str):
    return window.rows.rows[name]


def intents(shown) -> list[object]:
    """Since the last look."""
    found, shown.intents[:] = list(shown.intents), []
    return found


def type_in(line: QLineEdit, text: str) -> None:
    line.setText(text)
    line.textEdited.emit(text)


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_setting_has_a_title_an_explanation_and_words_for_its_choices(qapp: QApplication, language: str) -> None:
    install_language(qapp, UiSettings(language=language))  # type: ignore[arg-type]
    texts = SettingTexts()
    install_language(qapp, UiSettings(language="en"))
    assert tuple(texts.tables) == TABLES
    assert texts.words.keys() == set(names()) == SETTINGS.keys() | PASSWORDS.keys()
    for name, words in texts.words.items():
        assert words.title and words.explanation.endswith("."), name
        assert any("а" <= char <= "я" for char in words.explanation) == (language == "ru"), name
    for name, setting in SETTINGS.items():
        assert set(setting.choices) <= texts.words[name].choices.keys(), name
        assert bool(texts.words[name].unit) == setting.seconds, name
    titles = [(name.partition(".")[0], words.title) for name, words in texts.words.items()]
    assert len(set(titles)) == len(titles)


def test_the_administrator_s_page_is_made_of_the_same_table(qapp: QApplication) -> None:
    install_language(qapp, UiSettings(language="en"))
    written = settings_page.PAGE.read_text(encoding="utf-8")
    assert written == settings_page.page(), "run: python -m tests.settings_page"


# --- groups and search -----------------------------------------------------------------------------------------------


def test_opened_from_the_menu_with_the_search_in_focus(show) -> None:
    shown = show().render(idle())
    action = next(each for each in shown.panel.menu.menu_of_now().actions() if each.text() == "Настройки")
    action.trigger()
    assert intents(shown) == [OpenSettings()]
    window = shown.render(examples.opened()).window("settings")
    assert window.windowTitle() == "Настройки" and window.focusWidget() is window.search
    groups = [window.groups.item(place).text() for place in range(window.groups.count())]
    assert groups == ["Телефония", "Звонки", "Звук", "CRM", "Кэш", "Ссылки", "Гарнитура", "Клавиши", "Вид"]


@pytest.mark.parametrize("table", TABLES)
def test_a_group_shows_all_of_its_settings_and_nothing_else(show, table: str) -> None:
    _, window = window_of(show, examples.opened(table))
    shown = [name for name, row in window.rows.rows.items() if row.isVisible()]
    assert shown == [name for name in names() if name.startswith(f"{table}.")]
    assert window.groups.currentRow() == TABLES.index(table) and window.groups.selectedItems()


def test_choosing_a_group_and_typing_into_the_search(show, qtbot) -> None:
    shown, window = window_of(show, examples.opened())
    window.groups.setCurrentRow(3)
    type_in(window.search, "эхо")
    assert intents(shown) == [ShowSettings("crm"), ShowSettings(search="эхо")]
    shown.render(examples.searched("подав эха"))
    assert [name for name, row in window.rows.rows.items() if row.isVisible()] == ["audio.echo_cancellation"]
    assert not window.groups.selectedItems()
    window.groups.setFocus()
    assert not intents(shown), "that Tab comes by chooses no group"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("srtp", "sip.srtp"),
        ("pbx.romashka", "sip.server"),
        ("F10", "hotkeys.note"),
        ("PJSIP ДВИЖОК", "sip.engine"),
        ("в браузере", "crm.authority"),
    ],
)
def test_names_explanations_and_values_are_searched(show, text: str, found: str) -> None:
    _, window = window_of(show, examples.searched(text))
    assert row_of(window, found).isVisible()


def test_nothing_found_says_so(show) -> None:
    _, window = window_of(show, examples.nothing_found())
    assert window._nothing.isVisible() and not window.rows.isVisible()


# --- editors ---------------------------------------------------------------------------------------------------------


def test_each_kind_is_typed_as_a_text(show, qtbot) -> None:
    shown, window = window_of(show, examples.searched("."))
    type_in(row_of(window, "sip.bind").editor.line, "10.0.0.1")
    type_in(row_of(window, "sip.no_answer_s").editor.line, "45")
    row_of(window, "sip.accept_refer").editor.tick.click()
    row_of(window, "calls.results").editor.lines.setPlainText("Да\nНет")
    transport = row_of(window, "sip.transport").editor.box
    transport.setCurrentIndex(transport.findText("TLS"))
    transport.activated.emit(transport.currentIndex())
    assert intents(shown) == [
        TypeSetting("sip.bind", "10.0.0.1"),
        TypeSetting("sip.no_answer_s", "45"),
        TypeSetting("sip.accept_refer", "true"),
        TypeSetting("calls.results", "Да\nНет"),
        TypeSetting("sip.transport", "tls"),
    ]


def test_what_the_desk_says_is_shown_and_nobody_typed_it(show) -> None:
    shown, window = window_of(show, examples.opened("calls"))
    shown.render(examples.typed())
    assert row_of(window, "calls.wrap_up_s").editor.line.text() == "45"
    assert not intents(shown)


def test_devices_are_those_that_are_there_and_the_one_that_is_chosen(show) -> None:
    gone = examples.Reading(examples.settings(audio__input="Jabra, унесена"))
    _, window = window_of(show, examples.opened("audio", reading=gone))
    box = row_of(window, "audio.input").editor.box
    offered = [box.itemText(place) for place in range(box.count())]
    assert offered == ["Как в системе", "Без звука", examples.HEADSET, "Веб-камера", "Jabra, унесена"]
    assert box.currentText() == "Jabra, унесена"


def test_a_key_is_chosen_by_pressing_it_and_does_nothing_else(show, qtbot) -> None:
    shown, window = window_of(show, examples.opened("hotkeys"))
    line = row_of(window, "hotkeys.hold").editor.line
    window.activateWindow()
    line.setFocus()
    for key, modifiers in ((KEY.Key_F4, MODIFIER.NoModifier), (KEY.Key_J, MODIFIER.ControlModifier)):
        qtbot.keyClick(line, key, modifiers)
    qtbot.keyClick(line, KEY.Key_A)
    qtbot.keyClick(line, KEY.Key_Backspace)
    assert intents(shown) == [
        TypeSetting("hotkeys.hold", "F4"),
        TypeSetting("hotkeys.hold", "Ctrl+J"),
        TypeSetting("hotkeys.hold", ""),
    ]


def test_a_key_that_holds_everywhere_is_chosen_too_and_does_nothing(show) -> None:
    shown, window = window_of(show, examples.opened("hotkeys"))
    window.activateWindow()
    row_of(window, "hotkeys.global.end").editor.line.setFocus()
    shown.windows.press("accept")
    assert intents(shown) == [TypeSetting("hotkeys.global.end", "Ctrl+Alt+A")]
    window.search.setFocus()
    shown.windows.press("dial")
    assert not [intent for intent in intents(shown) if isinstance(intent, TypeSetting)]


@pytest.mark.parametrize(
    ("key", "modifiers", "text"),
    [
        (KEY.Key_PageUp, MODIFIER.AltModifier, "Alt+PageUp"),
        (KEY.Key_Pause, MODIFIER.NoModifier, "Pause"),
        (KEY.Key_F12, MODIFIER.ShiftModifier | MODIFIER.ControlModifier, "Ctrl+Shift+F12"),
        (0x424, MODIFIER.ControlModifier, "Ctrl+A"),
        (KEY.Key_Q, MODIFIER.NoModifier, ""),
        (KEY.Key_Control, MODIFIER.ControlModifier, ""),
        (KEY.Key_Plus, MODIFIER.ControlModifier, ""),
    ],
)
def test_how_a_pressed_key_is_written(key: KEY, modifiers: MODIFIER, text: str) -> None:
    assert key_text(QKeyCombination(modifiers, KEY(key))) == text


def test_a_password_is_never_shown_and_goes_out_once(show, qtbot) -> None:
    shown, window = window_of(show, examples.opened("sip"))
    line = row_of(window, "sip.password").editor.line
    assert line.echoMode() is QLineEdit.EchoMode.Password and not line.text()
    type_in(line, SECRET)
    assert intents(shown) == [TypeSetting("sip.password", TYPED)]
    shown.render(examples.opened("sip", ev.SettingTyped("sip.password", TYPED)))
    window.footer.store.click()
    (save,) = intents(shown)
    assert save == SaveSettings({"sip.password": SECRET}) and SECRET not in repr(save)
    shown.render(examples.opened("sip"))
    assert not line.text() and not window.rows.passwords


# --- default, locked, wrong ------------------------------------------------------------------------------------------


def test_back_to_the_default(show) -> None:
    shown, window = window_of(show, examples.opened("sip"))
    own, default = row_of(window, "sip.username"), row_of(window, "sip.transport")
    assert own.back.isVisible() and not default.back.isVisible() and default.mark.text() == "по умолчанию"
    own.back.click()
    assert intents(shown) == [TypeSetting("sip.username", "")]


def test_the_way_back_comes_without_moving_or_cutting_anything(show) -> None:
    shown, window = window_of(show, examples.opened("sip"))
    row = row_of(window, "sip.display_name")
    before = row.sizeHint().height()
    changed = ev.SettingTyped("sip.display_name", "Анна")
    shown.render(examples.opened("sip", changed))
    assert row.back.isVisible() and row.sizeHint().height() == before


def test_what_is_fixed_cannot_be_changed_and_says_by_whom(show) -> None:
    _, window = window_of(show, examples.locked())
    said = {name: row_of(window, name).mark.text() for name in ("sip.server", "sip.transport", "sip.username")}
    assert said == {
        "sip.server": "Задано администратором: /etc/xdg/ctidesk/config.toml",
        "sip.transport": f"Задано администратором (групповая политика): {examples.POLICY}",
        "sip.username": "Задано переменной CTIDESK_SIP_USERNAME",
    }
    for name in (*said, "sip.password"):
        row = row_of(window, name)
        assert row.lock.isVisible() and not row.editor.main.isEnabled() and not row.back.isVisible()
        assert row.mark.text() in row.editor.main.accessibleDescription()
    assert row_of(window, "sip.bind").editor.main.isEnabled()


def test_what_is_wrong_is_said_when_the_field_is_left_and_a_try_to_save_leads_there(show) -> None:
    shown, window = window_of(show, examples.opened("calls"))
    window.activateWindow()
    row = row_of(window, "calls.refuse_busy")
    row.editor.main.setFocus()
    shown.render(examples.opened("calls", ev.SettingTyped("calls.refuse_busy", "48")))
    assert not row.wrong.isVisible(), "in the middle of a number"
    window.search.setFocus()
    assert row.wrong.text() == "Так не подходит. Допустимо: 400 … 699."
    shown.render(examples.typed())
    assert window.focusWidget() is row.editor.main and row.wrong.isVisible()
    assert "Допустимо: 400 … 699." in row.editor.main.accessibleDescription()


def test_a_file_that_cannot_be_used_is_mended_here(show) -> None:
    shown, window = window_of(show, examples.unusable())
    assert shown.panel.message.help.text() == "Настройки"
    shown.panel.message.help.click()
    row = row_of(window, "sip.transport")
    assert row.editor.box.currentText() == "sctp" and row.wrong.text() == "Так не подходит. Допустимо: udp, tcp, tls."
    row.back.click()
    assert intents(shown) == [OpenSettings(), TypeSetting("sip.transport", "udp")]


def test_a_choice_is_judged_at_once(show) -> None:
    _, window = window_of(show, examples.twice())
    said = row_of(window, "hotkeys.hold").wrong.text()
    assert said == "F4 досталась бы и «Удержание», и «Завершить». Выберите другую клавишу."


# --- save and leave --------------------------------------------------------------------------------------------------


def test_ctrl_s_saves_and_escape_goes_out_step_by_step(show, qtbot) -> None:
    shown, window = window_of(show, examples.searched())
    qtbot.keyClick(window.search, KEY.Key_S, MODIFIER.ControlModifier)
    qtbot.keyClick(window.search, KEY.Key_Escape)
    shown.render(examples.opened())
    qtbot.keyClick(window.search, KEY.Key_Escape)
    shown.render(examples.asked())
    qtbot.keyClick(window, KEY.Key_Escape)
    window.close()
    assert intents(shown) == [SaveSettings(), ShowSettings(), CloseSettings(), GoOnWithSettings(), CloseSettings()]
    assert window.isVisible(), "whether it goes is decided elsewhere"


def test_leaving_with_changes_is_asked_in_the_forms_words(show) -> None:
    shown, window = window_of(show, examples.asked())
    foot = window.footer
    assert foot.question.text() == "Сохранить изменения?" and window.focusWidget() is foot.keep
    for button in (foot.drop, foot.go_on, foot.keep):
        button.click()
    assert intents(shown) == [DropSettings(), GoOnWithSettings(), SaveSettings({}, close=True)]


def test_what_needs_a_restart_says_so_and_offers_it(show) -> None:
    shown, window = window_of(show, examples.saved())
    assert row_of(window, "sip.srtp").mark.text() == "после перезапуска программы"
    assert window.footer.said.text() == "Сохранено. Часть — после перезапуска."
    window.footer.restart.click()
    assert intents(shown) == [RestartDesk()]


def test_whoever_answers_that_it_is_to_be_saved_is_at_the_restart_next(show) -> None:
    shown, window = window_of(show, examples.asked())
    window.activateWindow()
    window.footer.keep.click()
    shown.render(examples.saved())
    assert window.focusWidget() is window.footer.restart


def test_a_file_that_cannot_be_written_is_told_at_the_foot(show) -> None:
    _, window = window_of(show, examples.refused())
    assert window.footer.problem.text().startswith("Не удаётся записать файл настроек")
    assert window.footer.store.isEnabled() and window.footer.leave.text() == "Отмена"


def test_other_keys_and_another_theme_hold_at_once_and_the_window_stays(show) -> None:
    shown, window = window_of(show, examples.opened("ui"))
    shown.windows.use(UiSettings(theme="dark"), {"accept": "F11"})
    QApplication.processEvents()
    assert shown.window("settings") is not window
    assert shown.panel._keys["accept"] == "F11" and shown.windows._palette.dark
