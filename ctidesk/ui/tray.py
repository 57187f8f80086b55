"""The icon in the desktop's tray: the state at a glance, its words in the tooltip, and a menu of what can be done."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ctidesk.domain.history import CallFilter, CallKind
from ctidesk.domain.intents import Accept, End, HidePanel, Intent, OpenHistory, Quit, ShowPanel
from ctidesk.ui.icons import icon
from ctidesk.ui.status_choice import StatusChoice
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette
from ctidesk.ui.tray_host import tray_host
from ctidesk.ui.tray_icon import MOST, tray_icon
from ctidesk.ui.tray_view import TrayView

_TOLD_MS = 10_000
_WAITING = ("xcb", "windows", "cocoa")
"""Where Qt puts a waiting icon into a tray that appears later; elsewhere it warns, and looks for one only once."""


class Tray(QObject):
    """Renders a :class:`TrayView`. Where the desktop has no tray yet, the icon appears when there is one."""

    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__()
        self._palette, self._texts = palette, texts
        self._view: TrayView | None = None
        self._can_show = QGuiApplication.platformName() in _WAITING or tray_host()
        self.menu = QMenu()
        self._make_menu()
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._clicked)

    def show_view(self, view: TrayView) -> None:
        if view == self._view:
            return
        self._view = view
        self.icon.setIcon(tray_icon(self._palette, view.connection, min(view.missed, MOST + 1)))
        self.icon.setToolTip(self._words(view))
        self._status.show_requested(view.requested)
        self.accept.setEnabled(view.accept)
        self.end.setEnabled(view.end)
        self.hide_panel.setVisible(view.panel_open)
        self.missed.setVisible(view.missed > 0)
        self.missed.setText(self._missed(view.missed))
        if self._can_show:
            self.icon.show()

    def tell_hidden(self) -> None:
        """Where the panel went, for whoever has closed it for the first time."""
        title = self.tr("The panel is in the tray")
        text = self.tr(
            "Calls come in as before. A click on the icon in the tray brings the panel back; its menu ends the program."
        )
        self.icon.showMessage(title, text, self.icon.icon(), _TOLD_MS)

    def close(self) -> None:
        self.icon.hide()
        self.menu.deleteLater()

    # --- the words ---------------------------------------------------------------------------------------------------

    def _words(self, view: TrayView) -> str:
        """Desktops read a tooltip as markup where it looks so: a caller's name must not."""
        state = self._texts.connection(view.connection)
        who = f"{view.number}  {view.name}".strip().replace("<", "‹")
        lines = [f"{state}: {who}" if who else f"{state} · {self._texts.status(view.requested)}"]
        return "\n".join(lines + ([self._missed(view.missed)] if view.missed else []))

    def _missed(self, missed: int) -> str:
        return self.tr("Missed calls: %n", "", missed)

    # --- the menu ----------------------------------------------------------------------------------------------------

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.intent.emit(ShowPanel())

    def _make_menu(self) -> None:
        self._status = StatusChoice(self._palette, self._texts, self.menu)
        self._status.intent.connect(self.intent)
        self.menu.addActions(self._status.actions)
        self.menu.addSeparator()
        self.accept = self._add("handset", self.tr("Accept the call"), Accept())
        self.end = self._add("handset-down", self.tr("End the call"), End())
        self.menu.addSeparator()
        self.missed = self._add("missed", "", OpenHistory(CallFilter(CallKind.MISSED)))
        self.show_panel = self._add("panel", self.tr("Show the panel"), ShowPanel())
        self.hide_panel = self._add("tray", self.tr("Hide the panel"), HidePanel())
        self.menu.addSeparator()
        self.quit = self._add("exit", self.tr("Quit"), Quit())
        self.menu.setDefaultAction(self.show_panel)

    def _add(self, drawing: str, text: str, intent: Intent) -> QAction:
        action = self.menu.addAction(icon(drawing, self._palette.quiet, self._palette.disabled), text)
        action.triggered.connect(lambda _=False: self.intent.emit(intent))
        return action
