"""The panel: one row across the top of the screen, and a strip under it when there is something to say."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ctidesk.domain.intents import Accept, CancelTransfer, End, OpenSearch, OpenTransferForm, Quit
from ctidesk.ui.action_button import ActionButton
from ctidesk.ui.call_keys import CallKeys
from ctidesk.ui.caller_block import CallerBlock
from ctidesk.ui.dial_field import DialField
from ctidesk.ui.hotkeys import keys_of
from ctidesk.ui.message_line import MessageLine
from ctidesk.ui.panel_menu import PanelMenu
from ctidesk.ui.status_button import StatusButton
from ctidesk.ui.sync_indicator import SyncIndicator
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import (
    ALL_LABELS_FROM_PX,
    FIELD_FROM_PX,
    LABELS_FROM_PX,
    PANEL_HEIGHT,
    STEP,
    STRIP_HEIGHT,
    WORD_FROM_PX,
    Palette,
)
from ctidesk.ui.view_state import EndMeans, PanelView

_NARROWEST = 800
_KEY = Qt.KeyboardModifier


class Panel(QWidget):
    """Renders a :class:`PanelView`; ``intent`` carries what the operator wants."""

    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, hotkeys: Mapping[str, str], *, docked: bool) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setWindowTitle("ctidesk")
        self._palette, self._docked = palette, docked
        self._keys = keys_of(hotkeys)
        self._view: PanelView | None = None
        self._make_parts(texts)
        self._arrange()
        self._shortcuts = [self._shortcut(name) for name, key in self._keys.items() if key]
        self.setMinimumWidth(_NARROWEST)  # its own, so that the labels of a wide panel do not keep it wide
        if docked:
            self._dock()
        self.setFixedHeight(PANEL_HEIGHT)
        self.setFocus()  # no button is marked until the keyboard goes there

    def show_view(self, view: PanelView) -> None:
        if view == self._view:
            return
        before, self._view = self._view, view
        self.status.show_view(view.status)
        self.keys.show_view(view.keys)
        self.caller.show_view(view.caller)
        self.field.show_state(can_dial=view.can_dial, dialing=view.dialing)
        self.sync.show_view(view.sync)
        self.menu.show_state(with_crm=view.can_search, audio=view.audio)
        self._show_actions(view)
        self._show_message(view)
        if before is None or before.ringing != view.ringing:
            self._show_ringing(view.ringing)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window manager's close asks; whether the desk ends is decided elsewhere."""
        event.ignore()
        self.intent.emit(Quit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in self._actions:
            button.show_labels(self.width() >= (ALL_LABELS_FROM_PX if button is self.rebind else LABELS_FROM_PX))
        self.status.face.show_words(self.width() >= WORD_FROM_PX)
        self.field.fold(self.width() < FIELD_FROM_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits typed in a conversation sound in it; a field that has the focus has taken its own before."""
        plain = event.modifiers() in (_KEY.NoModifier, _KEY.ShiftModifier, _KEY.KeypadModifier)
        if not (plain and not event.isAutoRepeat() and self.keys.press(event.text())):
            super().keyPressEvent(event)

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _show_actions(self, view: PanelView) -> None:
        """The one next action is filled; while a transfer is pending, ending the call is not that."""
        quiet_end = view.end_means is EndMeans.REJECT or view.transferring
        tint = self._palette.red if quiet_end or view.end_means is not EndMeans.END else ""
        self.accept.show_state(view.accept, "green")
        self.end.show_state(view.end, "flat" if quiet_end else "red", tint)
        self.end.explain(self._end_tip(view.end_means))
        self._show_transfer(view)
        self.rebind.show_state(view.rebind)

    def _show_transfer(self, view: PanelView) -> None:
        if view.transferring:
            self.transfer.name(self.tr("Cancel the transfer"), self.tr("Cancel the transfer"))
            if not view.transfer:
                self.transfer.explain(self.tr("Cancel the transfer: too late, the two are being connected"))
        else:
            self.transfer.name(self.tr("Transfer"), self.tr("Transfer the call"))
            if not view.can_transfer:
                self.transfer.explain(self.tr("This telephony engine cannot transfer calls"))
        drawing, tint = ("take-back", self._palette.amber) if view.transferring else ("transfer", "")
        self.transfer.show_state(view.transfer and (view.transferring or view.can_transfer), "flat", tint, drawing)

    def _show_message(self, view: PanelView) -> None:
        self.message.show_view(view.message)
        self.message.setVisible(view.message is not None)
        self.setFixedHeight(PANEL_HEIGHT + (STRIP_HEIGHT if view.message else 0))

    def _show_ringing(self, ringing: bool) -> None:
        self._row.setProperty("ringing", ringing)
        self._row.style().unpolish(self._row)
        self._row.style().polish(self._row)
        if ringing:
            QApplication.alert(self)

    def _end_tip(self, means: EndMeans) -> str:
        return {
            EndMeans.END: self.tr("End the call"),
            EndMeans.REJECT: self.tr("End the call: reject it"),
            EndMeans.CANCEL: self.tr("End the call: stop calling"),
            EndMeans.TAKE_BACK: self.tr("End the transfer: take the caller back"),
        }[means]

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_parts(self, texts: Texts) -> None:
        palette, keys = self._palette, self._keys
        self._row = QFrame(self)
        self._row.setObjectName("panel_row")
        self._row.setFixedHeight(PANEL_HEIGHT)
        row = self._row
        self.status = StatusButton(palette, texts, keys["status"], row)
        accept, end = (self.tr("Accept"), self.tr("Accept the call")), (self.tr("End"), self.tr("End the call"))
        self.accept = ActionButton(palette, "handset", *accept, keys["accept"], row)
        self.end = ActionButton(palette, "handset-down", *end, keys["end"], row)
        transfer, cancel = (self.tr("Transfer"), self.tr("Transfer the call")), self.tr("Cancel the transfer")
        self.transfer = ActionButton(palette, "transfer", *transfer, keys["transfer"], row, cancel)
        self.rebind = ActionButton(palette, "relink", self.tr("Rebind"), self.tr("Rebind the call"), "", row)
        self.keys = CallKeys(palette, keys, row)
        self.caller = CallerBlock(palette, texts, row)
        self.field = DialField(palette, row)
        self.sync = SyncIndicator(palette, texts, row)
        self.menu = PanelMenu(palette, keys["search"], row)
        self.message = MessageLine(palette, texts, self)
        self.message.hide()
        self._actions = (self.accept, self.end, self.transfer, self.rebind)
        self._connect()

    def _connect(self) -> None:
        for part in (self.status, self.keys, self.field, self.sync, self.menu, self.message):
            part.intent.connect(self.intent)
        self.message.microphone.connect(self.menu.open_microphones)
        self.accept.clicked.connect(self._accept)
        self.end.clicked.connect(self._end)
        self.transfer.clicked.connect(self._transfer)
        self.rebind.clicked.connect(lambda: self.intent.emit(OpenSearch()))

    def _arrange(self) -> None:
        row = QHBoxLayout(self._row)
        row.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        row.setSpacing(STEP)
        row.addWidget(self.status)
        row.addSpacing(3 * STEP)
        for button in self._actions:
            row.addWidget(button)
        row.addSpacing(2 * STEP)
        row.addWidget(self.keys)
        row.addSpacing(3 * STEP)
        row.addWidget(self.caller, 1)
        row.addSpacing(3 * STEP)
        for part in (self.field, self.sync, self.menu):
            row.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._row)
        whole.addWidget(self.message)

    def _shortcut(self, name: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(self._keys[name]), self)
        shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
        does = {
            "accept": self._accept,
            "search": self._search,
            "end": self._end,
            "transfer": self._transfer,
            "hold": self.keys.toggle_hold,
            "mute": self.keys.toggle_mute,
            "keypad": self.keys.toggle_pad,
            "status": self.status.press,
        }
        shortcut.activated.connect(does[name])
        return shortcut

    def _accept(self) -> None:
        if self._view and self._view.accept:
            self.intent.emit(Accept())

    def _end(self) -> None:
        if self._view and self._view.end:
            self.intent.emit(End())

    def _transfer(self) -> None:
        if self.transfer.isEnabled() and self._view:
            self.intent.emit(CancelTransfer() if self._view.transferring else OpenTransferForm())

    def _search(self) -> None:
        if self._view and self._view.can_search:
            self.intent.emit(OpenSearch())

    # --- place -----------------------------------------------------------------------------------------------------

    def _dock(self) -> None:
        kind = Qt.WindowType
        self.setWindowFlags(kind.Window | kind.FramelessWindowHint | kind.WindowStaysOnTopHint)
        screen = QGuiApplication.primaryScreen()
        screen.availableGeometryChanged.connect(self._fill_width)
        self._fill_width()

    def _fill_width(self) -> None:
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.setFixedWidth(room.width())
        self.move(room.topLeft())
