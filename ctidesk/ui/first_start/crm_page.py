"""«CRM»: its address as the browser has it, and how to sign in where that is not found out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ctidesk.domain.first_start import Step
from ctidesk.domain.intents import AnswerFirst, ChangePassword
from ctidesk.ui.first_start.parts import choice, labelled, mark, name_by, show_choices, show_text, text_field
from ctidesk.ui.first_start.view import FirstStartView
from ctidesk.ui.tokens import STEP, Palette

NAMELESS = frozenset({"none"})
WITHOUT_PASSWORD = frozenset({"none", "oauth"})


class CrmPage(QWidget):
    """The field for who we are shows only where the CRM did not say it."""

    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.address = text_field(self, partial(self._answer, "address"))
        self.address.setPlaceholderText("https://crm.example.com/Org/main.aspx")
        self.auth = choice(palette, self, partial(self._answer, "auth"))
        self.crm_username = text_field(self, partial(self._answer, "crm_username"))
        self.secret = text_field(self, lambda _: self.intent.emit(ChangePassword(Step.CRM)), secret=True)
        self.operator = text_field(self, partial(self._answer, "operator"))
        self._labels = {
            part: QLabel(self) for part in (self.address, self.auth, self.crm_username, self.secret, self.operator)
        }
        self._arrange()
        self.say()

    def say(self) -> None:
        for part, words in (
            (self.address, self.tr("Address of the CRM")),
            (self.auth, self.tr("Sign-in")),
            (self.crm_username, self.tr("User name")),
            (self.secret, self.tr("Password")),
            (self.operator, self.tr("Your sign-in name or e-mail in the CRM")),
        ):
            name_by(self._labels[part], part, words)
        self.crm_username.setPlaceholderText(self.tr("empty: this computer's account"))

    def show_view(self, view: FirstStartView) -> None:
        answers = view.first.answers
        for name in ("address", "crm_username", "operator"):
            show_text(self._fields[name], getattr(answers, name))
        show_choices(self.auth, self._ways(), answers.auth)
        self.crm_username.setEnabled(answers.auth not in NAMELESS)
        self.secret.setEnabled(answers.auth not in WITHOUT_PASSWORD)
        asked = view.wrong == "operator" or bool(answers.operator)
        for part in (self.operator, self._labels[self.operator]):
            part.setVisible(asked)
        for name, field in self._fields.items():
            mark(field, wrong=view.wrong == name)

    @property
    def first_field(self) -> QWidget:
        return self.address

    def field(self, name: str) -> QWidget | None:
        return self._fields.get(name)

    def password(self) -> str:
        return self.secret.text() if self.secret.isEnabled() else ""

    @property
    def _fields(self) -> dict[str, QLineEdit]:
        return {
            "address": self.address,
            "crm_username": self.crm_username,
            "password": self.secret,
            "operator": self.operator,
        }

    def _ways(self) -> tuple[tuple[str, str], ...]:
        return (
            ("", self.tr("Find out")),
            ("negotiate", self.tr("Windows (Kerberos or NTLM)")),
            ("ntlm", self.tr("NTLM")),
            ("basic", self.tr("Name and password (Basic)")),
            ("oauth", self.tr("In the browser (Microsoft 365)")),
            ("none", self.tr("Without a sign-in")),
        )

    def _answer(self, name: str, value: str) -> None:
        self.intent.emit(AnswerFirst(name, value.strip()))

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * STEP)
        grid.setVerticalSpacing(4 * STEP)
        for part, row, column, columns in (
            (self.address, 0, 0, 2),
            (self.auth, 1, 0, 2),
            (self.crm_username, 2, 0, 1),
            (self.secret, 2, 1, 1),
            (self.operator, 3, 0, 2),
        ):
            grid.addLayout(labelled(self._labels[part], part), row, column, 1, columns)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(4, 1)
