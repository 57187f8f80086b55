"""What can be done about the copy of the CRM: the same three lines in the panel's menu and in the sync button's own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ctidesk.domain.intents import CancelSync, Intent, Synchronise
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import Palette


class SyncActions(QObject):
    intent = Signal(object)

    def __init__(self, palette: Palette, menu: QMenu) -> None:
        super().__init__(menu)
        self._palette, self._menu = palette, menu
        self._now = self._add("sync", self.tr("Synchronise now"), Synchronise())
        self._everything = self._add("sync", self.tr("Load everything from the CRM again"), Synchronise(full=True))
        self._stop = self._add("close", self.tr("Stop the synchronisation"), CancelSync())

    def show_state(self, *, with_crm: bool, syncing: bool) -> None:
        for action in (self._now, self._everything):
            action.setEnabled(with_crm)
        self._stop.setEnabled(syncing)

    def _add(self, drawing: str, text: str, intent: Intent) -> QAction:
        action = QAction(icon(drawing, self._palette.quiet, self._palette.disabled), text, self._menu)
        action.triggered.connect(lambda _=False: self.intent.emit(intent))
        self._menu.addAction(action)
        return action
