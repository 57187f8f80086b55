"""One of two values, to be chosen by a click on it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import paint_icon
from ctidesk.ui.tokens import CONTROL_HEIGHT, RADIUS, Palette

_PAD, _MARK = 10, 16


class ValueChoice(QAbstractButton):
    """Checked: a filled mark, a coloured edge and ground. Text that does not fit has an ellipsis and a tooltip."""

    def __init__(self, palette: Palette, text: str, name: str, parent: QWidget) -> None:
        """``name``: field and side, for the ear."""
        super().__init__(parent)
        self._palette = palette
        self.setText(text or self.tr("empty"))
        self._tone = palette.text if text else palette.quiet
        self.setFont(text_font(tabular=True))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name}: {self.text()}")

    def sizeHint(self) -> QSize:
        return QSize(160, CONTROL_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.fontMetrics().horizontalAdvance(self.text()) > self._room() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        self._paint_mark(painter)
        painter.setPen(QColor(self._tone))
        painter.setFont(self.font())
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room())
        box = self.rect().adjusted(2 * _PAD + _MARK, 0, -_PAD, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _room(self) -> int:
        return self.width() - 3 * _PAD - _MARK

    def _paint_frame(self, painter: QPainter) -> None:
        p = self._palette
        edge = p.blue if self.isChecked() else p.strong_line if self.underMouse() else p.line
        width = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(QColor(p.blue if self.hasFocus() else edge), width))
        painter.setBrush(QColor(p.soft(p.blue) if self.isChecked() else p.surface))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)

    def _paint_mark(self, painter: QPainter) -> None:
        place = QRectF(_PAD, (self.height() - _MARK) / 2, _MARK, _MARK)
        if self.isChecked():
            paint_icon(painter, "check-circle", self._palette.blue, place)
            return
        painter.setPen(QPen(QColor(self._palette.strong_line), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place.adjusted(2, 2, -2, -2))
