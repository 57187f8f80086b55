"""The panel: one row across the top of the screen, and a strip under it when there is something to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ctidesk.domain.hotkeys import GLOBAL
from ctidesk.domain.hotkeys import hotkeys as all_hotkeys
from ctidesk.domain.intents import (
    Accept,
    CancelTransfer,
    CloseNoteLine,
    DialText,
    End,
    OpenGuide,
    OpenHistory,
    OpenNoteLine,
    OpenSearch,
    OpenTransferForm,
)
from ctidesk.domain.records import Client
from ctidesk.ui.action_button import ActionButton
from ctidesk.ui.announcer import Announcer
from ctidesk.ui.call_keys import CallKeys, KeyButton
from ctidesk.ui.call_view import KeyView, Off
from ctidesk.ui.caller_block import CallerBlock
from ctidesk.ui.dial_field import DialField
from ctidesk.ui.message_line import MessageLine
from ctidesk.ui.missed_button import MissedButton
from ctidesk.ui.panel_menu import PanelMenu
from ctidesk.ui.rebind_button import RebindButton
from ctidesk.ui.redial import Redial
from ctidesk.ui.status_button import StatusButton
from ctidesk.ui.sync_indicator import SyncIndicator
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import (
    CALLER_LEAST_PX,
    FIELD_FROM_PX,
    LABELS_FROM_PX,
    NOTE_FROM_PX,
    NUMBER_LEAST_PX,
    PANEL_HEIGHT,
    STEP,
    STRIP_HEIGHT,
    Palette,
)
from ctidesk.ui.view_state import EndMeans, PanelView

_NARROWEST = 840
_KEY = Qt.KeyboardModifier


class Panel(QWidget):
    """Renders a :class:`PanelView`; ``intent`` carries what the operator wants."""

    intent = Signal(object)
    staying = Signal(int)
    """So many pixels of its height are there to stay; a message that can be dismissed is not."""
    resized = Signal()
    closing = Signal()
    """The window manager's close; what becomes of the panel is decided elsewhere."""

    def __init__(self, palette: Palette, texts: Texts, hotkeys: Mapping[str, str]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setWindowTitle("ctidesk")
        self._palette = palette
        self._keys = all_hotkeys(hotkeys).keys
        self._view: PanelView | None = None
        self._announcer = Announcer(texts, self)
        self._make_parts(texts)
        self._arrange()
        self._does = self._deeds()
        here = ((name, key) for name, key in self._keys.items() if key and not name.startswith(GLOBAL))
        self.shortcuts = [self._shortcut(name, key) for name, key in here]
        self.addActions(self.shortcuts)
        self.setMinimumWidth(_NARROWEST)  # its own, so that the labels of a wide panel do not keep it wide
        self.setFixedHeight(PANEL_HEIGHT)
        self.setFocus()  # no button is marked until the keyboard goes there

    def show_view(self, view: PanelView) -> None:
        if view == self._view:
            return
        before, self._view = self._view, view
        self._announcer.tell(before, view)
        self.status.show_view(view.status)
        self.keys.show_view(view.keys)
        self._show_note(view.note)
        self.missed.show_missed(view.missed)
        self.redial.show_number(view.dialled)
        self.caller.show_view(view.caller)
        self.field.show_state(can_dial=view.can_dial, dialing=view.dialing)
        self.sync.show_view(view.sync)
        can = {"crm": view.can_search, "note": view.note.on, "sign_in": view.can_sign_in}
        self.menu.show_state(can, syncing=view.sync.syncing, audio=view.audio)
        if view.offer and (before is None or before.offer != view.offer):
            self.field.fill(view.offer.number)
        self._show_actions(view)
        self._show_message(view)
        if before is None or before.ringing != view.ringing:
            self._show_ringing(view.ringing)

    def show_front(self, client: Client | None) -> None:
        """Whose card is in front."""
        self.rebind.show_front(client)

    def press(self, name: str) -> None:
        """Do what the key of that name does, wherever it was pressed; what is not legal now is not done."""
        self._does[name]()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.closing.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.keys.follow()
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, else accepts. Digits typed in a conversation sound in it; a field that has
        the focus has taken its own before. Escape closes the keypad and never ends a call."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            return focused.click() if isinstance(focused, QAbstractButton) else self._accept()
        if event.key() == Qt.Key.Key_Escape:
            return self.keys.close_pad()
        plain = event.modifiers() in (_KEY.NoModifier, _KEY.ShiftModifier, _KEY.KeypadModifier)
        if not (plain and not event.isAutoRepeat() and self.keys.press(event.text())):
            super().keyPressEvent(event)

    # --- what has room ---------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Words as long as the caller can be read; the most used ones are the last to go."""
        self.note.setVisible(self.width() >= NOTE_FROM_PX)
        self.field.fold(self.width() < FIELD_FROM_PX)
        labels = len(self._actions) if self.width() >= LABELS_FROM_PX else 0
        self._show_words(labels, word=True)
        while labels and self._left_for_caller() < CALLER_LEAST_PX:
            labels -= 1
            self._show_words(labels, word=True)
        if self._left_for_caller() < CALLER_LEAST_PX:
            self._show_words(0, word=False)
            self.field.fold(self.width() < FIELD_FROM_PX or self._left_for_caller() < NUMBER_LEAST_PX)

    def _show_words(self, labels: int, *, word: bool) -> None:
        for place, button in enumerate(self._actions):
            button.show_labels(place < labels)
        self.status.face.show_words(word)
        for part in (self.status, self.rebind, self.field):
            part.updateGeometry()  # what they contain has changed, and the row would hear of it too late

    def _left_for_caller(self) -> int:
        row = self._row.layout()
        assert row is not None
        row.invalidate()
        return self.width() - row.minimumSize().width() + self.caller.minimumWidth()

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _show_actions(self, view: PanelView) -> None:
        """The one next action is filled; while a transfer is pending, ending the call is not that."""
        quiet_end = view.end_means is EndMeans.REJECT or view.transferring
        tint = self._palette.red if quiet_end or view.end_means is not EndMeans.END else ""
        self.accept.show_state(view.accept, "green")
        self.end.show_state(view.end, "flat" if quiet_end else "red", tint)
        self.end.explain(self._end_tip(view.end_means))
        self._show_transfer(view)
        self.rebind.show_state(view.rebind, view.linked)

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

    def _show_note(self, view: KeyView) -> None:
        words = {
            Off.NOT_OFF: self.tr("Close the note") if view.pressed else self.tr("Note on the call"),
            Off.NO_CALL: self.tr("Note: possible from the first call on"),
        }[view.off]
        key = self._keys["note"]
        self.note.show_key(view, "note", f"{words} ({key})" if key and view.on and not view.pressed else words)

    def _show_message(self, view: PanelView) -> None:
        self.message.show_view(view.message)
        self.message.setVisible(view.message is not None)
        self.setFixedHeight(PANEL_HEIGHT + (STRIP_HEIGHT if view.message else 0))
        self.staying.emit(PANEL_HEIGHT + (STRIP_HEIGHT if view.message and view.message.lasting else 0))

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
        self.rebind = RebindButton(palette, row)
        self.keys = CallKeys(palette, keys, row)
        self.caller = CallerBlock(palette, texts, row)
        self.note = KeyButton(palette, "note", self.tr("Note"), row, "blue")
        self.caller.setMinimumWidth(NUMBER_LEAST_PX // 2)
        self.field = DialField(palette, row)
        self.redial = Redial(self.field.field)
        self.missed = MissedButton(palette, row)
        self.sync = SyncIndicator(palette, texts, row)
        self.menu = PanelMenu(palette, keys, row)
        self.message = MessageLine(palette, texts, self)
        self.message.hide()
        self._actions = (self.accept, self.end, self.transfer, self.rebind.main)
        self._connect()

    def _connect(self) -> None:
        parts = (self.status, self.rebind, self.keys, self.field, self.missed, self.sync, self.menu, self.message)
        for part in parts:
            part.intent.connect(self.intent)
        self.message.microphone.connect(self.menu.open_microphones)
        self.accept.clicked.connect(self._accept)
        self.end.clicked.connect(self._end)
        self.transfer.clicked.connect(self._transfer)
        self.note.clicked.connect(self._toggle_note)

    def _arrange(self) -> None:
        row = QHBoxLayout(self._row)
        row.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        row.setSpacing(STEP)
        row.addWidget(self.status)
        row.addSpacing(3 * STEP)
        for button in (self.accept, self.end, self.transfer, self.rebind):
            row.addWidget(button)
        row.addSpacing(2 * STEP)
        row.addWidget(self.keys)
        row.addWidget(self.note)
        row.addSpacing(3 * STEP)
        row.addWidget(self.caller, 1)
        row.addSpacing(3 * STEP)
        for part in (self.field, self.missed, self.sync, self.menu):
            row.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._row)
        whole.addWidget(self.message)

    def _shortcut(self, name: str, key: str) -> QAction:
        """It works in every window of ours, as long as one that has it is to be seen."""
        shortcut = QAction(self)
        shortcut.setShortcut(QKeySequence(key))
        shortcut.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.triggered.connect(lambda _=False: self._does[name]())
        return shortcut

    def _deeds(self) -> Mapping[str, Callable[[], None]]:
        return {
            "accept": self._accept,
            "search": self._search,
            "end": self._end,
            "transfer": self._transfer,
            "hold": self.keys.toggle_hold,
            "mute": self.keys.toggle_mute,
            "keypad": self.keys.toggle_pad,
            "status": self.status.press,
            "note": self._note,
            "history": lambda: self.intent.emit(OpenHistory()),
            "guide": lambda: self.intent.emit(OpenGuide()),
            "dial": self._dial_copied,
        }

    def _accept(self) -> None:
        if self._view and self._view.accept:
            self.intent.emit(Accept())

    def _end(self) -> None:
        if self._view and self._view.end:
            self.intent.emit(End())

    def _transfer(self) -> None:
        if self.transfer.isEnabled() and self._view:
            self.intent.emit(CancelTransfer() if self._view.transferring else OpenTransferForm())

    def _note(self) -> None:
        """The key always leads into the note; the button closes it too."""
        if self._view and self._view.note.on:
            self.intent.emit(OpenNoteLine())

    def _toggle_note(self) -> None:
        if self._view and self._view.note.pressed:
            self.intent.emit(CloseNoteLine())
        else:
            self._note()

    def _dial_copied(self) -> None:
        self.intent.emit(DialText(QGuiApplication.clipboard().text()))

    def _search(self) -> None:
        if self._view and self._view.can_search:
            self.intent.emit(OpenSearch())
