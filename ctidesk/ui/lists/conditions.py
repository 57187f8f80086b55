"""The advanced search: any number of conditions that hold together."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.listing import Condition
from ctidesk.domain.records import Entity
from ctidesk.ui.icons import icon
from ctidesk.ui.lists.condition_row import ConditionRow
from ctidesk.ui.texts import Texts
from ctidesk.ui.tick import Tick
from ctidesk.ui.tokens import STEP, Palette

_MOST = 8


class Conditions(QWidget):
    changed = Signal()

    def __init__(self, entity: Entity, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._entity, self._palette, self._texts = entity, palette, texts
        self.rows: list[ConditionRow] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2 * STEP)
        self.add = QPushButton(icon("plus", palette.blue), self.tr("Add a condition"), self)
        self.add.setProperty("link", True)
        self.add.clicked.connect(self.add_row)
        self.inactive = Tick(palette, self.tr("Show inactive records"), self)
        self.inactive.setVisible(entity is not Entity.PHONE_CALL)
        self.inactive.toggled.connect(lambda _: self.changed.emit())
        below = QHBoxLayout()
        below.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        below.addStretch(1)
        below.addWidget(self.inactive)
        self._lines.addLayout(below)
        self.add_row()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(row.condition for row in self.rows)

    def add_row(self) -> None:
        row = ConditionRow(self._entity, self._palette, self._texts, self)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._remove(row))
        self._lines.insertWidget(len(self.rows), row)
        self.rows.append(row)
        self.add.setEnabled(len(self.rows) < _MOST)
        row.field.setFocus()

    def _remove(self, row: ConditionRow) -> None:
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.deleteLater()
        self.add.setEnabled(True)
        self.changed.emit()
