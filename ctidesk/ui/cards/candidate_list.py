"""The organizations that were found for what is typed, as a small list under the field. It never has the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from ctidesk.domain.records import Client
from ctidesk.ui.emphasis import draw_text
from ctidesk.ui.fonts import text_font
from ctidesk.ui.form_view import Candidate
from ctidesk.ui.number_text import same_words
from ctidesk.ui.row_ground import paint_ground
from ctidesk.ui.tokens import QUIET_PX, ROW_HEIGHT, STEP, Palette

_PAD = 8
_NAME_LEAST = 72
_AROUND = 2  # margin and line, on each side
_CANDIDATE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class _Candidates(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.candidates: Sequence[Candidate] = ()

    def show(self, candidates: Sequence[Candidate]) -> None:
        self.beginResetModel()
        self.candidates = candidates
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.candidates)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == _CANDIDATE:
            return self.candidates[index.row()]
        return said(self.candidates[index.row()]) if role == Qt.ItemDataRole.DisplayRole else None


class _Row(QStyledItemDelegate):
    """The name, the letters that were typed emphasised; its number behind it tells two of one name apart."""

    def __init__(self, palette: Palette, parent: QObject) -> None:
        super().__init__(parent)
        self._palette = palette
        self.typed = ""
        self._plain, self._strong, self._quiet = text_font(), text_font(strong=True), text_font(QUIET_PX, tabular=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        candidate: Candidate = index.data(_CANDIDATE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, self._palette, option, first=True)
        name, number = self._boxes(QRectF(option.rect), candidate)
        painter.setPen(QColor(self._palette.text))
        draw_text(painter, self._plain, self._strong, name, candidate.name, same_words(candidate.name, self.typed))
        painter.setPen(QColor(self._palette.quiet))
        if number.width():
            draw_text(painter, self._quiet, self._quiet, number, candidate.number)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """The whole of a name that is cut."""
        candidate: Candidate = index.data(_CANDIDATE)
        room = self._boxes(QRectF(option.rect), candidate)[0].width()
        cut = QFontMetrics(self._strong).horizontalAdvance(candidate.name) > room
        QToolTip.showText(event.globalPos(), candidate.name if cut else "", view)
        return True

    def _boxes(self, row: QRectF, candidate: Candidate) -> tuple[QRectF, QRectF]:
        """Of the name and of the number, which gives way where there is little room."""
        box = row.adjusted(_PAD, 0, -_PAD, 0)
        wide = QFontMetrics(self._quiet).horizontalAdvance(candidate.number) + 2 if candidate.number else 0
        if box.width() - wide - _PAD < _NAME_LEAST:
            wide = 0
        number = QRectF(box.right() - wide, box.top(), wide, box.height())
        return box.adjusted(0, 0, -(wide + _PAD if wide else 0), 0), number


class CandidateList(QFrame):
    chosen = Signal(object)

    def __init__(self, palette: Palette, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("candidates")
        self._model = _Candidates(self)
        self._row = _Row(palette, self)
        self.rows = QListView(self)
        self.rows.setAccessibleName(name)
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(self._row)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setMouseTracking(True)
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.clicked.connect(lambda index: self.chosen.emit(self._client(index.row())))
        self.nothing = QLabel(self.tr("No organization was found. Check the spelling."), self)
        self.nothing.setFont(text_font(QUIET_PX))
        self.nothing.setProperty("tone", "quiet")
        self.nothing.setContentsMargins(_PAD, 0, _PAD, 0)
        self.nothing.setWordWrap(True)
        self.nothing.setFixedHeight(ROW_HEIGHT + 2 * STEP)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(1, 1, 1, 1)
        lines.addWidget(self.rows)
        lines.addWidget(self.nothing)
        self.hide()

    def show_candidates(self, candidates: Sequence[Candidate], typed: str) -> None:
        """The first one is offered; where the same ones are found again, the current one stays."""
        self._row.typed = typed
        if tuple(candidates) != tuple(self._model.candidates):
            self._model.show(candidates)
            self._move_to(0)
        self.rows.setVisible(bool(candidates))
        self.nothing.setVisible(not candidates)
        self.rows.viewport().update()

    @property
    def current(self) -> Candidate | None:
        index = self.rows.currentIndex()
        return self._model.candidates[index.row()] if index.isValid() else None

    @property
    def wanted_height(self) -> int:
        count = len(self._model.candidates)
        return 2 * _AROUND + (count * ROW_HEIGHT if count else self.nothing.height())

    def step(self, by: int) -> None:
        count = len(self._model.candidates)
        if count:
            self._move_to(max(0, min(count - 1, self.rows.currentIndex().row() + by)))

    def choose(self) -> None:
        if self.current:
            self.chosen.emit(self.current.match.client)

    def _client(self, row: int) -> Client:
        return self._model.candidates[row].match.client

    def _move_to(self, row: int) -> None:
        self.rows.setCurrentIndex(self._model.index(row, 0))


def said(candidate: Candidate) -> str:
    """For the ear."""
    return ", ".join(part for part in (candidate.name, candidate.number) if part)
