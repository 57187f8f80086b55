"""«Язык»: takes hold at once, this window's own words included."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ctidesk.domain.intents import AnswerFirst
from ctidesk.ui.first_start.caption import Caption
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
        self.captions = {language: Caption(palette, button, self) for language, button in self.choices.items()}
        for language, button in self.choices.items():
            row = QHBoxLayout()
            row.addWidget(button)
            row.addWidget(self.captions[language], 1)
            column.addLayout(row)
        column.addStretch(1)

    def say(self) -> None:
        """The names of languages are no words to translate."""

    def show_view(self, view: FirstStartView) -> None:
        language = view.first.answers.language
        self.choices[language if language in NAMES else QLocale().name()[:2]].setChecked(True)
        for caption in self.captions.values():
            caption.show_fixed(view.first.fixed.get("language"))

    @property
    def first_field(self) -> QWidget | None:
        return next((button for button in self.choices.values() if button.isChecked() and button.isEnabled()), None)

    def field(self, name: str) -> QWidget | None:
        return None

    def password(self) -> str:
        return ""

    def _make(self, language: str, name: str) -> QRadioButton:
        button = QRadioButton(name, self)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self.intent.emit(AnswerFirst("language", language)))
        return button
