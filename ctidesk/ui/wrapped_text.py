"""Text to read that never runs out of its place: it wraps between words, and a word that is too long inside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

_HINTED = 200
"""Narrower than it ever stands: a layout that is aligned to its top gives what the hint says, and takes what is too
much, never gives more (``QLayout::alignmentRect``)."""
_NARROWEST = 40


class WrappedText(QTextEdit):
    """Selected by the mouse and copied like any text; as high as it needs at its width. ``QLabel`` breaks no words.

    ``name`` is what it is called for the ear.
    """

    def __init__(self, font: QFont, parent: QWidget, *, name: str = "", above: int = 0) -> None:
        super().__init__(parent)
        self._above = above
        self._heights: dict[int, int] = {}
        self.setReadOnly(True)
        self.setFont(font)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("reading", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for bars in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bars(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(0, above, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str) -> None:
        if text != self.text():
            self._heights.clear()
            self.setPlainText(text)
            self.updateGeometry()

    def text(self) -> str:
        return self.toPlainText()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Layouts ask again and again."""
        if width not in self._heights:
            self._heights[width] = self._measured(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._heights.clear()
        super().changeEvent(event)

    def _measured(self, width: int) -> int:
        document = self.document().clone()
        document.setDocumentMargin(0)
        document.setTextWidth(max(width, 1))
        return round(document.size().height() + 0.5) + self._above

    def sizeHint(self) -> QSize:
        width = min(_HINTED, max(self.fontMetrics().horizontalAdvance(line) for line in self._lines()) + 2)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, self.fontMetrics().height() + self._above)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """It has nothing to scroll; what it lies in has."""
        event.ignore()

    def _lines(self) -> list[str]:
        return self.text().split("\n")
