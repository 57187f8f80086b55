"""Paints one cell of the window of unsent changes: icon, text with an ellipsis, colours of the state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ctidesk.domain.records import Entity
from ctidesk.ui.dialogs.unsent_mark import unsent_mark
from ctidesk.ui.dialogs.unsent_model import REASON, ROW, STATE, TRIES, WHAT
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import paint_icon
from ctidesk.ui.tokens import QUIET_PX, RADIUS, ROW_HEIGHT, Palette
from ctidesk.ui.unsent_view import UnsentRow

_PAD, _ICON = 8, 16
_DRAWINGS = {
    Entity.CONTACT: "person",
    Entity.ACCOUNT: "organization",
    Entity.CASE: "question",
    Entity.PHONE_CALL: "handset",
}
_Index = QModelIndex | QPersistentModelIndex


class UnsentDelegate(QStyledItemDelegate):
    def __init__(self, palette: Palette, parent: QObject) -> None:
        super().__init__(parent)
        self._palette = palette
        self._fonts = {WHAT: text_font(tabular=True), STATE: text_font(), TRIES: text_font(QUIET_PX, tabular=True)}
        self._fonts[REASON] = text_font(QUIET_PX)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: UnsentRow = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index.column())
        box = QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0)
        drawing, colour = self._mark(row, index.column())
        if drawing:
            paint_icon(painter, drawing, colour, QRectF(box.left(), box.center().y() - _ICON / 2, _ICON, _ICON))
            box.setLeft(box.left() + _ICON + _PAD)
        self._paint_text(painter, box, str(index.data()), index.column(), colour)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A tooltip for text that is cut, only for that."""
        text = str(index.data() or "") if index.isValid() else ""
        room = option.rect.width() - 2 * _PAD - (_ICON + _PAD if index.column() in (WHAT, STATE) else 0)
        cut = bool(text) and QFontMetrics(self._fonts[index.column()]).horizontalAdvance(text) > room
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return True

    def _mark(self, row: UnsentRow, column: int) -> tuple[str, str]:
        if column == WHAT:
            return _DRAWINGS.get(row.entity, "info"), self._palette.quiet
        return unsent_mark(self._palette, row.state) if column == STATE else ("", self._palette.quiet)

    def _paint_text(self, painter: QPainter, box: QRectF, text: str, column: int, colour: str) -> None:
        font = self._fonts[column]
        painter.setFont(font)
        painter.setPen(QColor(self._palette.text if column == WHAT else colour))
        side = Qt.AlignmentFlag.AlignRight if column == TRIES else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, column: int) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not selected and not hovered:
            return
        painter.fillRect(option.rect, QColor(self._palette.chosen if selected else self._palette.raised))
        if selected and column == WHAT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.blue))
            bar = QRectF(option.rect.left(), option.rect.top() + 6, 3, option.rect.height() - 12)
            painter.drawRoundedRect(bar, RADIUS / 4, RADIUS / 4)
