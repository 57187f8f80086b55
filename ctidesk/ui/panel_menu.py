"""The menu at the panel's right end."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ctidesk.domain.intents import Intent, OpenSearch, Quit, Synchronise
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette


class PanelMenu(QToolButton):
    intent = Signal(object)

    def __init__(self, palette: Palette, search_key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._search_key = palette, search_key
        self._menu: QMenu | None = None
        self._with_crm = False
        self.setIcon(icon("menu", palette.text))
        self.setIconSize(QSize(18, 18))
        self.setFixedSize(36, CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Menu"))
        self.setToolTip(self.tr("Menu"))
        self.clicked.connect(self.open)

    def show_state(self, *, with_crm: bool) -> None:
        self._with_crm = with_crm

    def open(self) -> None:
        menu = self.menu_of_now()
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height() + 4)))

    def menu_of_now(self) -> QMenu:
        if self._menu is None:
            self._menu = self._make_menu()
        for action in self._menu.actions():
            action.setEnabled(self._with_crm or action.data() != "crm")
        return self._menu

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        search = self.tr("Find a client")
        self._add(menu, "search", f"{search}\t{self._search_key}", OpenSearch(), crm=True)
        self._add(menu, "sync", self.tr("Synchronise now"), Synchronise(), crm=True)
        self._add(menu, "sync", self.tr("Load everything from the CRM again"), Synchronise(full=True), crm=True)
        menu.addSeparator()
        self._add(menu, "exit", self.tr("Quit"), Quit())
        return menu

    def _add(self, menu: QMenu, drawing: str, text: str, intent: Intent, crm: bool = False) -> None:
        action = QAction(icon(drawing, self._palette.quiet, self._palette.disabled), text, menu)
        action.setData("crm" if crm else "")
        action.triggered.connect(lambda _=False: self.intent.emit(intent))
        menu.addAction(action)
