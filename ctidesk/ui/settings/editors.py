"""One editor for each kind of value. All speak texts, as variables have them, a list one a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from ctidesk.ui.choice import Choice
from ctidesk.ui.fonts import text_font
from ctidesk.ui.tick import Tick
from ctidesk.ui.tokens import STEP, Palette

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

_NUMBER_WIDTH, _LINES_HEIGHT = 96, 92


class Editor(Protocol):
    """``main`` has the focus, and is what a screen reader names. ``typed`` is what the operator did, never we.
    ``whole``: what is given is complete at once, and may be judged at once. ``more``: further stops of Tab."""

    whole: bool
    main: QWidget
    more: tuple[QWidget, ...]

    @property
    def typed(self) -> SignalInstance: ...

    def show_text(self, text: str) -> None: ...

    def show_on(self, on: bool) -> None: ...


def side_by_side(editor: QWidget, *parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(editor)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 * STEP)
    for part in parts:
        row.addWidget(part)
    return row


class ChoiceEditor(QWidget):
    """``words``: value -> what it is called. A value that is none of them (a device that is gone) is shown too."""

    typed = Signal(str)
    whole = True
    more: tuple[QWidget, ...] = ()

    def __init__(self, palette: Palette, words: Mapping[str, str]) -> None:
        super().__init__()
        self.main: QWidget
        self.main = self.box = Choice(palette, self)
        self._words = dict(words)
        self._fill()
        self.box.activated.connect(lambda _: self.typed.emit(self.box.currentData()))
        side_by_side(self, self.box)

    def offer(self, words: Mapping[str, str]) -> None:
        if dict(words) != self._words:
            self._words = dict(words)
            self._fill()

    def show_text(self, text: str) -> None:
        place = self.box.findData(text)
        if place < 0:
            self.box.addItem(text, text)
            place = self.box.count() - 1
        self.box.setCurrentIndex(place)
        self.box.setToolTip(self.box.currentText())

    def _fill(self) -> None:
        self.box.clear()
        for value, said in self._words.items():
            self.box.addItem(said, value)

    def show_on(self, on: bool) -> None:
        self.main.setEnabled(on)


class SwitchEditor(QWidget):
    typed = Signal(str)
    whole = True
    more: tuple[QWidget, ...] = ()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.main: QWidget
        self.main = self.tick = Tick(palette, self.tr("On"), self)
        self.tick.clicked.connect(lambda on: self.typed.emit("true" if on else "false"))
        side_by_side(self, self.tick)

    def show_text(self, text: str) -> None:
        self.tick.setChecked(text == "true")

    def show_on(self, on: bool) -> None:
        self.main.setEnabled(on)


class LineEditor(QWidget):
    typed = Signal(str)
    whole = False
    more: tuple[QWidget, ...] = ()

    def __init__(self, *, unit: str = "", narrow: bool = False) -> None:
        super().__init__()
        self.main: QWidget
        self.main = self.line = QLineEdit(self)
        self.line.setFont(text_font(tabular=narrow))
        self.line.textEdited.connect(self.typed)
        parts: list[QWidget] = [self.line]
        if narrow:
            self.line.setFixedWidth(_NUMBER_WIDTH)
            parts.append(QLabel(unit, self))
        row = side_by_side(self, *parts)
        if narrow:
            row.addStretch(1)

    def show_text(self, text: str) -> None:
        if self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)  # of a long text the beginning is seen

    def show_on(self, on: bool) -> None:
        self.main.setEnabled(on)


class LinesEditor(QWidget):
    """Tab goes on to the next setting."""

    typed = Signal(str)
    whole = False
    more: tuple[QWidget, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.main: QWidget
        self.main = self.lines = QPlainTextEdit(self)
        self.lines.setFont(text_font())
        self.lines.setFixedHeight(_LINES_HEIGHT)
        self.lines.setTabChangesFocus(True)
        self.lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._shown = ""
        self.lines.textChanged.connect(self._tell)
        side_by_side(self, self.lines)

    def show_text(self, text: str) -> None:
        if self.lines.toPlainText() != text:
            self._shown = text
            self.lines.setPlainText(text)

    def _tell(self) -> None:
        text = self.lines.toPlainText()
        if text != self._shown:
            self._shown = text
            self.typed.emit(text)

    def show_on(self, on: bool) -> None:
        self.main.setEnabled(on)


class PasswordEditor(QWidget):
    """``typed`` tells that there is one; the password itself stays here until it is saved."""

    typed = Signal(str)
    whole = False
    more: tuple[QWidget, ...] = ()

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.main: QWidget
        self.main = self.line = QLineEdit(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setPlaceholderText(self.tr("New password"))
        self._shown = ""
        self.line.textEdited.connect(lambda text: self.typed.emit(mark if text else ""))
        side_by_side(self, self.line)

    @property
    def password(self) -> str:
        return self.line.text()

    def show_text(self, text: str) -> None:
        """It has been saved, or given up."""
        if self._shown and not text:
            self.line.clear()
        self._shown = text

    def show_on(self, on: bool) -> None:
        self.main.setEnabled(on)


class FileEditor(QWidget):
    typed = Signal(str)
    whole = False

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.main: QWidget
        self.main = self.line = QLineEdit(self)
        self.line.setFont(text_font())
        self.line.textEdited.connect(self.typed)
        self.browse = QPushButton(self.tr("Browse…"), self)
        self.more: tuple[QWidget, ...] = (self.browse,)
        self.browse.clicked.connect(self._browse)
        side_by_side(self, self.line, self.browse)

    def show_text(self, text: str) -> None:
        if self.line.text() != text:
            self.line.setText(text)

    def show_on(self, on: bool) -> None:
        self.main.setEnabled(on)
        self.browse.setEnabled(on)

    def _browse(self) -> None:
        dialog = QFileDialog(self.window(), self._title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take)
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()

    def _take(self, path: str) -> None:
        self.line.setText(path)
        self.typed.emit(path)
