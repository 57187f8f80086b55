"""A state told by icon, word and colour in one line; where there is no room for the word, it is the tooltip."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.tokens import QUIET_PX

_ICON, _GAP = 14, 4


class SignLabel(QWidget):
    """``tone`` is a colour of the stylesheet (``amber``), ``colour`` the same of the palette."""

    def __init__(self, drawing: str, tone: str, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._drawing, self._colour = drawing, colour
        self._icon = QLabel(self)
        self._icon.setFixedWidth(_ICON)
        self.word = ElidedLabel(text_font(QUIET_PX), tone, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._icon)
        row.addWidget(self.word, 1)
        self.hide()

    def show_sign(self, text: str, more: str = "") -> None:
        """An empty text hides it; ``more`` is added in the tooltip."""
        self.setVisible(bool(text))
        self._icon.setPixmap(pixmap(self._drawing, self._colour, _ICON, self.devicePixelRatioF()))
        self.word.show_text(text)
        self.setToolTip(f"{text}\n{more}" if more else text)
        self.setAccessibleName(text)

    def show_word(self, word: bool) -> None:
        self.word.setVisible(word)

    @property
    def icon_width(self) -> int:
        return _ICON

    @property
    def natural_width(self) -> int:
        return _ICON + _GAP + self.word.natural_width
