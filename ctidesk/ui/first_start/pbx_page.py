"""«Телефония»: where the PBX is, and who registers there."""

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

TRANSPORTS = (("udp", "UDP"), ("tcp", "TCP"), ("tls", "TLS"))


class PbxPage(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.server = text_field(self, partial(self._answer, "server"))
        self.server.setPlaceholderText("pbx.example.com:5060")
        self.transport = choice(palette, self, partial(self._answer, "transport"))
        self.username = text_field(self, partial(self._answer, "username"))
        self.secret = text_field(self, lambda _: self.intent.emit(ChangePassword(Step.PBX)), secret=True)
        self.captions = {
            name: Caption(palette, part, self)
            for name, part in (
                ("server", self.server),
                ("transport", self.transport),
                ("username", self.username),
                ("pbx_password", self.secret),
            )
        }
        self._arrange()
        self.say()

    def say(self) -> None:
        for name, words in (
            ("server", self.tr("Server of the PBX")),
            ("transport", self.tr("Connection")),
            ("username", self.tr("Extension")),
            ("pbx_password", self.tr("Password")),
        ):
            self.captions[name].say(words)

    def show_view(self, view: FirstStartView) -> None:
        answers = view.first.answers
        show_text(self.server, answers.server)
        show_text(self.username, answers.username)
        show_choices(self.transport, TRANSPORTS, answers.transport)
        for name in ("server", "username", "password"):
            mark(self._fields[name], wrong=view.wrong == name)
        for name, caption in self.captions.items():
            caption.show_fixed(view.first.fixed.get(name))

    @property
    def first_field(self) -> QWidget | None:
        return first_of((self.server, self.username, self.secret))

    def field(self, name: str) -> QWidget | None:
        return self._fields.get(name)

    def password(self) -> str:
        return self.secret.text()

    @property
    def _fields(self) -> dict[str, QLineEdit]:
        return {"server": self.server, "username": self.username, "password": self.secret}

    def _answer(self, name: str, value: str) -> None:
        self.intent.emit(AnswerFirst(name, value.strip()))

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * STEP)
        grid.setVerticalSpacing(4 * STEP)
        parts = (self.server, self.transport, self.username, self.secret)
        for place, (caption, part) in enumerate(zip(self.captions.values(), parts, strict=True)):
            grid.addLayout(captioned(caption, part), place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(2, 1)
