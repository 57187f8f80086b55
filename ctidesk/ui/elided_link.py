"""A link that never cuts its text without an ellipsis and a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

_AROUND = 10
_BESIDE_ICON = 4
_NARROWEST = 60


class ElidedLink(QPushButton):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = self._tip = ""
        self.setProperty("link", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, tip: str = "") -> None:
        """``tip`` is always offered; without it the whole text is, where it does not fit."""
        text = " ".join(text.split())  # an organization's name in the CRM may have several lines
        self._whole, self._tip = text, tip
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(wide + self._around, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_NARROWEST, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    @property
    def _around(self) -> int:
        return _AROUND + (0 if self.icon().isNull() else self.iconSize().width() + _BESIDE_ICON)

    def _elide(self) -> None:
        room = self.width() - self._around + 2
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(self._tip or (self._whole if shown != self._whole else ""))
