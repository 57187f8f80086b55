"""A key is chosen by pressing it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from ctidesk.domain.hotkeys import Key
from ctidesk.ui.icons import icon
from ctidesk.ui.settings.editors import side_by_side
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette

_OURS = {"PgUp": "PageUp", "PgDown": "PageDown", "Ins": "Insert", "Del": "Delete"}
"""Qt's names of keys, and those of the settings."""

_CYRILLIC, _LATIN = "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM"
"""The same places on a Russian keyboard."""

_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)
_TAKEN_BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class KeyEditor(QWidget):
    """Backspace takes the key away; keys that write text, and those that leave the field, are none."""

    typed = Signal(str)
    whole = True

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.main: QWidget
        self.main = self.line = QLineEdit(self)
        self.line.setReadOnly(True)
        self.line.setPlaceholderText(self.tr("No key: press one"))
        self.line.installEventFilter(self)
        self.clear = QToolButton(self)
        self.more: tuple[QWidget, ...] = (self.clear,)
        self.clear.setIcon(icon("close", palette.quiet, palette.disabled))
        self.clear.setIconSize(QSize(14, 14))
        self.clear.setFixedSize(CONTROL_HEIGHT, CONTROL_HEIGHT)
        self.clear.setAccessibleName(self.tr("No key"))
        self.clear.setToolTip(self.tr("No key"))
        self.clear.clicked.connect(lambda: self.typed.emit(""))
        side_by_side(self, self.line, self.clear)

    def show_text(self, text: str) -> None:
        self.line.setText(text)
        self.clear.setEnabled(bool(text) and self.line.isEnabled())

    def choose(self, key: str) -> None:
        """As if it had been pressed here."""
        self.typed.emit(key)

    def show_on(self, on: bool) -> None:
        self.main.setEnabled(on)
        self.clear.setEnabled(on and bool(self.line.text()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The desk's own keys do nothing while one is chosen: the field asks for them before they are shortcuts."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.key() not in _LEAVING:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
                return self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.key() in _TAKEN_BACK and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.typed.emit("")
            return True
        key = key_text(event.keyCombination())
        if key:
            self.typed.emit(key)
        return bool(key)


def key_text(pressed: QKeyCombination) -> str:
    """As the settings write it; empty for what can be no key of theirs."""
    words = QKeySequence(pressed).toString(QKeySequence.SequenceFormat.PortableText)
    *modifiers, name = words.replace("Num+", "").split("+")
    name = _OURS.get(name, name).upper() if len(name) == 1 else _OURS.get(name, name)
    place = _CYRILLIC.find(name) if len(name) == 1 else -1
    try:
        return str(Key.parse("+".join((*modifiers, _LATIN[place] if place >= 0 else name))))
    except ValueError:
        return ""
