"""Paints one cell of the history: icon, word and colour of how the call went, text with an ellipsis, the handset."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ctidesk.ui.emphasis import draw_text
from ctidesk.ui.fonts import text_font
from ctidesk.ui.history.call_model import BACK, CALL, DURATION, NAME, NOTE, NUMBER, ROW
from ctidesk.ui.history_view import CallRow, Mark
from ctidesk.ui.icons import paint_icon
from ctidesk.ui.number_text import Span
from ctidesk.ui.tokens import QUIET_PX, RADIUS, ROW_HEIGHT, Colour, Palette

_PAD, _ICON = 8, 16
_Index = QModelIndex | QPersistentModelIndex
_DRAWINGS = {
    Mark.TAKEN: "arrow-in",
    Mark.MADE: "arrow-out",
    Mark.MISSED: "missed",
    Mark.TURNED_AWAY: "handset-down",
    Mark.IN_VAIN: "arrow-out",
    Mark.HANDED_OVER: "transfer",
    Mark.LIVE: "handset",
}


def mark_colour(palette: Palette, mark: Mark) -> Colour:
    return {
        Mark.TAKEN: palette.green,
        Mark.MADE: palette.blue,
        Mark.MISSED: palette.red,
        Mark.TURNED_AWAY: palette.quiet,
        Mark.IN_VAIN: palette.quiet,
        Mark.HANDED_OVER: palette.violet,
        Mark.LIVE: palette.red,
    }[mark]


class CallDelegate(QStyledItemDelegate):
    """``can_dial``: the handsets may be pressed."""

    def __init__(self, palette: Palette, parent: QObject) -> None:
        super().__init__(parent)
        self._palette = palette
        self._plain, self._bold = text_font(), text_font(strong=True)
        self._figures, self._bold_figures = text_font(tabular=True), text_font(strong=True, tabular=True)
        self._quiet = text_font(QUIET_PX)
        self.can_dial = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(40, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: CallRow = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index.column())
        box = QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0)
        if index.column() == BACK:
            self._paint_handset(painter, row, box, option)
        else:
            self._paint_words(painter, row, box, index)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A tooltip for text that is cut, for a note of several lines, and for the handset; only for these."""
        row: CallRow | None = index.data(ROW)
        QToolTip.showText(event.globalPos(), self._tip(option, index, row) if row else "", view)
        return True

    def _tip(self, option: QStyleOptionViewItem, index: _Index, row: CallRow) -> str:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if index.column() == BACK:
            return text
        if index.column() == NOTE and "\n" in row.note:
            return row.note
        room = option.rect.width() - 2 * _PAD - (_ICON + _PAD if index.column() == CALL else 0)
        return text if QFontMetrics(self._bold).horizontalAdvance(text) > room else ""

    # --- painting --------------------------------------------------------------------------------------------------

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, column: int) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if not selected and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        painter.fillRect(option.rect, QColor(self._palette.chosen if selected else self._palette.raised))
        if selected and column == CALL:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.blue))
            bar = QRectF(option.rect.left(), option.rect.top() + 6, 3, option.rect.height() - 12)
            painter.drawRoundedRect(bar, RADIUS / 4, RADIUS / 4)

    def _paint_handset(self, painter: QPainter, row: CallRow, box: QRectF, option: QStyleOptionViewItem) -> None:
        """In every row, so that it can be aimed at; strong where it can be pressed."""
        if not row.dial:
            return
        near = option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        ready = self._palette.blue if near else self._palette.quiet
        colour = ready if self.can_dial else self._palette.strong_line
        paint_icon(painter, "handset", colour, _middle(box, box.center().x() - _ICON / 2))

    def _paint_words(self, painter: QPainter, row: CallRow, box: QRectF, index: _Index) -> None:
        column, text = index.column(), str(index.data(Qt.ItemDataRole.DisplayRole))
        colour, drawing = self._ink(row, column), self._drawing(row, column)
        if drawing:
            paint_icon(painter, drawing, colour, _middle(box, box.left()))
            box.setLeft(box.left() + _ICON + 6)
        plain, bold = self._fonts(column)
        if column == DURATION:
            box.setLeft(max(box.left(), box.right() - QFontMetrics(plain).horizontalAdvance(text) - 1))
        painter.setPen(QColor(colour))
        draw_text(painter, plain, bold, box, text, self._spans(row, column))

    def _drawing(self, row: CallRow, column: int) -> str:
        if column == CALL:
            return _DRAWINGS[row.mark]
        return "check" if column == NOTE and row.called_back else ""

    def _fonts(self, column: int) -> tuple[QFont, QFont]:
        if column == NOTE:
            return self._quiet, self._quiet
        return (self._plain, self._bold) if column in (CALL, NAME) else (self._figures, self._bold_figures)

    def _spans(self, row: CallRow, column: int) -> tuple[Span, ...]:
        return {NUMBER: row.number_spans, NAME: row.name_spans}.get(column, ())

    def _ink(self, row: CallRow, column: int) -> Colour:
        """Who it was in full ink, what merely goes with it quieter."""
        if column == CALL:
            return mark_colour(self._palette, row.mark)
        if column == NOTE and row.called_back:
            return self._palette.green
        return self._palette.text if column in (NUMBER, NAME) else self._palette.quiet


def _middle(box: QRectF, left: float) -> QRectF:
    return QRectF(left, box.center().y() - _ICON / 2, _ICON, _ICON)
