"""A box to tick, with the product's own mark in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QWidget

from ctidesk.ui.icons import paint_icon
from ctidesk.ui.tokens import Palette


class Tick(QCheckBox):
    def __init__(self, palette: Palette, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._palette = palette

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, "check", self._palette.on_fill, QRectF(box).adjusted(1, 1, -1, -1))
