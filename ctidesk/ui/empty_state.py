"""What stands where rows would be: a drawing and a sentence that says what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ctidesk.ui.icons import pixmap
from ctidesk.ui.tokens import Palette

_SIGN_PX = 32
_LINE_PX = 560
"""The eye does not find the next line of a longer one."""


class EmptyState(QWidget):
    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._sign, self.words = QLabel(self), QLabel(self)
        self.words.setWordWrap(True)
        self.words.setProperty("tone", "quiet")
        self._lines = lines = QVBoxLayout(self)
        lines.setSpacing(12)
        lines.addStretch(2)
        for label in (self._sign, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(label)
        lines.addStretch(3)

    def show_words(self, drawing: str, words: str) -> None:
        self._sign.setPixmap(pixmap(drawing, self._palette.strong_line, _SIGN_PX, self.devicePixelRatioF()))
        self.words.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(0, (self.width() - _LINE_PX) // 2)
        self._lines.setContentsMargins(side, 0, side, 0)
