"""The rows of the client search, as a Qt model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ctidesk.domain.records import Entity, MatchKind, RecordRef
from ctidesk.ui.number_text import Span
from ctidesk.ui.search_view import RowView
from ctidesk.ui.texts import Texts

NAME, ORGANIZATION, MATCHED, NUMBER, SPOKEN = range(5)
SPANS = Qt.ItemDataRole.UserRole
ROW = Qt.ItemDataRole.UserRole + 1
TIP = Qt.ItemDataRole.UserRole + 2
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class MatchModel(QAbstractTableModel):
    """A client's name stands under «Полное имя», an organization's under «Название организации».

    ``TIP`` is what a cell has to say beside its text; the first cell says its whole row to a screen reader.
    """

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: tuple[RowView, ...] = ()
        self._heads = (
            self.tr("Full name"),
            self.tr("Organization name"),
            self.tr("Found in"),
            self.tr("Number"),
            self.tr("Last call"),
        )

    def show_rows(self, rows: tuple[RowView, ...]) -> None:
        """The same clients, of whom more is known by now, leave the operator where he is."""
        if [row.ref for row in rows] == [row.ref for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, SPOKEN))
            return
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
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(row) if index.column() == NAME else self._text(row, index.column())
        if role == SPANS:
            return _spans(row, index.column())
        if role == TIP:
            return self._tip(row, index.column())
        return row if role == ROW else None

    def _said(self, row: RowView) -> str:
        texts = [self._text(row, column) for column in (NAME, ORGANIZATION, MATCHED, NUMBER)]
        spoken = f"{self._heads[SPOKEN]}: {self._text(row, SPOKEN)}" if row.spoken else ""
        return ", ".join(filter(None, [*texts, spoken, self._guess(row.guess)]))

    def _tip(self, row: RowView, column: int) -> str:
        if column == SPOKEN and row.spoken:
            return self._texts.moment(row.spoken)
        return self._guess(row.guess) if column == MATCHED else ""

    def _guess(self, guess: MatchKind | None) -> str:
        if guess is None:
            return ""
        return {
            MatchKind.LAYOUT: self.tr("A guess: found on the other keyboard layout"),
            MatchKind.TYPO: self.tr("A guess: a similar word, there may be a typo"),
            MatchKind.LAST_7: self.tr("A guess: only the last seven digits are the same"),
        }[guess]

    def _text(self, row: RowView, column: int) -> str:
        person = row.ref.entity is Entity.CONTACT
        name = row.name if row.active else self.tr("{name} (inactive)").format(name=row.name)
        return {
            NAME: name if person else "",
            ORGANIZATION: row.organization if person else name,
            MATCHED: self._texts.field(row.ref.entity, row.matched) if row.matched else "",
            NUMBER: row.number,
            SPOKEN: self._texts.last_call(row.spoken) if row.spoken else "",
        }[column]


def _name_column(row: RowView) -> int:
    return NAME if row.ref.entity is Entity.CONTACT else ORGANIZATION


def _spans(row: RowView, column: int) -> tuple[Span, ...]:
    if column == NUMBER:
        return row.number_spans
    return row.name_spans if column == _name_column(row) else ()
