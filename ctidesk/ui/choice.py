"""A drop-down box in the look: its arrow is drawn, and a wheel that passes over it changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ctidesk.ui.icons import paint_icon
from ctidesk.ui.tokens import Palette

_ARROW = 16


class Choice(QComboBox):
    def __init__(self, palette: Palette, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.width() - _ARROW - 8, (self.height() - _ARROW) / 2, _ARROW, _ARROW)
        colour = self._palette.quiet if self.isEnabled() else self._palette.disabled
        paint_icon(painter, "chevron", colour, place)
