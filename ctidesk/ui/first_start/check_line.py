"""How the check of a step stands, by icon, sentence and colour; told to a screen reader when it changes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ctidesk.ui.first_start.view import Tone
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.tokens import STEP, Palette

_SIGN = 16
_HEIGHT = 64
"""Three lines: what stands above does not jump."""
_DRAWINGS = {
    Tone.QUIET: "info",
    Tone.BUSY: "clock",
    Tone.GOOD: "check-circle",
    Tone.WARNING: "warning",
    Tone.BAD: "warning",
}


class CheckLine(QFrame):
    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("check_line")
        self.setMinimumHeight(_HEIGHT)
        self._palette = palette
        self._sign = QLabel(self)
        self.sentence = QLabel(self)
        self.sentence.setFont(text_font())
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # a device code, say
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        row.setSpacing(2 * STEP)
        row.addWidget(self._sign)
        row.addWidget(self.sentence, 1)

    def show_line(self, tone: Tone, words: str, detail: str = "") -> None:
        """``detail`` is for the administrator, in the tooltip."""
        self._sign.setPixmap(pixmap(_DRAWINGS[tone], self._colour(tone), _SIGN, self.devicePixelRatioF()))
        self._sign.setVisible(bool(words))
        self.sentence.setToolTip(detail)
        ground = tone.value if words else "none"
        if self.property("tone") != ground:
            self.setProperty("tone", ground)
            self.style().unpolish(self)
            self.style().polish(self)
        if self.sentence.text() != words:
            self.sentence.setText(words)
            self.sentence.setAccessibleName(words)
            self._announce(words)

    def _colour(self, tone: Tone) -> str:
        colour: str = getattr(self._palette, tone.value)
        return colour

    def _announce(self, words: str) -> None:
        if words and self.isVisible() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
