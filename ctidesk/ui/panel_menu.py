"""The menu at the panel's right end."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ctidesk.domain.desk import Audio
from ctidesk.domain.intents import Intent, OpenSearch, Quit, Synchronise
from ctidesk.ui.audio_menu import AudioMenu
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette


class PanelMenu(QToolButton):
    """``next_screen``: a docked panel is to move to another screen."""

    intent = Signal(object)
    next_screen = Signal()

    def __init__(self, palette: Palette, search_key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._search_key = palette, search_key
        self._menu: QMenu | None = None
        self._with_crm = False
        self._audio = Audio()
        self.setIcon(icon("menu", palette.text))
        self.setIconSize(QSize(18, 18))
        self.setFixedSize(36, CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Menu"))
        self.setToolTip(self.tr("Menu"))
        self.clicked.connect(self.open)

    def show_state(self, *, with_crm: bool, audio: Audio) -> None:
        self._with_crm, self._audio = with_crm, audio

    def open(self) -> None:
        self._popup(self.menu_of_now())

    def open_microphones(self) -> None:
        """The choice of the microphone alone."""
        self.menu_of_now()
        self._popup(self.audio.menus["input"])

    def menu_of_now(self) -> QMenu:
        if self._menu is None:
            self._menu = self._make_menu()
        for action in self._menu.actions():
            if action.menu() is None:
                action.setEnabled(self._with_crm or action.data() != "crm")
        self._screens.setVisible(_docked(self.window()) and len(QGuiApplication.screens()) > 1)
        self.audio.show_devices(self._audio)
        return self._menu

    def _popup(self, menu: QMenu) -> None:
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height() + 4)))

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        search = self.tr("Find a client")
        self._add(menu, "search", f"{search}\t{self._search_key}", OpenSearch(), crm=True)
        self._add(menu, "sync", self.tr("Synchronise now"), Synchronise(), crm=True)
        self._add(menu, "sync", self.tr("Load everything from the CRM again"), Synchronise(full=True), crm=True)
        menu.addSeparator()
        self.audio = AudioMenu(self._palette, menu)
        self.audio.intent.connect(self.intent)
        for devices in self.audio.menus.values():
            menu.addMenu(devices)
        menu.addSeparator()
        self._screens = menu.addAction(self.tr("Move to the other screen"))
        self._screens.triggered.connect(lambda _=False: self.next_screen.emit())
        self._add(menu, "exit", self.tr("Quit"), Quit())
        return menu

    def _add(self, menu: QMenu, drawing: str, text: str, intent: Intent, crm: bool = False) -> None:
        action = QAction(icon(drawing, self._palette.quiet, self._palette.disabled), text, menu)
        action.setData("crm" if crm else "")
        action.triggered.connect(lambda _=False: self.intent.emit(intent))
        menu.addAction(action)


def _docked(window: QWidget) -> bool:
    return bool(window.windowFlags() & Qt.WindowType.FramelessWindowHint)
