"""The rows of the history, as a Qt model; a row is made when it comes into sight."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ctidesk.domain.records import CallRecord
from ctidesk.ui.history_view import CallRow, HistoryView, row_view
from ctidesk.ui.texts import Texts, clock

CALL, NUMBER, NAME, ORGANIZATION, WHEN, DURATION, NOTE, BACK = range(8)
ROW = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CallModel(QAbstractTableModel):
    """``older``: the list's end has come into sight, and there are more calls."""

    older = Signal()

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._view: HistoryView | None = None
        self._calls: tuple[CallRecord, ...] = ()
        self._made: dict[int, CallRow] = {}
        self._asked_at = 0
        self._heads = (
            self.tr("Call"),
            self.tr("Number"),
            self.tr("Name"),
            self.tr("Organization"),
            self.tr("When"),
            self.tr("Talk"),
            self.tr("Note"),
            "",
        )

    def show_view(self, view: HistoryView) -> None:
        """Calls that come in above or below leave the others where they are, and the operator where he reads."""
        before, self._view = self._view, view
        self._made.clear()
        above = self._above(view.calls) if before and before.filter == view.filter else None
        if above is None:
            self.beginResetModel()
            self._calls, self._asked_at = view.calls, 0
            self.endResetModel()
        else:
            self._move_in(view.calls, above)

    def _above(self, calls: tuple[CallRecord, ...]) -> int | None:
        """How many calls stand above what was there before; ``None`` where that is no longer one piece."""
        ids, old = [call.id for call in calls], [call.id for call in self._calls]
        above = ids.index(old[0]) if old and old[0] in ids else None
        return above if above is not None and ids[above : above + len(old)] == old[: len(ids) - above] else None

    def _move_in(self, calls: tuple[CallRecord, ...], above: int) -> None:
        kept = min(len(self._calls), len(calls) - above)
        if kept < len(self._calls):
            self.beginRemoveRows(QModelIndex(), kept, len(self._calls) - 1)
            self._calls = self._calls[:kept]
            self.endRemoveRows()
        if above:
            self.beginInsertRows(QModelIndex(), 0, above - 1)
            self._calls = calls[: above + kept]
            self.endInsertRows()
        if len(calls) > above + kept:
            self.beginInsertRows(QModelIndex(), above + kept, len(calls) - 1)
            self._calls = calls
            self.endInsertRows()
        self._calls = calls
        self.dataChanged.emit(self.index(0, 0), self.index(len(calls) - 1, BACK))

    def place_of(self, call_id: str) -> int:
        """Where that call stands, -1 where it does not."""
        return next((place for place, call in enumerate(self._calls) if call.id == call_id), -1)

    def row(self, place: int) -> CallRow | None:
        if self._view is None or not 0 <= place < len(self._calls):
            return None
        if place not in self._made:
            self._made[place] = row_view(self._calls[place], self._view.filter, self._view.called_back)
        return self._made[place]

    def canFetchMore(self, parent: _Index) -> bool:
        return self._view is not None and self._view.more and self._asked_at != len(self._calls)

    def fetchMore(self, parent: _Index) -> None:
        self._asked_at = len(self._calls)
        self.older.emit()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._calls)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == DURATION else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self._heads[section] if shown else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None or role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return row if role == ROW else self._text(row, index.column())

    def _text(self, row: CallRow, column: int) -> str:
        return {
            CALL: lambda: self._texts.call(row.direction, row.result),
            NUMBER: lambda: row.number or self._texts.hidden_number(),
            NAME: lambda: row.name,
            ORGANIZATION: lambda: row.organization,
            WHEN: lambda: self._texts.when(row.when),
            DURATION: lambda: clock(row.seconds) if row.seconds else "",
            NOTE: lambda: self._note(row),
            BACK: lambda: self.tr("Call back") if row.dial else "",
        }[column]()

    def _note(self, row: CallRow) -> str:
        """Who has called back, the result code, the note's beginning: all on one line."""
        back = self._texts.called_back(row.called_back) if row.called_back else ""
        return " · ".join(part for part in (back, row.disposition, " ".join(row.note.split())) if part)
