"""The table of the client search, with what stands in its place when it has no rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTableView, QWidget

from ctidesk.domain.records import RecordRef
from ctidesk.ui.dialogs.match_delegate import MatchDelegate
from ctidesk.ui.dialogs.match_model import MATCHED, NAME, NUMBER, ORGANIZATION, SPOKEN, MatchModel
from ctidesk.ui.empty_state import EmptyState
from ctidesk.ui.row_table import make_rows
from ctidesk.ui.search_view import SearchView
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette


class MatchTable(QStackedWidget):
    """``chosen`` is emitted on double click; ``moved`` when another row is the current one."""

    chosen = Signal()
    moved = Signal()

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self.model = MatchModel(texts, self)
        self.view = self._make_view()
        self.empty = EmptyState(palette, self)
        self.addWidget(self.view)
        self.addWidget(self.empty)

    def show_rows(self, view: SearchView, *, keep: bool) -> None:
        """New rows; the record that was current stays so (``keep``), else the first one where it is certain."""
        kept = self.current_ref if keep else None
        self.model.show_rows(view.rows)
        place = self.model.row_of(kept)
        self._select(place if place >= 0 else 0 if view.certain else -1)
        self.setCurrentIndex(0 if view.rows else 1)

    @property
    def current_ref(self) -> RecordRef | None:
        row = self.model.row(self.view.currentIndex().row())
        return row.ref if row else None

    def step(self, by: int) -> None:
        """Up or down from the field above."""
        count = self.model.rowCount()
        if count:
            self._select(max(0, min(count - 1, self.view.currentIndex().row() + by)))

    def _select(self, place: int) -> None:
        if place < 0:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
        else:
            self.view.selectRow(place)
        self.moved.emit()

    def _make_view(self) -> QTableView:
        view = QTableView(self)
        make_rows(view, self.model, MatchDelegate(self._palette, view), self.tr("Clients found"))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._set_columns(view.horizontalHeader())
        view.doubleClicked.connect(lambda _: self.chosen.emit())
        view.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit())
        return view

    def _set_columns(self, header: QHeaderView) -> None:
        for column in (NAME, ORGANIZATION):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column, width in ((MATCHED, 206), (NUMBER, 202), (SPOKEN, 150)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
