"""A label that never cuts its text without an ellipsis and a tooltip."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

_LINES = re.compile(r"\s*[\r\n]+\s*")
"""An organization's name in the CRM may have several."""


class ElidedLabel(QLabel):
    def __init__(self, font: QFont, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self._tip = ""
        self.elide = Qt.TextElideMode.ElideRight

    def show_text(self, text: str, tip: str = "") -> None:
        """``tip`` is always offered; without it the whole text is, where it does not fit."""
        text = _LINES.sub(" ", text)
        if (text, tip) == (self.text(), self._tip):
            return
        self._tip = tip
        self.setText(text)
        self.updateGeometry()
        self._update_tip()

    @property
    def natural_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text()) + 2

    @property
    def cut(self) -> bool:
        return self.natural_width - 2 > self.width()

    def sizeHint(self) -> QSize:
        return QSize(self.natural_width, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.natural_width, 24), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        text = self.fontMetrics().elidedText(self.text(), self.elide, self.width())
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)

    def _update_tip(self) -> None:
        self.setToolTip(self._tip or (self.text() if self.cut else ""))
