"""«Язык»: takes hold at once, this window's own words included."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from ctidesk.domain.intents import AnswerFirst
from ctidesk.ui.first_start.view import FirstStartView
from ctidesk.ui.tokens import STEP, Palette

NAMES = {"ru": "Русский", "en": "English"}
"""Each in its own language, so that whoever wants it can read it."""


class LanguagePage(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        self.choices = {language: self._make(language, name) for language, name in NAMES.items()}
        for button in self.choices.values():
            column.addWidget(button)
        column.addStretch(1)

    def say(self) -> None:
        """The names of languages are no words to translate."""

    def show_view(self, view: FirstStartView) -> None:
        language = view.first.answers.language
        self.choices[language if language in NAMES else QLocale().name()[:2]].setChecked(True)

    @property
    def first_field(self) -> QWidget:
        return next(button for button in self.choices.values() if button.isChecked())

    def field(self, name: str) -> QWidget | None:
        return None

    def password(self) -> str:
        return ""

    def _make(self, language: str, name: str) -> QRadioButton:
        button = QRadioButton(name, self)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self.intent.emit(AnswerFirst("language", language)))
        return button
