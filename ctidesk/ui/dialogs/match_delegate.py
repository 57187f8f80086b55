"""Paints one cell of the client search: kind icon, text with the match emphasised, ellipsis."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ctidesk.domain.records import Entity
from ctidesk.ui.dialogs.match_model import MATCHED, NAME, NUMBER, ORGANIZATION, ROW, SPANS
from ctidesk.ui.emphasis import draw_text
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import paint_icon
from ctidesk.ui.number_text import Span
from ctidesk.ui.row_ground import paint_ground
from ctidesk.ui.search_view import RowView
from ctidesk.ui.tokens import QUIET_PX, ROW_HEIGHT, Palette

_PAD, _ICON = 8, 16
_Index = QModelIndex | QPersistentModelIndex


class MatchDelegate(QStyledItemDelegate):
    def __init__(self, palette: Palette, parent: QObject) -> None:
        super().__init__(parent)
        self._palette = palette
        self._plain, self._bold = text_font(), text_font(strong=True)
        self._figures, self._bold_figures = text_font(tabular=True), text_font(strong=True, tabular=True)
        self._quiet = text_font(QUIET_PX)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: RowView = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, self._palette, option, first=index.column() == NAME)
        box = QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0)
        if index.column() == NAME:
            self._paint_kind(painter, row, box)
            box.setLeft(box.left() + _ICON + _PAD)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.setPen(QColor(self._ink(row, index.column())))
        self._paint_text(painter, box, text, index.data(SPANS), index.column())
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A tooltip for text that is cut, only for that."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        room = option.rect.width() - 2 * _PAD - (_ICON + _PAD if index.column() == NAME else 0)
        cut = QFontMetrics(self._bold).horizontalAdvance(text) > room
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return True

    # --- painting --------------------------------------------------------------------------------------------------

    def _paint_kind(self, painter: QPainter, row: RowView, box: QRectF) -> None:
        drawing = "person" if row.ref.entity is Entity.CONTACT else "organization"
        place = QRectF(box.left(), box.center().y() - _ICON / 2, _ICON, _ICON)
        paint_icon(painter, drawing, self._palette.quiet, place)

    def _paint_text(self, painter: QPainter, box: QRectF, text: str, spans: tuple[Span, ...], column: int) -> None:
        plain, bold = (self._figures, self._bold_figures) if column == NUMBER else (self._plain, self._bold)
        if column == MATCHED:
            plain = self._quiet
        draw_text(painter, plain, bold, box, text, spans)

    def _ink(self, row: RowView, column: int) -> str:
        """The record's own name and number in full ink, what merely goes with it quieter."""
        name = NAME if row.ref.entity is Entity.CONTACT else ORGANIZATION
        return self._palette.text if row.active and column in (name, NUMBER) else self._palette.quiet
