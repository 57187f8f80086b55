"""The rows of the client search, as a Qt model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ctidesk.domain.records import Entity, RecordRef
from ctidesk.ui.number_text import Span
from ctidesk.ui.search_view import RowView
from ctidesk.ui.texts import Texts

NAME, ORGANIZATION, MATCHED, NUMBER = range(4)
SPANS = Qt.ItemDataRole.UserRole
ROW = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class MatchModel(QAbstractTableModel):
    """A client's name stands under «Полное имя», an organization's under «Название организации»."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: tuple[RowView, ...] = ()
        self._heads = (
            self.tr("Full name"),
            self.tr("Organization name"),
            self.tr("Found in"),
            self.tr("Number"),
        )

    def show_rows(self, rows: tuple[RowView, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, ref: RecordRef | None) -> int:
        """Where that record stands, -1 where it does not."""
        return next((place for place, row in enumerate(self._rows) if row.ref == ref), -1)

    def row(self, place: int) -> RowView | None:
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self._heads[section] if shown else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == SPANS:
            return _spans(row, index.column())
        return row if role == ROW else None

    def _text(self, row: RowView, column: int) -> str:
        person = row.ref.entity is Entity.CONTACT
        name = row.name if row.active else self.tr("{name} (inactive)").format(name=row.name)
        return {
            NAME: name if person else "",
            ORGANIZATION: row.organization if person else name,
            MATCHED: self._texts.field(row.ref.entity, row.matched) if row.matched else "",
            NUMBER: row.number,
        }[column]


def _name_column(row: RowView) -> int:
    return NAME if row.ref.entity is Entity.CONTACT else ORGANIZATION


def _spans(row: RowView, column: int) -> tuple[Span, ...]:
    if column == NUMBER:
        return row.number_spans
    return row.name_spans if column == _name_column(row) else ()
