"""«CRM»: its address as the browser has it, and how to sign in where that is not found out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ctidesk.domain.first_start import Step
from ctidesk.domain.intents import AnswerFirst, ChangePassword
from ctidesk.ui.first_start.caption import Caption
from ctidesk.ui.first_start.parts import captioned, choice, first_of, mark, show_choices, show_text, text_field
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
        self.captions = {
            name: Caption(palette, part, self)
            for name, part in (
                ("address", self.address),
                ("auth", self.auth),
                ("crm_username", self.crm_username),
                ("crm_password", self.secret),
                ("operator", self.operator),
            )
        }
        self._arrange()
        self.say()

    def say(self) -> None:
        for name, words in (
            ("address", self.tr("Address of the CRM")),
            ("auth", self.tr("Sign-in")),
            ("crm_username", self.tr("User name")),
            ("crm_password", self.tr("Password")),
            ("operator", self.tr("Your sign-in name or e-mail in the CRM")),
        ):
            self.captions[name].say(words)
        self.crm_username.setPlaceholderText(self.tr("empty: this computer's account"))

    def show_view(self, view: FirstStartView) -> None:
        answers = view.first.answers
        for name in ("address", "crm_username", "operator"):
            show_text(self._fields[name], getattr(answers, name))
        show_choices(self.auth, self._ways(), answers.auth)
        idle = {"crm_username": answers.auth in NAMELESS, "crm_password": answers.auth in WITHOUT_PASSWORD}
        for name, caption in self.captions.items():
            caption.show_fixed(view.first.fixed.get(name), usable=not idle.get(name, False))
        asked = view.wrong == "operator" or bool(answers.operator)
        for part in (self.operator, self.captions["operator"]):
            part.setVisible(asked)
        for name, field in self._fields.items():
            mark(field, wrong=view.wrong == name)

    @property
    def first_field(self) -> QWidget | None:
        return first_of((self.address,)) or first_of((self.crm_username, self.secret, self.auth))

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
        for name, part, row, column, columns in (
            ("address", self.address, 0, 0, 2),
            ("auth", self.auth, 1, 0, 2),
            ("crm_username", self.crm_username, 2, 0, 1),
            ("crm_password", self.secret, 2, 1, 1),
            ("operator", self.operator, 3, 0, 2),
        ):
            grid.addLayout(captioned(self.captions[name], part), row, column, 1, columns)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(4, 1)
