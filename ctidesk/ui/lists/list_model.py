"""A list's rows as a Qt model: a million of them, of which only those around the eye are here."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from ctidesk.domain.listing import COLUMNS, PAGE_ROWS, FieldKind, ListRow
from ctidesk.domain.records import CallResult, Direction, Entity
from ctidesk.ui.lists.list_view import ListView
from ctidesk.ui.texts import Texts, clock

KIND = Qt.ItemDataRole.UserRole
ACTIVE = Qt.ItemDataRole.UserRole + 1
NAMING = Qt.ItemDataRole.UserRole + 2
"""Whether the column says who or what the row is about."""
NAME_FIELDS = frozenset({"fullname", "name", "started"})
_SETTLE_MS = 30  # a scroll bar that is dragged passes thousands of rows that nobody looks at
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ListModel(QAbstractTableModel):
    """``wanted`` names a place whose rows are to be shown and are not here."""

    wanted = Signal(int)

    def __init__(self, entity: Entity, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self.entity = entity
        self.fields = tuple(COLUMNS[entity])
        self._kinds = tuple(COLUMNS[entity].values())
        self._view: ListView | None = None
        self._missing: set[int] = set()
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._ask)

    def show_view(self, view: ListView) -> None:
        before, self._view = self._view, view
        if before is None or before.query != view.query or before.count != view.count:
            self.beginResetModel()
            self.endResetModel()
        elif view.count:
            self.dataChanged.emit(self.index(0, 0), self.index(view.count - 1, len(self.fields) - 1))

    def row(self, place: int) -> ListRow | None:
        return self._view.rows.get(place) if self._view else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self._view is None else self._view.count

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self._texts.field(self.entity, self.fields[section]) if shown else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == KIND:
            return self._kinds[index.column()]
        if role == NAMING:
            return self.fields[index.column()] in NAME_FIELDS
        if role not in (Qt.ItemDataRole.DisplayRole, ACTIVE):
            return None
        row = self.row(index.row())
        if row is None:
            self._miss(index.row())
            return "" if role == Qt.ItemDataRole.DisplayRole else True
        return row.active if role == ACTIVE else self._text(row, index.column())

    def _text(self, row: ListRow, column: int) -> str:
        value, kind = row.values[column], self._kinds[column]
        if not value:
            return ""
        if kind is FieldKind.MOMENT:
            return self._texts.moment(datetime.fromisoformat(value))
        if kind is FieldKind.NUMBER:
            return clock(int(value)) if value != "0" else ""
        if kind is FieldKind.CHOICE:
            return self._choice(self.fields[column], value)
        return value if column or row.active else self.tr("{name} (inactive)").format(name=value)

    def _choice(self, field: str, value: str) -> str:
        if field == "direction":
            return self._texts.direction(Direction(value))
        return self._texts.result(CallResult(value))

    def _miss(self, place: int) -> None:
        self._missing.add(place - place % PAGE_ROWS)
        if not self._settle.isActive():
            self._settle.start()

    def _ask(self) -> None:
        missing, self._missing = self._missing, set()
        for first in sorted(missing):
            if first not in (self._view.rows if self._view else ()):
                self.wanted.emit(first)
