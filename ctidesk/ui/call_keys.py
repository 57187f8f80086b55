"""The three square keys of a conversation: hold, mute, keypad."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QWidget
from shiboken6 import isValid

from ctidesk.domain.intents import PressKeys, SetHold, SetMute
from ctidesk.ui.call_view import KeysView, KeyView, Off
from ctidesk.ui.icons import icon
from ctidesk.ui.keypad import KEYS, Keypad
from ctidesk.ui.tokens import CONTROL_HEIGHT, STEP, Palette


class KeyButton(QToolButton):
    """Pressed is what the desk says, not what was clicked: the far end may refuse."""

    def __init__(self, palette: Palette, drawing: str, name: str, parent: QWidget, pressed_tone: str = "") -> None:
        super().__init__(parent)
        self._palette, self._drawing, self._tone = palette, drawing, pressed_tone
        self.setCheckable(True)
        self.setIconSize(QSize(18, 18))
        self.setFixedSize(36, CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setProperty("tone", pressed_tone)

    def nextCheckState(self) -> None:
        pass

    def show_key(self, view: KeyView, drawing: str, tip: str) -> None:
        colours = {"amber": self._palette.amber, "red": self._palette.red, "blue": self._palette.blue}
        colour = colours[self._tone] if view.pressed else self._palette.text
        self.setEnabled(view.on)
        self.setChecked(view.pressed)
        self.setIcon(icon(drawing, colour, colour if view.pressed else self._palette.disabled))
        self.setToolTip(tip)


class CallKeys(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, keys: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = keys
        self._view: KeysView | None = None
        self.hold = KeyButton(palette, "pause", self.tr("Hold"), self, "amber")
        self.mute = KeyButton(palette, "microphone", self.tr("Microphone"), self, "red")
        self.keypad = KeyButton(palette, "keypad", self.tr("Keypad"), self, "blue")
        self.pad = Keypad(self)
        self._before: QWidget | None = None
        self.pad.pressed.connect(self.press)
        self.hold.clicked.connect(self.toggle_hold)
        self.mute.clicked.connect(self.toggle_mute)
        self.keypad.clicked.connect(self.toggle_pad)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for key in (self.hold, self.mute, self.keypad):
            row.addWidget(key)

    def show_view(self, view: KeysView) -> None:
        before, self._view = self._view, view
        if before is None or before.leg_id != view.leg_id:
            self.pad.forget()
        if not view.keypad.on:
            self._hide_pad()
        if view == before:
            return
        self.hold.show_key(view.hold, "pause", self._tip("hold", self._hold_words(view.hold)))
        crossed = "microphone-crossed" if view.mute.pressed else "microphone"
        self.mute.show_key(view.mute, crossed, self._tip("mute", self._mute_words(view.mute)))
        self._show_keypad()

    def toggle_hold(self) -> None:
        if self._view and self._view.hold.on:
            self.intent.emit(SetHold(not self._view.hold.pressed))

    def toggle_mute(self) -> None:
        if self._view and self._view.mute.on:
            self.intent.emit(SetMute(not self._view.mute.pressed))

    def toggle_pad(self) -> None:
        if self.pad.isVisible():
            self.close_pad()
        elif self._view and self._view.keypad.on:
            self._open_pad()
            self._take_keyboard()
        self._show_keypad()

    def close_pad(self) -> None:
        """By the operator, who goes on where he was; a call that ends leaves digits still being typed nowhere to go."""
        before = self._before
        self._hide_pad()
        self._show_keypad()
        mine = QApplication.focusWidget() in (self.window(), self.keypad)
        if mine and before and isValid(before) and before.isVisible():
            before.activateWindow()
            before.setFocus()

    def press(self, digit: str) -> bool:
        """From the keypad or the keyboard; whether it was a digit for the conversation. The pad shows it."""
        if not (self._view and self._view.keypad.on) or len(digit) != 1 or digit not in KEYS:
            return False
        self.intent.emit(PressKeys(digit))
        self.pad.add(digit)
        if not self.pad.isVisible():
            self._open_pad()
            self._show_keypad()
        return True

    def follow(self) -> None:
        """The panel has another size."""
        if self.pad.isVisible():
            self.pad.move(self._below_panel())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hide_pad()

    def _open_pad(self) -> None:
        self.pad.open_at(self._below_panel())

    def _below_panel(self) -> QPoint:
        """Under its key, and under what the panel says."""
        left, panel = self.keypad.mapToGlobal(QPoint(0, 0)).x(), self.window()
        return QPoint(left, panel.mapToGlobal(QPoint(0, panel.height())).y() + STEP)

    def _hide_pad(self) -> None:
        self.pad.hide()
        self._before = None

    def _take_keyboard(self) -> None:
        """The panel hears digits and Escape; from another program the keyboard is not taken."""
        if QApplication.activeWindow() is not None:
            self._before = QApplication.focusWidget()
            self.window().activateWindow()
            self.window().setFocus()

    def _show_keypad(self) -> None:
        if self._view:
            shown = KeyView(self._view.keypad.off, self.pad.isVisible())
            self.keypad.show_key(shown, "keypad", self._tip("keypad", self._keypad_words(shown)))

    # --- words -----------------------------------------------------------------------------------------------------

    def _tip(self, name: str, words: str) -> str:
        key = self._keys.get(name, "")
        return f"{words} ({key})" if key and self._view and getattr(self._view, name).on else words

    def _hold_words(self, view: KeyView) -> str:
        return {
            Off.NOT_OFF: self.tr("Take the caller off hold") if view.pressed else self.tr("Put the caller on hold"),
            Off.NO_CALL: self.tr("Hold: possible in a conversation"),
            Off.ENGINE: self.tr("This telephony engine cannot hold a call"),
            Off.TRANSFER: self.tr("The caller is on hold until the transfer is over"),
        }[view.off]

    def _mute_words(self, view: KeyView) -> str:
        return {
            Off.NOT_OFF: self.tr("Switch the microphone on") if view.pressed else self.tr("Switch the microphone off"),
            Off.NO_CALL: self.tr("Microphone off: possible in a conversation"),
            Off.ENGINE: self.tr("This telephony engine cannot switch the microphone off"),
        }[view.off]

    def _keypad_words(self, view: KeyView) -> str:
        return {
            Off.NOT_OFF: self.tr("Close the keypad") if view.pressed else self.tr("Keypad: send digits"),
            Off.NO_CALL: self.tr("Keypad: possible in a conversation"),
            Off.ENGINE: self.tr("This telephony engine cannot send digits"),
        }[view.off]
