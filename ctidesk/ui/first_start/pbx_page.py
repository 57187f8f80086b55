"""«Телефония»: where the PBX is, and who registers there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ctidesk.domain.first_start import Step
from ctidesk.domain.intents import AnswerFirst, ChangePassword
from ctidesk.ui.first_start.parts import choice, labelled, mark, name_by, show_choices, show_text, text_field
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
        self._labels = {part: QLabel(self) for part in (self.server, self.transport, self.username, self.secret)}
        self._arrange()
        self.say()

    def say(self) -> None:
        for part, words in (
            (self.server, self.tr("Server of the PBX")),
            (self.transport, self.tr("Connection")),
            (self.username, self.tr("Extension")),
            (self.secret, self.tr("Password")),
        ):
            name_by(self._labels[part], part, words)

    def show_view(self, view: FirstStartView) -> None:
        answers = view.first.answers
        show_text(self.server, answers.server)
        show_text(self.username, answers.username)
        show_choices(self.transport, TRANSPORTS, answers.transport)
        for name in ("server", "username", "password"):
            mark(self._fields[name], wrong=view.wrong == name)

    @property
    def first_field(self) -> QWidget:
        empty = (field for field in (self.server, self.username, self.secret) if not field.text())
        return next(empty, self.server)

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
        for place, (part, label) in enumerate(self._labels.items()):
            grid.addLayout(labelled(label, part), place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(2, 1)
