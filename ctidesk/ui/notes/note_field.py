"""The note on a call: it is written down as it is typed, and nothing typed waits for a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ctidesk.domain.intents import SetNote, TypeNote
from ctidesk.domain.records import NOTE_LIMIT
from ctidesk.ui.fonts import text_font
from ctidesk.ui.tokens import CONTROL_HEIGHT

DEBOUNCE_MS = 700
_MARGIN, _FRAME = 6, 2
_SPARE = 2
"""A line is a little higher than the font says: without it the last one scrolls."""


class NoteField(QPlainTextEdit):
    """``intent``: each key says that somebody types; a pause, the loss of the focus, hiding, and another call say what
    was typed. As high as its lines, between ``lowest`` and ``highest`` of them; ``resized`` when that changes."""

    intent = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget, *, lowest: int, highest: int) -> None:
        super().__init__(parent)
        self._lowest, self._highest = lowest, highest
        self._leg_id = ""
        self._told = self._said = ""
        self._pause = QTimer(self, interval=DEBOUNCE_MS, singleShot=True)
        self._pause.timeout.connect(self.flush)
        self.setFont(text_font())
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self.document().setDocumentMargin(_MARGIN)
        self.setPlaceholderText(self.tr("Note on the call"))
        self.setAccessibleName(self.tr("Note on the call"))
        self.textChanged.connect(self._typed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def show_note(self, leg_id: str, text: str) -> None:
        """Another call's note, or news of this one's; never over what is being typed."""
        if leg_id != self._leg_id:
            self.flush()
            self._leg_id = leg_id
            self._replace(text)
        elif text != self._told and not self._due() and text != self.toPlainText().strip():
            self._replace(text)
        self._told = text

    def flush(self) -> None:
        """Say what was typed, if anything was that has not been said."""
        self._pause.stop()
        if self._due():
            self._said = self.toPlainText()
            self.intent.emit(SetNote(self._leg_id, self._said))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _due(self) -> bool:
        return bool(self._leg_id) and self.toPlainText() != self._said

    def _replace(self, text: str) -> None:
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self._said = text
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._fit()

    def _typed(self) -> None:
        if len(self.toPlainText()) > NOTE_LIMIT:
            self._cut()
        if self._due():
            self._pause.start()
            self.intent.emit(TypeNote())

    def _cut(self) -> None:
        """By the undo's leave: what was pasted too much can be taken back whole."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.setPosition(NOTE_LIMIT, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _fit(self) -> None:
        written = int(self.document().size().height())
        lines = max(self._lowest, min(self._highest, written))
        text = lines * self.fontMetrics().lineSpacing() + (_SPARE if lines > 1 else 0)
        height = max(CONTROL_HEIGHT, text + 2 * (_MARGIN + _FRAME))
        if height != self.maximumHeight():
            self.setFixedHeight(height)
            self.resized.emit()
        self._scroll(written > self._highest)

    def _scroll(self, wanted: bool) -> None:
        """Where everything fits it stands still: it scrolled while it was too low for its last line."""
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        if not wanted:
            self.verticalScrollBar().setValue(0)
