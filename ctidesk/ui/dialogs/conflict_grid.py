"""Both versions of every field in conflict, side by side; one of each pair is chosen."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QWidget

from ctidesk.ui.dialogs.value_choice import ValueChoice
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette
from ctidesk.ui.unsent_texts import UnsentTexts
from ctidesk.ui.unsent_view import ConflictView, UnsentRow

Side: TypeAlias = Literal["mine", "theirs"]
_LABEL_PX = 168


class ConflictGrid(QWidget):
    """``chosen`` is emitted with every choice."""

    chosen = Signal()

    def __init__(self, palette: Palette, texts: UnsentTexts, row: UnsentRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._texts = palette, texts
        self.choices: dict[str, dict[Side, ValueChoice]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * STEP)
        self._grid.setVerticalSpacing(2 * STEP)
        self._grid.setColumnMinimumWidth(0, _LABEL_PX)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._heads: dict[Side, str] = {"mine": self.tr("Your change"), "theirs": self.tr("In the CRM")}
        self._add_heads()
        for place, conflict in enumerate(row.conflict, start=1):
            self._add(place, row, conflict)

    @property
    def decided(self) -> dict[str, Side]:
        """Of the fields that have been decided: whose value is to stand."""
        return {
            field: side for field, pair in self.choices.items() for side, button in pair.items() if button.isChecked()
        }

    @property
    def complete(self) -> bool:
        return len(self.decided) == len(self.choices)

    def _add_heads(self) -> None:
        for column, text in enumerate((self.tr("Field"), *self._heads.values())):
            head = QLabel(text, self)
            head.setFont(text_font(QUIET_PX))
            head.setProperty("tone", "quiet")
            self._grid.addWidget(head, 0, column)

    def _add(self, place: int, row: UnsentRow, conflict: ConflictView) -> None:
        label = ElidedLabel(text_font(), parent=self)
        label.show_text(self._texts.field(row.entity, conflict.field))
        self._grid.addWidget(label, place, 0)
        group = QButtonGroup(self)
        self.choices[conflict.field] = {}
        sides: tuple[Side, ...] = ("mine", "theirs")
        for column, side in enumerate(sides, start=1):
            text = self._texts.value(conflict.mine if side == "mine" else conflict.theirs)
            button = ValueChoice(self._palette, text, f"{label.text()}, {self._heads[side]}", self)
            group.addButton(button)
            button.toggled.connect(lambda _: self.chosen.emit())
            self._grid.addWidget(button, place, column)
            self.choices[conflict.field][side] = button
