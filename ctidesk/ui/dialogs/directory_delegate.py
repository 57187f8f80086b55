"""Paints one row of the phone directory: a directory's name, or employee, number and presence in columns."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ctidesk.domain.presence import Presence
from ctidesk.ui.dialogs.directory_model import COUNT, EMPLOYEE
from ctidesk.ui.dialogs.presence_mark import presence_mark
from ctidesk.ui.emphasis import draw_text
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import paint_icon
from ctidesk.ui.number_text import pretty
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, RADIUS, ROW_HEIGHT, Palette
from ctidesk.ui.transfer_view import EmployeeView, emphasis

_PAD, _ICON, _GAP = 8, 16, 8
_RIGHT = 20
_INDENT = _PAD + _ICON + _GAP
_NUMBER = 144
_Index = QModelIndex | QPersistentModelIndex


class DirectoryDelegate(QStyledItemDelegate):
    """``typed`` is emphasised in name and number; ``starred``: a click on the star of this number's row."""

    starred = Signal(str)

    def __init__(self, palette: Palette, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._palette, self._texts = palette, texts
        self.typed = ""
        self._plain, self._strong = text_font(), text_font(strong=True)
        self._figures, self._strong_figures = text_font(tabular=True), text_font(strong=True, tabular=True)
        self._quiet = text_font(QUIET_PX)
        metrics = QFontMetrics(self._plain)
        self._presence = _ICON + _GAP + max(metrics.horizontalAdvance(texts.presence(each)) for each in Presence)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        employee: EmployeeView | None = index.data(EMPLOYEE)
        if employee is None:
            self._paint_directory(painter, option, index)
        else:
            self._paint_employee(painter, QRectF(option.rect), employee)
            pointed = option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
            self._paint_star(painter, QRectF(option.rect), employee, pointed=bool(pointed))
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A tooltip for a name that is cut, only for that."""
        employee: EmployeeView | None = index.data(EMPLOYEE)
        text = employee.name if employee else ""
        cut = QFontMetrics(self._strong).horizontalAdvance(text) > self._name_box(QRectF(option.rect)).width()
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return True

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        employee: EmployeeView | None = index.data(EMPLOYEE)
        if employee and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            near = _star_box(QRectF(option.rect)).adjusted(-_GAP, -_GAP, _GAP, _GAP)
            if near.contains(event.position()):
                self.starred.emit(employee.number)
                return True
        return super().editorEvent(event, model, option, index)

    # --- painting --------------------------------------------------------------------------------------------------

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if not selected and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        ground = self._palette.chosen if selected else self._palette.raised
        painter.fillRect(option.rect, QColor(ground))
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.blue))
            bar = QRectF(option.rect.left(), option.rect.top() + 6, 3, option.rect.height() - 12)
            painter.drawRoundedRect(bar, RADIUS / 4, RADIUS / 4)

    def _paint_directory(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box = QRectF(option.rect)
        open_now = bool(option.state & QStyle.StateFlag.State_Open)
        sign = QRectF(box.left() + _PAD, box.center().y() - _ICON / 2, _ICON, _ICON)
        paint_icon(painter, "chevron" if open_now else "chevron-right", self._palette.quiet, sign)
        left = self._text(painter, self._strong, self._palette.text, box.adjusted(_INDENT, 0, -_PAD, 0), _name(index))
        rest = QRectF(left + _GAP, box.top(), box.right() - left - _GAP, box.height())
        self._text(painter, self._quiet, self._palette.quiet, rest, str(index.data(COUNT)))

    def _paint_employee(self, painter: QPainter, box: QRectF, employee: EmployeeView) -> None:
        in_name, in_number = emphasis(employee, self.typed)
        painter.setPen(QColor(self._palette.text))
        draw_text(painter, self._plain, self._strong, self._name_box(box), employee.name, in_name)
        number = QRectF(box.right() - _RIGHT - self._presence - _GAP - _NUMBER, box.top(), _NUMBER - _GAP, box.height())
        draw_text(painter, self._figures, self._strong_figures, number, pretty(employee.number), in_number)
        self._paint_presence(painter, box, employee.presence)

    def _paint_star(self, painter: QPainter, box: QRectF, employee: EmployeeView, *, pointed: bool) -> None:
        """Filled for a favourite; an outline where a click would make one."""
        if employee.favourite or pointed:
            drawing = "star-filled" if employee.favourite else "star"
            colour = self._palette.amber if employee.favourite else self._palette.strong_line
            paint_icon(painter, drawing, colour, _star_box(box))

    def _paint_presence(self, painter: QPainter, box: QRectF, presence: Presence) -> None:
        drawing, colour = presence_mark(self._palette, presence)
        left = box.right() - _RIGHT - self._presence
        paint_icon(painter, drawing, colour, QRectF(left, box.center().y() - _ICON / 2, _ICON, _ICON))
        words = QRectF(left + _ICON + _GAP, box.top(), box.right() - left - _ICON - _GAP, box.height())
        self._text(painter, self._plain, colour, words, self._texts.presence(presence))

    def _text(self, painter: QPainter, font: QFont, colour: str, box: QRectF, text: str) -> float:
        painter.setPen(QColor(colour))
        return draw_text(painter, font, font, box, text)

    def _name_box(self, box: QRectF) -> QRectF:
        return box.adjusted(_INDENT + _GAP, 0, -_RIGHT - self._presence - _NUMBER - 2 * _GAP, 0)


def _star_box(row: QRectF) -> QRectF:
    """Where the star of an employee's row is, and is clicked."""
    return QRectF(row.left() + _PAD, row.center().y() - _ICON / 2, _ICON, _ICON)


def _name(index: _Index) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole))
