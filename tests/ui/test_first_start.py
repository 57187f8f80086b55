"""The wizard's window: a page for each step, by keyboard, in either language, and its words for the ear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.first_start import CHECKED, Step
from ctidesk.domain.intents import (
    AnswerFirst,
    CancelTry,
    ChangePassword,
    CloseFirstStart,
    NextStep,
    OpenFirstStart,
    PreviousStep,
    SkipStep,
    TrySound,
    TryStep,
)
from tests.ui import first_start_examples as examples
from tests.ui.examples import desk_after

S3CRET = "s3cret, с кириллицей"


def opened(show, made: Callable[[], Desk]):
    """Made when the language is there: an example speaks the one that holds."""
    shown = show()
    shown.render(made())
    return shown, shown.window("first_start")


def with_answers(desk: Desk, **answers: str) -> Desk:
    assert desk.first_start
    return replace(desk, first_start=replace(desk.first_start, answers=replace(desk.first_start.answers, **answers)))


def test_it_is_a_window_of_its_own_that_takes_no_focus_from_others(show) -> None:
    shown, window = opened(show, examples.language)
    assert shown.windows.visible() == ("panel", "first_start")
    assert window.windowTitle() == "Первый запуск" and not window.isModal()
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


# --- each page ------------------------------------------------------------------------------------------------------


def test_another_language_holds_at_once_in_every_window(show, qtbot) -> None:
    shown, window = opened(show, examples.language)
    window.pages[Step.LANGUAGE].choices["en"].click()
    assert shown.intents == [AnswerFirst("language", "en")]
    shown.render(with_answers(examples.language(), language="en"))
    assert shown.window("first_start") is window, "what was typed into it stays"
    assert window.windowTitle() == "First start" and window.title.text() == "Choose the language"
    assert window.main.text() == "Next" and window.steps.rows[Step.PBX][1].text() == "Telephony"
    assert window.pages[Step.PBX].secret.accessibleName() == "Password"
    assert shown.panel.field.field.accessibleName() != ""


def test_what_was_typed_survives_the_other_language(show) -> None:
    shown, window = opened(show, examples.pbx_empty)
    window.pages[Step.PBX].secret.insert(S3CRET)
    shown.render(with_answers(examples.pbx_empty(), language="en"))
    assert window.pages[Step.PBX].password() == S3CRET
    assert window.purpose.text().startswith("The server, your extension")


def test_the_pbx_is_filled_in_and_tried_by_enter(show, qtbot) -> None:
    shown, window = opened(show, examples.pbx_wrong)
    page = window.pages[Step.PBX]
    assert page.secret.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClicks(page.secret, "s3")
    qtbot.keyClicks(page.server, "x")
    qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    assert shown.intents == [
        ChangePassword(Step.PBX),
        ChangePassword(Step.PBX),
        AnswerFirst("server", "pbx.romashka.ru:5060x"),
        TryStep("s3"),
    ]
    assert "s3'" not in repr(shown.intents)


def test_nothing_is_tried_while_something_is_missing(show, qtbot) -> None:
    shown, window = opened(show, examples.pbx_empty)
    assert not window.main.isEnabled()
    qtbot.keyClick(window.pages[Step.PBX].server, Qt.Key.Key_Return)
    assert not shown.intents


def test_a_check_under_way_can_be_cancelled_and_not_doubled(show, qtbot) -> None:
    shown, window = opened(show, examples.pbx_trying)
    assert window.main.text() == "Проверяем…" and not window.main.isEnabled()
    assert window.line.sentence.text() == "Регистрируемся на АТС…"
    window.main_action()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    window.cancel.click()
    assert shown.intents == [CancelTry(), CancelTry()]


def test_what_is_wrong_is_one_sentence_and_its_field_is_marked(show) -> None:
    _, window = opened(show, examples.pbx_wrong)
    assert window.line.sentence.text() == "АТС не приняла номер и пароль. Проверьте раскладку клавиатуры и Caps Lock."
    assert window.line.sentence.toolTip() == "401 Unauthorized", "the code is for the administrator"
    assert window.pages[Step.PBX].secret.property("wrong")
    assert not window.pages[Step.PBX].server.property("wrong")


@pytest.mark.parametrize("step", CHECKED)
def test_every_problem_has_a_sentence(show, step: Step) -> None:
    shown, window = opened(show, examples.language)
    names = ("host", "server", "names", "operator", "file", "device", "other", "entity", "account")
    for id in ProblemId:
        if id.startswith(("pbx_", "crm_", "host_", "audio_", "keyring_")):
            shown.render(examples.tried(step, Problem.of(id, **dict.fromkeys(names, "contact"))))
            assert len(window.line.sentence.text()) > 10 and "{" not in window.line.sentence.text()


def test_when_it_is_good_enter_goes_on(show, qtbot) -> None:
    shown, window = opened(show, examples.pbx_trying)
    shown.render(examples.pbx_good())
    assert window.main.text() == "Далее" and window.focusWidget() is window.main
    qtbot.keyClick(window.main, Qt.Key.Key_Return)
    assert shown.intents == [NextStep()]


def test_a_step_is_skipped_by_its_own_words_and_warns(show) -> None:
    for made, words in (
        (examples.pbx_empty, "Настроить позже"),
        (examples.crm_empty, "Без CRM"),
        (examples.sound_none, "Пропустить"),
    ):
        shown, window = opened(show, made)
        assert window.skip.text() == words
        window.skip.click()
        assert shown.intents == [SkipStep()]
    _, window = opened(show, examples.crm_skipped)
    assert window.line.sentence.text().startswith("Без CRM звонки приходят без имён")
    assert window.main.text() == "Далее" and not window.skip.isVisible()


def test_the_crm_asks_who_we_are_only_where_it_does_not_say_so(show) -> None:
    shown, window = opened(show, examples.crm_good)
    page = window.pages[Step.CRM]
    assert not page.operator.isVisible()
    shown.render(examples.crm_untold())
    assert page.operator.isVisible() and page.operator.property("wrong")


@pytest.mark.parametrize(
    ("auth", "named", "secret"), [("", True, True), ("oauth", True, False), ("none", False, False)]
)
def test_what_a_sign_in_does_not_need_is_not_asked(show, auth: str, named: bool, secret: bool) -> None:
    _, window = opened(show, lambda: with_answers(examples.crm_empty(), auth=auth))
    page = window.pages[Step.CRM]
    assert (page.crm_username.isEnabled(), page.secret.isEnabled()) == (named, secret)
    page.secret.setText("left over")
    assert page.password() == ("left over" if secret else "")


def test_a_code_for_another_device_can_be_copied(show) -> None:
    _, window = opened(show, examples.crm_device)
    sentence = window.line.sentence
    assert "B7XK-QW42" in sentence.text() and "https://microsoft.com/devicelogin" in sentence.text()
    assert sentence.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_devices_are_chosen_and_heard(show) -> None:
    shown, window = opened(show, examples.sound)
    page = window.pages[Step.SOUND]
    assert page.boxes["input"].currentText() == "Как в системе: Jabra Evolve2 65 Моно"
    assert window.line.sentence.text() == "Вас слышно."
    page.boxes["output"].setCurrentIndex(2)
    page.boxes["output"].activated.emit(2)
    page.ring.click()
    page.echo.click()
    assert shown.intents == [
        AnswerFirst("output", "Встроенное аудио Аналоговый стерео"),
        TrySound(""),
        TrySound("echo"),
    ]


def test_without_devices_there_is_nothing_to_play(show) -> None:
    _, window = opened(show, examples.sound_none)
    page = window.pages[Step.SOUND]
    assert not page.ring.isEnabled() and not page.echo.isEnabled()
    assert window.main.text() == "Проверить", "again, with a headset"


def test_the_last_page_tells_what_will_be_kept(show) -> None:
    shown, window = opened(show, examples.operator)
    told = {label.text(): value.text() for label, value in window.pages[Step.OPERATOR].rows if label.text()}
    assert told["Имя"] == examples.NAME and told["Рабочие группы"] == "1-я линия, Продажи, Москва"
    assert (told["Свой номер"], told["Постобработка"], told["CRM"]) == ("1001", "45 с", examples.URL)
    assert not window.pages[Step.OPERATOR].display_name.isVisible()
    assert window.focusWidget() is window.main
    window.main.click()
    assert shown.intents == [NextStep()] and window.main.text() == "Готово"


def test_without_a_crm_name_and_wrap_up_are_asked(show, qtbot) -> None:
    shown, window = opened(show, examples.operator_without_crm)
    page = window.pages[Step.OPERATOR]
    qtbot.keyClicks(page.wrap_up, "4x5")
    qtbot.keyClicks(page.display_name, "A")
    assert shown.intents[-2:] == [AnswerFirst("wrap_up_s", "45"), AnswerFirst("display_name", "A")]


def test_another_number_in_the_directory_is_pointed_out(show) -> None:
    _, window = opened(show, lambda: with_answers(examples.operator(), username="1002"))
    told = {label.text(): value.text() for label, value in window.pages[Step.OPERATOR].rows}
    assert told["Свой номер"] == "1002; в телефонном справочнике CRM: 1001"


# --- leaving --------------------------------------------------------------------------------------------------------


def test_back_and_out(show, qtbot) -> None:
    shown, window = opened(show, examples.crm_empty)
    window.back.click()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    window.close()
    assert shown.intents == [PreviousStep(), CloseFirstStart(), CloseFirstStart()]
    assert window.isVisible(), "whether it goes is decided elsewhere"


def test_no_password_stays_in_a_window_that_is_away(show) -> None:
    shown, window = opened(show, examples.pbx_empty)
    window.pages[Step.PBX].secret.insert(S3CRET)
    shown.render(Desk())
    assert not window.isVisible() and not window.pages[Step.PBX].password()


def test_once_closed_the_panel_offers_it_again(show) -> None:
    failed = ev.RegistrationChanged(ev.RegistrationState.FAILED, Problem.of(ProblemId.SIP_NOT_CONFIGURED, file="x"))
    shown = show().render(desk_after(failed, desk=Desk()))
    assert shown.panel.message.help.text() == "Настроить"
    shown.panel.message.help.click()
    assert shown.intents == [OpenFirstStart()]


# --- for the ear, and by keyboard alone -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "made", [examples.language, examples.pbx_wrong, examples.crm_untold, examples.sound, examples.operator_without_crm]
)
def test_everything_that_takes_the_focus_has_a_name_and_is_reached_by_tab(show, qtbot, made) -> None:
    _, window = opened(show, made)
    window.activateWindow()
    wanted = {
        part
        for kind in (QLineEdit, QComboBox, QAbstractButton)
        for part in window.findChildren(kind)
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert all(part.accessibleName() for part in wanted)
    met = set()
    for _ in range(2 * len(wanted) + 2):
        met.add(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    radios = set(window.pages[Step.LANGUAGE].choices.values())  # of a group, Tab meets the chosen one; arrows go on
    assert wanted - radios <= met and (not wanted & radios or met & radios)


def test_the_steps_tell_by_word_how_they_stand(show) -> None:
    _, window = opened(show, examples.operator_without_crm)
    assert window.steps.rows[Step.CRM][1].accessibleName() == "CRM, пропущено"
    assert window.steps.rows[Step.PBX][1].accessibleName() == "Телефония, готово"


def test_a_level_that_moves_takes_no_focus(show, qtbot) -> None:
    shown, window = opened(show, examples.sound)
    window.pages[Step.SOUND].echo.setFocus()
    shown.render(desk_after(ev.AudioLevels(0.4, 0.0), desk=examples.sound()))
    assert window.focusWidget() is window.pages[Step.SOUND].echo


def test_a_problem_of_keeping_stays_in_sight(show) -> None:
    _, window = opened(show, examples.operator_unkept)
    assert window.line.sentence.text().startswith("Системное хранилище паролей")
    assert window.main.isEnabled() and window.main.text() == "Готово"


def test_a_late_language_change_event_alone_changes_nothing(show, qapp: QApplication) -> None:
    _, window = opened(show, examples.pbx_good)
    before = window.line.sentence.text()
    qapp.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    assert window.line.sentence.text() == before


def test_what_is_fixed_is_greyed_with_a_lock_and_the_rest_is_filled_in(show) -> None:
    shown, window = opened(show, examples.pbx_locked)
    page = window.pages[Step.PBX]
    assert not page.server.isEnabled() and not page.transport.isEnabled()
    assert page.username.isEnabled() and page.secret.isEnabled() and window.focusWidget() is page.secret
    assert [name for name, caption in page.captions.items() if caption.lock.isVisibleTo(page)] == [
        "server",
        "transport",
    ]
    told = "Задано администратором: /etc/xdg/ctidesk/config.toml"
    assert page.server.toolTip() == page.server.accessibleDescription() == told
    shown.render(examples.crm_locked())
    page = window.pages[Step.CRM]
    assert not page.address.isEnabled() and not page.auth.isEnabled() and page.crm_username.isEnabled()
    assert window.focusWidget() is not page.address
    shown.render(examples.language_locked())
    assert not any(button.isEnabled() for button in window.pages[Step.LANGUAGE].choices.values())


@pytest.mark.parametrize("step", [Step.PBX, Step.CRM])
def test_where_everything_is_fixed_it_is_only_checked(show, qtbot, step: Step) -> None:
    names = ("server", "transport", "username", "pbx_password", "address", "auth", "crm_username", "crm_password")
    shown, window = opened(show, lambda: examples.locked(step, *names))
    assert window.focusWidget() is window.main
    qtbot.keyClick(window.main, Qt.Key.Key_Return)
    assert shown.intents == [TryStep("")]
