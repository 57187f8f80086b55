"""The keypad: twelve keys that sound in the conversation, and the digits sent so far. It never takes the focus:
what is typed comes from the panel."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.never_focused import keep_unfocused, unfocused_flags
from ctidesk.ui.tokens import CALLER_PX, QUIET_PX, STEP

KEYS = "123456789*0#"
_LETTERS = {"2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ"}
_KEY = QSize(56, 40)
_SHOWN = 18
"""So many of the last digits are kept in sight."""


class Keypad(QFrame):
    pressed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, unfocused_flags())
        keep_unfocused(self)
        self.setObjectName("keypad")
        self.setWindowTitle(self.tr("Keypad"))
        self.setAccessibleName(self.tr("Keypad"))
        self._digits = ""
        self.shown = ElidedLabel(text_font(CALLER_PX, strong=True, tabular=True), parent=self)
        self.shown.elide = Qt.TextElideMode.ElideLeft  # the newest digits are the ones to look at
        self.hint = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.hint.show_text(self.tr("Typing works, too"))
        self._line = QStackedWidget(self)
        self._line.setFixedHeight(28)
        for label in (self.shown, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._line.addWidget(label)
        self.keys = {key: self._make_key(key) for key in KEYS}
        self._arrange()
        self.forget()

    def add(self, digits: str) -> None:
        """They have been sent."""
        self._digits = (self._digits + digits)[-_SHOWN:]
        self._show_digits()

    def forget(self) -> None:
        """Another call: its digits begin anew."""
        self._digits = ""
        self._show_digits()

    def open_at(self, below: QPoint) -> None:
        self.adjustSize()
        self.move(below)
        self.show()
        self.raise_()

    def _show_digits(self) -> None:
        self.shown.show_text(self._digits)
        self._line.setCurrentWidget(self.shown if self._digits else self.hint)

    def _make_key(self, key: str) -> QPushButton:
        button = QPushButton(key, self)
        button.setFont(text_font(CALLER_PX, tabular=True))
        button.setFixedSize(_KEY)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if key in _LETTERS:
            button.setToolTip(_LETTERS[key])
        button.clicked.connect(lambda: self.pressed.emit(key))
        return button

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(STEP)
        for place, key in enumerate(KEYS):
            grid.addWidget(self.keys[key], place // 3, place % 3)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 3 * STEP)
        lines.setSpacing(STEP)
        lines.addWidget(self._line)
        lines.addLayout(grid)
