"""One field of a form: its label, where its text is typed, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.form_view import FormField
from ctidesk.ui.tokens import QUIET_PX

_AROUND = 20
"""Line and padding of a field, of both sides."""


class FieldEdit(QWidget):
    """Nobody is corrected in the middle of a word: what is wrong is said when the field is left, and from then on
    until it is right. ``required``: the sentence that says so, empty where it need not be filled in.
    """

    typed = Signal(str)

    def __init__(self, label: str, field: FormField, required: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._required = required
        self._sentence = ""
        self._said = False
        self.label = QLabel(f"{label} *" if required else label, self)
        self.label.setToolTip(required)
        self.label.setFont(text_font(QUIET_PX))
        self.label.setProperty("tone", "quiet")
        self.edit = QLineEdit(self)
        self.edit.setFont(text_font())
        self.edit.setMaxLength(2 * field.longest)  # longer than allowed, so that it is said rather than cut
        self.edit.setAccessibleName(label)
        self.edit.textEdited.connect(self.typed)
        self.edit.installEventFilter(self)
        self.label.setBuddy(self.edit)
        self.wrong = ElidedLabel(text_font(QUIET_PX), "red", self)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        for part in (self.label, self.edit, self.wrong):
            lines.addWidget(part)
        self._show_wrong()

    def show_field(self, field: FormField, sentence: str, *, say: bool) -> None:
        """``say``: at once, whether or not it is still being typed."""
        if self.edit.text() != field.text:
            self.edit.setText(field.text)
            self.edit.setCursorPosition(0)  # of a long text the beginning is seen
        self._sentence = sentence
        self._said = bool(sentence) and (self._said or say or not self.edit.hasFocus())
        self._show_wrong()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.FocusOut:
            self._said = bool(self._sentence)
            self._show_wrong()
        if watched is self.edit and event.type() == QEvent.Type.ToolTip:
            text = self.edit.text()
            cut = self.edit.fontMetrics().horizontalAdvance(text) > self.edit.width() - _AROUND
            self.edit.setToolTip(text if cut else "")
        return super().eventFilter(watched, event)

    def _show_wrong(self) -> None:
        said = self._sentence if self._said else ""
        self.wrong.show_text(said)
        self.edit.setAccessibleDescription(" ".join(part for part in (said, self._required) if part))
        if bool(self.edit.property("wrong")) != self._said:
            self.edit.setProperty("wrong", self._said)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)
