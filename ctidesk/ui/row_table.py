"""How every table of the desk behaves: whole rows, one at a time, with a quiet header and no grid."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView

from ctidesk.ui.fonts import text_font
from ctidesk.ui.tokens import QUIET_PX, ROW_HEIGHT


def make_rows(view: QTableView, model: QAbstractItemModel, delegate: QAbstractItemDelegate, name: str) -> None:
    """``name`` is what a screen reader says of the table."""
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setMouseTracking(True)
    view.setTabKeyNavigation(False)
    view.setAccessibleName(name)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(ROW_HEIGHT)
    rows.setDefaultSectionSize(ROW_HEIGHT)
    _quieten(view.horizontalHeader())


def _quieten(header: QHeaderView) -> None:
    header.setFont(text_font(QUIET_PX))
    header.setHighlightSections(False)
    header.setTextElideMode(Qt.TextElideMode.ElideRight)
    header.setSectionsClickable(False)
    header.setFixedHeight(ROW_HEIGHT)
