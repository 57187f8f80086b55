"""The result code of a call, from the configuration's list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ctidesk.domain.intents import SetDisposition
from ctidesk.ui.choice import Choice
from ctidesk.ui.tokens import Palette

_WIDTH = 190


class DispositionBox(Choice):
    """A code that an older configuration knew stays with its call."""

    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(palette, parent)
        self._results: tuple[str, ...] = ()
        self._leg_id = ""
        self.setAccessibleName(self.tr("Result of the call"))
        self.setToolTip(self.tr("Result of the call"))
        self.setFixedWidth(_WIDTH)
        self.activated.connect(self._choose)

    def show_code(self, leg_id: str, code: str, results: tuple[str, ...]) -> None:
        if (leg_id, code, results) == (self._leg_id, self.currentData(), self._results):
            return
        self._leg_id, self._results = leg_id, results
        self.clear()
        self.addItem(self.tr("No result"), "")
        for known in dict.fromkeys((*results, code)):
            if known:
                self.addItem(known, known)
        self.setCurrentIndex(self.findData(code))

    def _choose(self, place: int) -> None:
        self.intent.emit(SetDisposition(self._leg_id, self.itemData(place)))
