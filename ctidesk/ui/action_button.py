"""One of the panel's four buttons: icon and word, or the icon alone where the panel is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import Palette

_ICON = QSize(21, 18)
"""Wider than the drawing: that is the gap to the word."""


class ActionButton(QPushButton):
    """``short`` stands on the button, ``full`` is its name for the ear and in the tooltip."""

    def __init__(self, palette: Palette, drawing: str, short: str, full: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._drawing, self._short = palette, drawing, short
        self._shown: tuple[str, str] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(full)
        self.explain(f"{full} ({key})" if key else full)
        self.show_labels(True)
        self.show_state(False)

    def explain(self, tip: str) -> None:
        self.setToolTip(tip)

    def show_labels(self, labels: bool) -> None:
        self.setText(self._short if labels else "")
        self.setIconSize(_ICON if labels else QSize(18, 18))
        if labels:
            self.setFixedWidth(self.fontMetrics().horizontalAdvance(self._short) + _ICON.width() + 28)
        else:
            self.setFixedWidth(40)

    def show_state(self, on: bool, fill: str = "flat", tint: str = "") -> None:
        """``fill``: the colour of the one next action, else ``flat``; ``tint`` colours a flat button's icon."""
        self.setEnabled(on)
        wanted = (fill if on else "flat", tint)
        if wanted == self._shown:
            return
        self._shown = wanted
        palette = self._palette
        colour = palette.on_fill if wanted[0] != "flat" else tint or palette.text
        self.setIcon(icon(self._drawing, colour, palette.disabled))
        self.setProperty("fill", wanted[0])
        self.style().unpolish(self)
        self.style().polish(self)
