"""Paints one cell of a list: figures tabular, names and numbers in full ink, ellipsis where it is cut."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ctidesk.domain.listing import FieldKind
from ctidesk.ui.emphasis import draw_text
from ctidesk.ui.fonts import text_font
from ctidesk.ui.lists.list_model import ACTIVE, KIND, NAMING
from ctidesk.ui.row_ground import paint_ground
from ctidesk.ui.tokens import ROW_HEIGHT, Palette

_PAD = 8
_FIGURES = (FieldKind.PHONE, FieldKind.MOMENT, FieldKind.NUMBER)
_Index = QModelIndex | QPersistentModelIndex


class ListDelegate(QStyledItemDelegate):
    def __init__(self, palette: Palette, parent: QObject) -> None:
        super().__init__(parent)
        self._palette = palette
        self._plain, self._figures = text_font(), text_font(tabular=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, self._palette, option, first=index.column() == 0)
        kind = index.data(KIND)
        strong = index.data(ACTIVE) and (index.data(NAMING) or kind == FieldKind.PHONE)
        painter.setPen(QColor(self._palette.text if strong else self._palette.quiet))
        font = self._figures if kind in _FIGURES else self._plain
        box = QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0)
        draw_text(painter, font, font, box, str(index.data(Qt.ItemDataRole.DisplayRole)), ())
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A tooltip for text that is cut, only for that."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        cut = QFontMetrics(self._figures).horizontalAdvance(text) > option.rect.width() - 2 * _PAD
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return True
