"""One of the panel's four buttons: icon and word, or the icon alone where the panel is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import Palette

_ICON = QSize(21, 18)
"""Wider than the drawing: that is the gap to the word."""


class ActionButton(QPushButton):
    """``short`` stands on the button, ``full`` is its name for the ear and in the tooltip.

    As wide as the longest that it may say (``other``): what stands beside it never moves.
    """

    def __init__(
        self, palette: Palette, drawing: str, short: str, full: str, key: str, parent: QWidget, other: str = ""
    ) -> None:
        super().__init__(parent)
        self._palette, self._drawing, self._short, self._key = palette, drawing, short, key
        self._longest = max(self.fontMetrics().horizontalAdvance(words) for words in (short, other))
        self._labels = True
        self._shown: tuple[str, str, str] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name(short, full)
        self.show_labels(True)
        self.show_state(False)

    def explain(self, tip: str) -> None:
        """The tooltip, with the key that does the same."""
        self.setToolTip(f"{tip} ({self._key})" if self._key else tip)

    def name(self, short: str, full: str) -> None:
        self._short = short
        self.setAccessibleName(full)
        self.explain(full)
        self.setText(short if self._labels else "")

    def show_labels(self, labels: bool) -> None:
        self._labels = labels
        self.setText(self._short if labels else "")
        self.setIconSize(_ICON if labels else QSize(18, 18))
        if labels:
            self.setFixedWidth(self._longest + _ICON.width() + 28)
        else:
            self.setFixedWidth(36)

    def show_state(self, on: bool, fill: str = "flat", tint: str = "", drawing: str = "") -> None:
        """``fill``: the colour of the one next action, else ``flat``; ``tint`` colours a flat button's icon."""
        self.setEnabled(on)
        wanted = (fill if on else "flat", tint, drawing or self._drawing)
        if wanted == self._shown:
            return
        self._shown = wanted
        palette = self._palette
        colour = palette.on_fill if wanted[0] != "flat" else tint or palette.text
        self.setIcon(icon(wanted[2], colour, palette.disabled))
        self.setProperty("fill", wanted[0])
        self.style().unpolish(self)
        self.style().polish(self)
