"""One condition of the advanced search: field, comparison, value."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ctidesk.domain.listing import COLUMNS, COMPARISONS, WITHOUT_VALUE, Comparison, Condition, FieldKind
from ctidesk.domain.records import CallResult, Direction, Entity
from ctidesk.ui.choice import Choice
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import CONTROL_HEIGHT, QUIET_PX, STEP, Palette

_CHOICES: dict[str, tuple[Direction, ...] | tuple[CallResult, ...]] = {
    "direction": tuple(Direction),
    "result": tuple(CallResult),
}

_DATE = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_BEGINNING = re.compile(r"\d{0,4}|\d{1,2}[./]\d{0,2}|\d{1,2}[./]\d{1,2}[./]\d{0,3}|\d{4}-\d{0,2}|\d{4}-\d{1,2}-")
"""What can still become a date."""


class ConditionRow(QWidget):
    changed = Signal()
    removed = Signal()

    def __init__(self, entity: Entity, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._entity, self._texts = entity, texts
        self.field, self.comparison, self.choice = (Choice(palette, self) for _ in range(3))
        self.value = QLineEdit(self)
        self.wrong = ElidedLabel(text_font(QUIET_PX), "red", self)
        self.wrong.hide()
        self.remove = QToolButton(self)
        self._name_parts(palette)
        for field in COLUMNS[entity]:
            self.field.addItem(texts.field(entity, field), field)
        self._fit()
        self.field.currentIndexChanged.connect(self._refit)
        self.comparison.currentIndexChanged.connect(self._recompare)
        self.choice.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.value.textEdited.connect(self._type)
        self.value.editingFinished.connect(self._leave)
        self.remove.clicked.connect(self.removed)
        self._arrange()

    def _arrange(self) -> None:
        value = QVBoxLayout()
        value.setSpacing(2)
        for part in (self.value, self.choice, self.wrong):
            value.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * STEP)
        top = Qt.AlignmentFlag.AlignTop
        for part in (self.field, self.comparison):
            row.addWidget(part, 2, top)
        row.addLayout(value, 4)
        row.addWidget(self.remove, 0, top)

    @property
    def condition(self) -> Condition:
        comparison = Comparison(self.comparison.currentData())
        value = self.choice.currentData() if not self.choice.isHidden() else self._asked
        return Condition(self.field.currentData(), comparison, "" if comparison in WITHOUT_VALUE else str(value or ""))

    @property
    def _kind(self) -> FieldKind:
        return COLUMNS[self._entity][self.field.currentData()]

    @property
    def _asked(self) -> str:
        """What the value is compared with; what is no date asks for nothing."""
        return iso_date(self.value.text()) if self._kind is FieldKind.MOMENT else self.value.text()

    def _type(self) -> None:
        """Nobody is corrected in the middle of a date; what has been said stands until it is right."""
        self._show_wrong(say=not self.wrong.isHidden() or not _BEGINNING.fullmatch(self.value.text().strip()))
        self.changed.emit()

    def _leave(self) -> None:
        self._show_wrong(say=True)

    def _show_wrong(self, *, say: bool) -> None:
        """Why the condition is left out."""
        wrong = say and bool(self.value.text().strip()) and not self._asked
        said = self.tr("This is not a date. Enter dd.mm.yyyy.") if wrong else ""
        self.wrong.show_text(said)
        self.wrong.setVisible(wrong)
        self.value.setAccessibleDescription(said)
        self.value.setProperty("wrong", wrong)
        self.value.style().unpolish(self.value)
        self.value.style().polish(self.value)

    def _refit(self) -> None:
        self._fit()
        self._show_wrong(say=True)
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


def iso_date(text: str) -> str:
    """``25.11.2026``, ``25/11/2026`` or itself as ``2026-11-25``; empty where it is no day of the calendar."""
    written = _DATE.fullmatch(text.strip()) or _ISO_DATE.fullmatch(text.strip())
    if written is None:
        return ""
    day, month, year = (int(part) for part in written.group("day", "month", "year"))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
