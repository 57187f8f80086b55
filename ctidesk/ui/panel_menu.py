"""The menu at the panel's right end."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ctidesk.domain.desk import Audio
from ctidesk.domain.intents import Intent, OpenList, OpenSearch, OpenUnsent, Quit
from ctidesk.domain.records import Entity
from ctidesk.ui.audio_menu import AudioMenu
from ctidesk.ui.icons import icon
from ctidesk.ui.sync_actions import SyncActions
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette


class PanelMenu(QToolButton):
    intent = Signal(object)

    def __init__(self, palette: Palette, search_key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._search_key = palette, search_key
        self._menu: QMenu | None = None
        self._with_crm = self._syncing = False
        self._audio = Audio()
        self.setIcon(icon("menu", palette.text))
        self.setIconSize(QSize(18, 18))
        self.setFixedSize(36, CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Menu"))
        self.setToolTip(self.tr("Menu"))
        self.clicked.connect(self.open)

    def show_state(self, *, with_crm: bool, syncing: bool, audio: Audio) -> None:
        self._with_crm, self._syncing, self._audio = with_crm, syncing, audio

    def open(self) -> None:
        self._popup(self.menu_of_now())

    def open_microphones(self) -> None:
        """The choice of the microphone alone."""
        self.menu_of_now()
        self._popup(self.audio.menus["input"])

    def menu_of_now(self) -> QMenu:
        if self._menu is None:
            self._menu = self._make_menu()
        for action in self._of_crm:
            action.setEnabled(self._with_crm)
        self.sync.show_state(with_crm=self._with_crm, syncing=self._syncing)
        self.audio.show_devices(self._audio)
        return self._menu

    def _popup(self, menu: QMenu) -> None:
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height() + 4)))

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        search = self.tr("Find a client")
        self._of_crm = [self._add(menu, "search", f"{search}\t{self._search_key}", OpenSearch())]
        self.sync = SyncActions(self._palette, menu)
        self.sync.intent.connect(self.intent)
        menu.addSeparator()
        self._of_crm += [
            self._add(menu, "person", self.tr("Clients"), OpenList(Entity.CONTACT)),
            self._add(menu, "organization", self.tr("Organizations"), OpenList(Entity.ACCOUNT)),
            self._add(menu, "arrow-out", self.tr("Unsent changes"), OpenUnsent()),
        ]
        actions = menu.addMenu(icon("directory", self._palette.quiet), self.tr("Activities"))
        self._add(actions, "handset", self.tr("Phone calls"), OpenList(Entity.PHONE_CALL))
        menu.addSeparator()
        self.audio = AudioMenu(self._palette, menu)
        self.audio.intent.connect(self.intent)
        for devices in self.audio.menus.values():
            menu.addMenu(devices)
        menu.addSeparator()
        self._add(menu, "exit", self.tr("Quit"), Quit())
        return menu

    def _add(self, menu: QMenu, drawing: str, text: str, intent: Intent) -> QAction:
        action = QAction(icon(drawing, self._palette.quiet, self._palette.disabled), text, menu)
        action.triggered.connect(lambda _=False: self.intent.emit(intent))
        menu.addAction(action)
        return action
