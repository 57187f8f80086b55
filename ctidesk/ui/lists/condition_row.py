"""One condition of the advanced search: field, comparison, value."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ctidesk.domain.listing import COLUMNS, COMPARISONS, WITHOUT_VALUE, Comparison, Condition, FieldKind
from ctidesk.domain.records import CallResult, Direction, Entity
from ctidesk.ui.choice import Choice
from ctidesk.ui.icons import icon
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import CONTROL_HEIGHT, STEP, Palette

_CHOICES: dict[str, tuple[Direction, ...] | tuple[CallResult, ...]] = {
    "direction": tuple(Direction),
    "result": tuple(CallResult),
}


class ConditionRow(QWidget):
    changed = Signal()
    removed = Signal()

    def __init__(self, entity: Entity, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._entity, self._texts = entity, texts
        self.field, self.comparison, self.choice = (Choice(palette, self) for _ in range(3))
        self.value = QLineEdit(self)
        self.remove = QToolButton(self)
        self._name_parts(palette)
        for field in COLUMNS[entity]:
            self.field.addItem(texts.field(entity, field), field)
        self._fit()
        self.field.currentIndexChanged.connect(self._refit)
        self.comparison.currentIndexChanged.connect(self._recompare)
        self.choice.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.value.textEdited.connect(lambda _: self.changed.emit())
        self.remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * STEP)
        for part, stretch in ((self.field, 2), (self.comparison, 2), (self.value, 4), (self.choice, 4)):
            row.addWidget(part, stretch)
        row.addWidget(self.remove)

    @property
    def condition(self) -> Condition:
        comparison = Comparison(self.comparison.currentData())
        value = self.choice.currentData() if not self.choice.isHidden() else _iso(self._kind, self.value.text())
        return Condition(self.field.currentData(), comparison, "" if comparison in WITHOUT_VALUE else str(value or ""))

    @property
    def _kind(self) -> FieldKind:
        return COLUMNS[self._entity][self.field.currentData()]

    def _refit(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        """What can be asked of the chosen field."""
        self.comparison.blockSignals(True)
        self.comparison.clear()
        for each in COMPARISONS[self._kind]:
            self.comparison.addItem(self._texts.comparison(each), each.value)
        self.comparison.blockSignals(False)
        self.choice.blockSignals(True)
        self.choice.clear()
        for word in _CHOICES.get(self.field.currentData(), ()):
            said = self._texts.direction(word) if isinstance(word, Direction) else self._texts.result(word)
            self.choice.addItem(said, word.value)
        self.choice.blockSignals(False)
        self._show_value()

    def _recompare(self) -> None:
        self._show_value()
        self.changed.emit()

    def _show_value(self) -> None:
        chosen = self._kind is FieldKind.CHOICE
        self.choice.setVisible(chosen)
        self.value.setVisible(not chosen)
        self.value.setEnabled(self.comparison.currentData() not in WITHOUT_VALUE)
        self.value.setPlaceholderText(self.tr("dd.mm.yyyy") if self._kind is FieldKind.MOMENT else self.tr("value"))

    def _name_parts(self, palette: Palette) -> None:
        self.field.setAccessibleName(self.tr("Field"))
        self.comparison.setAccessibleName(self.tr("Condition"))
        self.value.setAccessibleName(self.tr("Value"))
        self.choice.setAccessibleName(self.tr("Value"))
        self.remove.setAccessibleName(self.tr("Remove the condition"))
        self.remove.setToolTip(self.tr("Remove the condition"))
        self.remove.setIcon(icon("close", palette.quiet))
        self.remove.setIconSize(QSize(14, 14))
        self.remove.setFixedSize(CONTROL_HEIGHT, CONTROL_HEIGHT)


def _iso(kind: FieldKind, text: str) -> str:
    """``25.11.2026`` as ``2026-11-25``; what is no date yet asks for nothing."""
    if kind is not FieldKind.MOMENT:
        return text
    parts = text.strip().replace("/", ".").split(".")
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[2]) == 4:
        day, month, year = parts
        return f"{year}-{month:0>2}-{day:0>2}"
    return text.strip() if len(text.strip()) == 10 and text.count("-") == 2 else ""
