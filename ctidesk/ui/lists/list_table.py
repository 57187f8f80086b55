"""The table of a list, with what stands in its place when it has no rows."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QWidget

from ctidesk.domain.listing import COLUMNS, FieldKind, ListQuery
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.ui.empty_state import EmptyState
from ctidesk.ui.lists.list_delegate import ListDelegate
from ctidesk.ui.lists.list_model import NAME_FIELDS, ListModel
from ctidesk.ui.lists.list_view import ListState, ListView
from ctidesk.ui.row_table import make_rows
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette

_WIDTHS = {FieldKind.PHONE: 158, FieldKind.MOMENT: 132, FieldKind.CHOICE: 120, FieldKind.NUMBER: 128}
_NAMES = {Entity.CONTACT: 226, Entity.ACCOUNT: 386, Entity.PHONE_CALL: 226}
_TEXT_PX = 160


class ListTable(QStackedWidget):
    """``chosen``: a row was opened; ``moved``: another row is the current one; ``sorted_by``: column, descending."""

    chosen = Signal()
    moved = Signal()
    sorted_by = Signal(str, bool)

    def __init__(self, entity: Entity, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = ListModel(entity, texts, self)
        self._palette = palette
        self._query: ListQuery | None = None
        self.view = self._make_view()
        self.empty = EmptyState(palette, self)
        self.addWidget(self.view)
        self.addWidget(self.empty)

    def show_view(self, view: ListView) -> None:
        kept, top, ref = self.view.currentIndex().row(), self.view.verticalScrollBar().value(), self.current_ref
        same = self._query is not None and view.query == replace(self._query, asked=view.query.asked)
        self.model.show_view(view)
        self._query = view.query
        place = _place_of(view, ref, max(0, kept)) if same else 0
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(min(place, self.model.rowCount() - 1), 0))
        if same:  # the rows under the eye stay there; at the top, what is new is seen
            self.view.verticalScrollBar().setValue(top + place - max(0, kept) if top else 0)
        column = self.model.fields.index(view.query.sort)
        order = Qt.SortOrder.DescendingOrder if view.query.descending else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(column, order)
        self.setCurrentIndex(0 if view.state is ListState.ROWS else 1)

    @property
    def current_ref(self) -> RecordRef | None:
        row = self.model.row(self.view.currentIndex().row())
        return row.ref if row else None

    def step(self, by: int) -> None:
        """Up or down from the field above."""
        count = self.model.rowCount()
        if count:
            place = max(0, min(count - 1, self.view.currentIndex().row() + by))
            self.view.setCurrentIndex(self.model.index(place, 0))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_view(self) -> QTableView:
        view = QTableView(self)
        make_rows(view, self.model, ListDelegate(self._palette, view), self.tr("Records"))
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self._set_columns(view.horizontalHeader())
        view.doubleClicked.connect(lambda _: self.chosen.emit())
        view.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit())
        return view

    def _set_columns(self, header: QHeaderView) -> None:
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setSortIndicatorShown(True)
        header.setStretchLastSection(True)
        for column, (field, kind) in enumerate(COLUMNS[self.model.entity].items()):
            text = _NAMES[self.model.entity] if field in NAME_FIELDS else _TEXT_PX
            header.resizeSection(column, _WIDTHS.get(kind, text))
        header.sectionClicked.connect(self._sort)

    def _sort(self, column: int) -> None:
        field, query = self.model.fields[column], self._query
        self.sorted_by.emit(field, query is not None and query.sort == field and not query.descending)


def _place_of(view: ListView, ref: RecordRef | None, kept: int) -> int:
    """Where the record stands now, or what stands in its place."""
    row = view.rows.get(kept)
    if ref is None or (row and row.ref == ref):
        return kept
    return next((place for place, row in view.rows.items() if row.ref == ref), kept)
