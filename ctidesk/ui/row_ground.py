"""The ground of a table's row: soft blue and a bar where it is the current one, raised under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ctidesk.ui.tokens import RADIUS, Palette


def paint_ground(painter: QPainter, palette: Palette, option: QStyleOptionViewItem, *, first: bool) -> None:
    """``first``: of the leftmost column, which carries the bar."""
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    if not selected and not hovered:
        return
    painter.fillRect(option.rect, QColor(palette.soft(palette.blue) if selected else palette.raised))
    if selected and first:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.blue))
        bar = QRectF(option.rect.left(), option.rect.top() + 6, 3, option.rect.height() - 12)
        painter.drawRoundedRect(bar, RADIUS / 4, RADIUS / 4)
