"""A box to choose one of a few words, with the product's own chevron."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox, QWidget

from ctidesk.ui.icons import paint_icon
from ctidesk.ui.tokens import Palette

_SIDE, _EDGE = 14, 8


class Choice(QComboBox):
    """The wheel scrolls what is around it: a value must not change because the mouse passes over it."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """A long word gets an ellipsis; whoever fills in long ones gives a tooltip too."""
        super().initStyleOption(option)
        room = self.width() - _SIDE - 3 * _EDGE
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._palette.quiet if self.isEnabled() else self._palette.disabled
        place = QRectF(self.width() - _SIDE - _EDGE, (self.height() - _SIDE) / 2, _SIDE, _SIDE)
        paint_icon(painter, "chevron", colour, place)
