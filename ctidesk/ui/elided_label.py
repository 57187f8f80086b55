"""A label that never cuts its text without an ellipsis and a tooltip."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QWidget

_LINES = re.compile(r"\s*[\r\n]+\s*")
"""An organization's name in the CRM may have several."""


class ElidedLabel(QLabel):
    """``lines`` is how many it may take before its text is cut; a word that is wider than a line is broken."""

    def __init__(self, font: QFont, tone: str = "", parent: QWidget | None = None, lines: int = 1) -> None:
        super().__init__(parent)
        self.setFont(font)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self._tip, self._lines = "", lines
        self.elide = Qt.TextElideMode.ElideRight
        self.setWordWrap(lines > 1)  # what makes a label's height depend on its width

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
        return self.natural_width - 2 > self.width() and "".join(self.shown_lines) != self.text()

    @property
    def shown_lines(self) -> list[str]:
        """What can be read of the text."""
        broken = self._broken(self.width())
        whole, rest = broken[: self._lines - 1], "".join(broken[self._lines - 1 :])
        return [*whole, self.fontMetrics().elidedText(rest, self.elide, self.width())] if rest else whole

    def sizeHint(self) -> QSize:
        return QSize(self.natural_width, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.natural_width, 24), self.fontMetrics().height())

    def heightForWidth(self, width: int) -> int:
        if self._lines == 1:
            return super().heightForWidth(width)
        return min(self._lines, len(self._broken(width))) * self.fontMetrics().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        lines, height = self.shown_lines, self.fontMetrics().height()
        if len(lines) == 1:
            painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, lines[0])
            return
        for place, line in enumerate(lines):
            painter.drawText(QPoint(0, place * height + self.fontMetrics().ascent()), line)

    def _broken(self, width: int) -> list[str]:
        if self._lines == 1 or not self.text():
            return [self.text()]
        layout = QTextLayout(self.text(), self.font())
        layout.setTextOption(_anywhere())
        lines: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            lines.append(self.text()[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
        return lines

    def _update_tip(self) -> None:
        self.setToolTip(self._tip or (self.text() if self.cut else ""))


def _anywhere() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
