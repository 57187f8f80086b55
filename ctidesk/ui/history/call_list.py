"""The list of calls, with what stands in its place when it has no rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ctidesk.ui.history.call_delegate import CallDelegate
from ctidesk.ui.history.call_model import (
    BACK,
    CALL,
    DURATION,
    NAME,
    NOTE,
    NUMBER,
    ORGANIZATION,
    WHEN,
    CallModel,
)
from ctidesk.ui.history_view import CallRow, HistoryView, ListState
from ctidesk.ui.icons import pixmap
from ctidesk.ui.row_table import make_rows
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import STEP, Palette

_IN_SIGHT_MS = 200
_LOOK_AGAIN_MS = 60_000
_WIDTHS = {CALL: 208, NUMBER: 150, ORGANIZATION: 150, WHEN: 144, DURATION: 84, BACK: 40}
_SHARE_OF_NAME = 0.45
"""Of what the name and the note share."""
_ORGANIZATION_FROM_PX = 1000
"""Narrower lists leave the organization to the pane below."""


class _Table(QTableView):
    """Enter is the window's, whatever a table would do with it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class CallList(QStackedWidget):
    """``called``: the handset of the current row was pressed, or the row double-clicked; ``moved``: another row is the
    current one; ``in_sight``: the ids of the calls that can be seen; ``older``: more are wanted; ``cleared``: all
    calls are wanted."""

    called = Signal()
    moved = Signal()
    in_sight = Signal(tuple)
    older = Signal()
    cleared = Signal()

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self.model = CallModel(texts, self)
        self.model.older.connect(self.older)
        self._delegate = CallDelegate(palette, self)
        self.view = self._make_view()
        self._look = QTimer(self, interval=_IN_SIGHT_MS, singleShot=True)
        self._look.timeout.connect(self._tell_sight)
        self._again = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._again.timeout.connect(self._tell_sight)
        self._again.start()
        self.addWidget(self.view)
        self.addWidget(self._make_empty())

    def show_view(self, view: HistoryView, *, opens: bool) -> None:
        """The call that was current stays so; where it is gone, and on opening, the newest is."""
        current = "" if opens or self.current is None else self.current.id
        self._delegate.can_dial = view.can_dial
        self.model.show_view(view)
        place = self.model.place_of(current) if current else -1
        if view.calls and (place < 0 or place != self.view.currentIndex().row()):
            self.view.selectRow(max(0, place))
        self.setCurrentIndex(0 if view.calls else 1)
        self._show_words(view.state)
        self._look.start()
        self.moved.emit()
        self.view.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _ORGANIZATION_FROM_PX
        self.view.setColumnHidden(ORGANIZATION, narrow)
        shared = self.width() - sum(_WIDTHS.values()) + (_WIDTHS[ORGANIZATION] if narrow else 0)
        self.view.horizontalHeader().resizeSection(NAME, max(120, round(shared * _SHARE_OF_NAME)))

    @property
    def current(self) -> CallRow | None:
        return self.model.row(self.view.currentIndex().row())

    def step(self, by: int) -> None:
        """Up or down from the field above."""
        count = self.model.rowCount()
        if count:
            self.view.selectRow(max(0, min(count - 1, self.view.currentIndex().row() + by)))

    # --- what is said ----------------------------------------------------------------------------------------------

    def _show_words(self, state: ListState) -> None:
        drawing, words = {
            ListState.ROWS: ("history", ""),
            ListState.READING: ("history", self.tr("Reading the calls…")),
            ListState.NO_CALLS: ("history", self.tr("Your calls will stand here. Call a number or wait for a caller.")),
            ListState.NO_MISSED: ("check-circle", self.tr("No missed calls: everybody was answered.")),
            ListState.NOTHING_FOUND: ("search", self.tr("No call fits. Change the words, or show all calls.")),
        }[state]
        self._sign.setPixmap(pixmap(drawing, self._palette.strong_line, 32, self.devicePixelRatioF()))
        self.words.setText(words)
        self.all_calls.setVisible(state in (ListState.NO_MISSED, ListState.NOTHING_FOUND))

    # --- what is in sight ------------------------------------------------------------------------------------------

    def _tell_sight(self) -> None:
        if not self.isVisible() or not self.model.rowCount():
            return
        top = max(0, self.view.rowAt(0))
        bottom = self.view.rowAt(self.view.viewport().height() - 1)
        last = bottom if bottom >= 0 else self.model.rowCount() - 1
        rows = (self.model.row(place) for place in range(top, last + 1))
        self.in_sight.emit(tuple(row.id for row in rows if row))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == BACK:
            self.called.emit()

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_view(self) -> QTableView:
        view = _Table(self)
        make_rows(view, self.model, self._delegate, self.tr("Calls"))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._set_columns(view.horizontalHeader())
        view.clicked.connect(self._clicked)
        view.doubleClicked.connect(self._double_clicked)
        view.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit())
        view.verticalScrollBar().valueChanged.connect(lambda _: self._look.start())
        return view

    def _double_clicked(self, index: QModelIndex) -> None:
        """The first of the two clicks has pressed a handset already."""
        if index.column() != BACK:
            self.called.emit()

    def _set_columns(self, header: QHeaderView) -> None:
        header.setMinimumSectionSize(_WIDTHS[BACK])
        header.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Fixed)
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)

    def _make_empty(self) -> QWidget:
        empty = QWidget(self)
        self._sign, self.words = QLabel(empty), QLabel(empty)
        self.words.setProperty("tone", "quiet")
        self.all_calls = QPushButton(self.tr("Show all calls"), empty)
        self.all_calls.clicked.connect(self.cleared)
        column = QVBoxLayout(empty)
        column.setSpacing(3 * STEP)
        column.addStretch(1)
        for part in (self._sign, self.words, self.all_calls):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return empty
