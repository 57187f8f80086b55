"""How loud the microphone is: a bar that moves when somebody speaks."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ctidesk.ui.tokens import Palette

_HEIGHT, _FLOOR_DB, _LOUD_DB = 8, -60.0, -3.0


class LevelMeter(QWidget):
    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._level = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_level(self, level: float) -> None:
        """A peak, 0 to 1 of full scale."""
        if level != self._level:
            self._level = level
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._bar(painter, 1.0, self._palette.line)
        decibels = 20 * math.log10(self._level) if self._level > 0 else _FLOOR_DB
        share = max(0.0, 1 - max(decibels, _FLOOR_DB) / _FLOOR_DB)
        if share:
            loud = decibels > _LOUD_DB
            self._bar(painter, share, self._palette.amber if loud else self._palette.green)

    def _bar(self, painter: QPainter, share: float, colour: str) -> None:
        painter.setBrush(QColor(colour))
        width = max(float(self.height()), self.width() * share)
        painter.drawRoundedRect(QRectF(0, 0, width, self.height()), self.height() / 2, self.height() / 2)
