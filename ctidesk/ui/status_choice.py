"""The statuses that an operator may ask for, as entries of a menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from ctidesk.domain.intents import SetStatus
from ctidesk.domain.operator import CHOOSABLE, OperatorStatus
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette

_ICONS = {
    OperatorStatus.AVAILABLE: "check-circle",
    OperatorStatus.INACTIVE: "handset-crossed",
    OperatorStatus.WRAP_UP: "clock",
}


class StatusChoice(QObject):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, menu: QObject) -> None:
        super().__init__(menu)
        self._colours = {
            OperatorStatus.AVAILABLE: palette.green,
            OperatorStatus.INACTIVE: palette.quiet,
            OperatorStatus.WRAP_UP: palette.violet,
        }
        self.actions = [self._make_action(status, texts.status(status)) for status in CHOOSABLE]

    def show_requested(self, requested: OperatorStatus) -> None:
        """Its icon leaves no room for a tick: the word is strong."""
        for action in self.actions:
            chosen = action.data() == requested.value
            action.setChecked(chosen)
            action.setFont(text_font(strong=chosen))

    def _make_action(self, status: OperatorStatus, word: str) -> QAction:
        action = QAction(icon(_ICONS[status], self._colours[status]), word, self)
        action.setData(status.value)
        action.setCheckable(True)
        action.triggered.connect(lambda _=False: self.intent.emit(SetStatus(status)))
        return action
