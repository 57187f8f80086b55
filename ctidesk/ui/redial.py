"""The number that was dialled last, back in the number field: by Enter in the empty field, or the arrow up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Redial(QObject):
    """The number is put there, not called: the next Enter calls it."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self._number = ""
        field.installEventFilter(self)

    def show_number(self, number: str) -> None:
        self._number = number

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._asked(event):
            self._field.setText(self._number)
            return True
        return super().eventFilter(watched, event)

    def _asked(self, event: QKeyEvent) -> bool:
        by_enter = event.key() in _ENTER and not self._field.text().strip()
        return bool(self._number) and (by_enter or event.key() == Qt.Key.Key_Up)
