"""The rows of the window of unsent changes, as a Qt model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ctidesk.ui.unsent_texts import UnsentTexts
from ctidesk.ui.unsent_view import UnsentRow, UnsentView

WHAT, STATE, REASON, TRIES = range(4)
ROW = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class UnsentModel(QAbstractTableModel):
    def __init__(self, texts: UnsentTexts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._view = UnsentView((), read=False)
        self._heads = (self.tr("Change"), self.tr("State"), self.tr("Reason"), self.tr("Tries"))

    def show_view(self, view: UnsentView) -> None:
        """The same writes keep their places, and what is chosen stays so."""
        before, self._view = self._view, view
        if [row.seq for row in before.rows] == [row.seq for row in view.rows]:
            last = self.index(len(view.rows) - 1, TRIES)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self.endResetModel()

    def place_of(self, seq: int | None) -> int:
        return next((place for place, row in enumerate(self._view.rows) if row.seq == seq), -1)

    def row(self, place: int) -> UnsentRow | None:
        return self._view.rows[place] if 0 <= place < len(self._view.rows) else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._view.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == TRIES else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self._heads[section] if shown else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._view.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        return row if role == ROW else None

    def _text(self, row: UnsentRow, column: int) -> str:
        return {
            WHAT: self._texts.what(row),
            STATE: self._texts.state(row.state),
            REASON: self._texts.reason(row, self._view),
            TRIES: str(row.tries) if row.tries else "",
        }[column]
