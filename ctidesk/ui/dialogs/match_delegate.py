"""Paints one cell of the client search: kind icon, a mark at a guess, text with the match emphasised, ellipsis."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ctidesk.domain.records import Entity
from ctidesk.ui.dialogs.match_model import MATCHED, NAME, NUMBER, ORGANIZATION, ROW, SPANS, SPOKEN, TIP
from ctidesk.ui.emphasis import draw_text
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import paint_icon
from ctidesk.ui.number_text import Span
from ctidesk.ui.row_ground import paint_ground
from ctidesk.ui.search_view import RowView
from ctidesk.ui.tokens import QUIET_PX, ROW_HEIGHT, Palette

_PAD, _ICON = 8, 16
_GAPS = {NAME: 8, MATCHED: 6}
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
        if drawing := _drawing(row, index.column()):
            paint_icon(painter, drawing, self._palette.quiet, _middle(box))
            box.setLeft(box.left() + _ICON + _GAPS[index.column()])
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.setPen(QColor(self._ink(row, index.column())))
        self._paint_text(painter, box, text, index.data(SPANS), index.column())
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A tooltip for text that is cut, for a guess and for a day; only for these."""
        row: RowView | None = index.data(ROW)
        QToolTip.showText(event.globalPos(), self._tip(option, index, row) if row else "", view)
        return True

    def _tip(self, option: QStyleOptionViewItem, index: _Index, row: RowView) -> str:
        text, column = str(index.data(Qt.ItemDataRole.DisplayRole) or ""), index.column()
        taken = _ICON + _GAPS[column] if _drawing(row, column) else 0
        cut = QFontMetrics(self._bold).horizontalAdvance(text) > option.rect.width() - 2 * _PAD - taken
        return "\n".join(filter(None, [text if cut else "", str(index.data(TIP) or "")]))

    # --- painting --------------------------------------------------------------------------------------------------

    def _paint_text(self, painter: QPainter, box: QRectF, text: str, spans: tuple[Span, ...], column: int) -> None:
        plain, bold = (self._figures, self._bold_figures) if column in (NUMBER, SPOKEN) else (self._plain, self._bold)
        if column == MATCHED:
            plain = self._quiet
        draw_text(painter, plain, bold, box, text, spans)

    def _ink(self, row: RowView, column: int) -> str:
        """The record's own name and number in full ink, what merely goes with it quieter."""
        name = NAME if row.ref.entity is Entity.CONTACT else ORGANIZATION
        return self._palette.text if row.active and column in (name, NUMBER) else self._palette.quiet


def _drawing(row: RowView, column: int) -> str:
    """What the record is, and whether it is a guess."""
    if column == NAME:
        return "person" if row.ref.entity is Entity.CONTACT else "organization"
    return "question" if column == MATCHED and row.guess else ""


def _middle(box: QRectF) -> QRectF:
    return QRectF(box.left(), box.center().y() - _ICON / 2, _ICON, _ICON)
