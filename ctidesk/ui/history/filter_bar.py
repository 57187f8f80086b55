"""What the history is narrowed to: kind, period, words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ctidesk.domain.history import CallFilter, CallKind, Period
from ctidesk.ui.choice import Choice
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import STEP, Palette

_DEBOUNCE_MS = 150
_PAGE = 8
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}


class FilterBar(QWidget):
    """``changed`` carries the filter; ``stepped`` moves in the list while the field has the focus."""

    changed = Signal(object)
    stepped = Signal(int)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._typing = QTimer(self, interval=_DEBOUNCE_MS, singleShot=True)
        self._typing.timeout.connect(self._tell)
        self.kind = self._make_kind(palette)
        self.period = self._make_period(palette)
        self.field = self._make_field(palette)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * STEP)
        for part in (self.kind, self.period):
            row.addWidget(part)
        row.addWidget(self.field, 1)

    def show_filter(self, filter: CallFilter) -> None:
        self.kind.setCurrentIndex(self.kind.findData(filter.kind))
        self.period.setCurrentIndex(self.period.findData(filter.period))
        if not self._typing.isActive() and self.field.text().strip() != filter.text.strip():
            self.field.setText(filter.text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = _STEPS.get(Qt.Key(event.key()))
            if by is not None:
                self.stepped.emit(by)
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        self._typing.stop()
        self.changed.emit(CallFilter(self.kind.currentData(), self.period.currentData(), self.field.text()))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_kind(self, palette: Palette) -> Choice:
        kind = Choice(palette, self)
        kind.setAccessibleName(self.tr("Which calls"))
        words = {
            CallKind.ALL: self.tr("All calls"),
            CallKind.INCOMING: self.tr("Incoming"),
            CallKind.OUTGOING: self.tr("Outgoing"),
            CallKind.MISSED: self.tr("Missed"),
        }
        for value, word in words.items():
            kind.addItem(word, value)
        kind.activated.connect(lambda _: self._tell())
        return kind

    def _make_period(self, palette: Palette) -> Choice:
        period = Choice(palette, self)
        period.setAccessibleName(self.tr("Of which days"))
        words = {
            Period.TODAY: self.tr("Today"),
            Period.YESTERDAY: self.tr("Yesterday"),
            Period.WEEK: self.tr("7 days"),
            Period.ALL: self.tr("All days"),
        }
        for value, word in words.items():
            period.addItem(word, value)
        period.activated.connect(lambda _: self._tell())
        return period

    def _make_field(self, palette: Palette) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(self.tr("Number, name or note"))
        field.setAccessibleName(self.tr("Search in the calls"))
        field.addAction(icon("search", palette.quiet), QLineEdit.ActionPosition.LeadingPosition)
        field.setClearButtonEnabled(True)
        field.textEdited.connect(lambda _: self._typing.start())
        field.installEventFilter(self)
        return field
