"""The menu at the panel's right end."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ctidesk.domain.desk import Audio
from ctidesk.domain.intents import (
    HidePanel,
    Intent,
    OpenGuide,
    OpenHistory,
    OpenList,
    OpenNoteLine,
    OpenSearch,
    OpenSettings,
    OpenUnsent,
    Quit,
    SaveDiagnostics,
    SignIn,
)
from ctidesk.domain.records import Entity
from ctidesk.ui.audio_menu import AudioMenu
from ctidesk.ui.icons import icon
from ctidesk.ui.sync_actions import SyncActions
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette
from ctidesk.ui.tray_host import tray_host


class PanelMenu(QToolButton):
    """``next_screen``: a docked panel is to move to another screen."""

    intent = Signal(object)
    next_screen = Signal()

    def __init__(self, palette: Palette, keys: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._keys = palette, keys
        self._menu: QMenu | None = None
        self._can: Mapping[str, bool] = {}
        self._needing: list[tuple[QAction, str]] = []
        self._syncing = False
        self._audio = Audio()
        self.setIcon(icon("menu", palette.text))
        self.setIconSize(QSize(18, 18))
        self.setFixedSize(36, CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Menu"))
        self.setToolTip(self.tr("Menu"))
        self.clicked.connect(self.open)

    def show_state(self, can: Mapping[str, bool], *, syncing: bool, audio: Audio) -> None:
        """What can be had now: something of the CRM, a note on a call, a sign-in."""
        self._can, self._syncing, self._audio = can, syncing, audio

    def open(self) -> None:
        self._popup(self.menu_of_now())

    def open_microphones(self) -> None:
        """The choice of the microphone alone."""
        self.menu_of_now()
        self._popup(self.audio.menus["input"])

    def menu_of_now(self) -> QMenu:
        if self._menu is None:
            self._menu = self._make_menu()
        for action, needs in self._needing:
            action.setEnabled(self._can[needs])
        self.sync.show_state(with_crm=self._can["crm"], syncing=self._syncing)
        self._screens.setVisible(_docked(self.window()) and len(QGuiApplication.screens()) > 1)
        self.hide_panel.setVisible(tray_host())
        self.audio.show_devices(self._audio)
        return self._menu

    def _popup(self, menu: QMenu) -> None:
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height() + 4)))

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        search, note, history = self.tr("Find a client"), self.tr("Note on the call"), self.tr("Call history")
        guide = self.tr("Guide")
        self._add(menu, "search", f"{search}\t{self._keys['search']}", OpenSearch(), "crm")
        self._add(menu, "note", f"{note}\t{self._keys['note']}", OpenNoteLine(), "note")
        self._add(menu, "history", f"{history}\t{self._keys['history']}", OpenHistory())
        self.sync = SyncActions(self._palette, menu)
        self.sync.intent.connect(self.intent)
        menu.addSeparator()
        self._add(menu, "person", self.tr("Clients"), OpenList(Entity.CONTACT), "crm")
        self._add(menu, "organization", self.tr("Organizations"), OpenList(Entity.ACCOUNT), "crm")
        self._add(menu, "arrow-out", self.tr("Unsent changes"), OpenUnsent(), "crm")
        self._add(menu, "lock", self.tr("Sign in to the CRM"), SignIn(), "sign_in")
        actions = menu.addMenu(icon("directory", self._palette.quiet), self.tr("Activities"))
        self._add(actions, "handset", self.tr("Phone calls"), OpenList(Entity.PHONE_CALL))
        menu.addSeparator()
        self.audio = AudioMenu(self._palette, menu)
        self.audio.intent.connect(self.intent)
        for devices in self.audio.menus.values():
            menu.addMenu(devices)
        menu.addSeparator()
        self._screens = menu.addAction(self.tr("Move to the other screen"))
        self._screens.triggered.connect(lambda _=False: self.next_screen.emit())
        self._add(menu, "settings", self.tr("Settings"), OpenSettings())
        self._add(menu, "question", f"{guide}\t{self._keys['guide']}", OpenGuide())
        self._add(menu, "info", self.tr("Save diagnostics"), SaveDiagnostics())
        self.hide_panel = self._add(menu, "tray", self.tr("Hide the panel"), HidePanel())
        self._add(menu, "exit", self.tr("Quit"), Quit())
        return menu

    def _add(self, menu: QMenu, drawing: str, text: str, intent: Intent, needs: str = "") -> QAction:
        """``needs``: what must be there for it to be on."""
        action = QAction(icon(drawing, self._palette.quiet, self._palette.disabled), text, menu)
        action.triggered.connect(lambda _=False: self.intent.emit(intent))
        menu.addAction(action)
        if needs:
            self._needing.append((action, needs))
        return action


def _docked(window: QWidget) -> bool:
    return bool(window.windowFlags() & Qt.WindowType.FramelessWindowHint)
