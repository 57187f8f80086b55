"""The message with «Войти», the window for the password, the browser's way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import CancelSignIn, GivePassword, SignIn
from ctidesk.domain.sign_in import ASKS_FOR_SIGN_IN, SigningIn, SignInWay
from tests.ui import sign_in_examples as examples

S3CRET = "s3cret, с кириллицей"


@pytest.mark.parametrize("id", sorted(ASKS_FOR_SIGN_IN))
def test_the_message_offers_to_sign_in(show, id: ProblemId) -> None:
    crm = CrmState(SyncState.ERROR, problem=Problem.of(id, account="anna"))
    shown = show().render(Desk(crm=crm))
    assert shown.panel.message.help.text() == "Войти"
    shown.panel.message.help.click()
    assert shown.intents == [SignIn()]


def test_the_window_asks_for_the_password_of_a_known_name(show) -> None:
    shown = show().render(examples.window())
    window = shown.window("sign_in")
    assert window.windowTitle() == "Вход в CRM"
    assert window.account.text() == "ROMASHKA\\a.petrova"
    assert window.password.echoMode() is QLineEdit.EchoMode.Password
    assert not window.isModal() and not window.main.isEnabled()
    window.password.insert(S3CRET)
    window.main.click()
    assert shown.intents == [GivePassword(S3CRET)]
    assert S3CRET not in repr(shown.intents)


def test_enter_gives_and_escape_leaves(show, qtbot) -> None:
    shown = show().render(examples.window())
    window = shown.window("sign_in")
    qtbot.keyClick(window.password, Qt.Key.Key_Return)
    assert not shown.intents, "there is nothing to give yet"
    window.password.insert("x")
    qtbot.keyClick(window.password, Qt.Key.Key_Return)
    qtbot.keyClick(window.password, Qt.Key.Key_Escape)
    window.close()
    assert shown.intents == [GivePassword("x"), CancelSignIn(), CancelSignIn()]
    assert window.isVisible(), "whether it goes is decided elsewhere"


def test_while_the_crm_is_asked_a_second_press_does_nothing(show) -> None:
    shown = show().render(examples.window())
    window = shown.window("sign_in")
    window.password.insert("x")
    shown.render(examples.trying())
    assert window.main.text() == "Вход…" and not window.main.isEnabled() and window.password.isReadOnly()
    window.sign_in()
    assert not shown.intents


def test_a_wrong_password_says_so_and_can_be_corrected(show) -> None:
    shown = show().render(examples.window())
    window = shown.window("sign_in")
    window.password.insert("x")
    shown.render(examples.trying()).render(examples.wrong())
    assert window.problem.text() == "CRM не приняла этот пароль. Проверьте раскладку клавиатуры и Caps Lock."
    assert window.password.selectedText() and window.main.isEnabled()


def test_a_crm_that_does_not_answer_is_told_in_its_own_words(show) -> None:
    signing_in = SigningIn(SignInWay.PASSWORD, "anna", problem=Problem(ProblemId.CRM_UNREACHABLE))
    shown = show().render(Desk(crm=CrmState(SyncState.ERROR, signing_in=signing_in)))
    assert shown.window("sign_in").problem.text().startswith("CRM не отвечает.")


def test_the_password_stays_in_no_window_that_is_away(show) -> None:
    shown = show().render(examples.window())
    window = shown.window("sign_in")
    window.password.insert(S3CRET)
    shown.render(examples.refused())
    assert not window.isVisible() and not window.password.text()


def test_the_browser_s_way_needs_no_window_and_can_be_given_up(show) -> None:
    shown = show().render(examples.browser())
    assert shown.windows.visible() == ("panel",)
    assert shown.panel.message.sentence.text() == "Войдите в CRM на странице, открытой в браузере."
    shown.panel.message.help.click()
    assert shown.intents == [CancelSignIn()]


def test_a_code_is_told_in_the_message(show) -> None:
    text = show("en").render(examples.device()).panel.message.sentence.text()
    assert text.startswith("Enter the code B7XK-QW42 at https://microsoft.com/devicelogin")
