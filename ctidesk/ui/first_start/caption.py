"""What stands above a field: its name, and a lock where its value is not the operator's to choose."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ctidesk.domain.settings_reading import Fixed
from ctidesk.ui.fixed_by import FixedBy
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette

_LOCK = 14


class Caption(QWidget):
    """Takes the focus to ``part`` when it is clicked."""

    def __init__(self, palette: Palette, part: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._part, self._fixed_by = part, FixedBy(self)
        self._label, self.lock = QLabel(self), QLabel(self)
        self._label.setFont(text_font(QUIET_PX))
        self._label.setProperty("tone", "quiet")
        self._label.setBuddy(part)
        self.lock.setPixmap(pixmap("lock", palette.quiet, _LOCK, self.devicePixelRatioF()))
        self.lock.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        row.addWidget(self._label)
        row.addWidget(self.lock)
        row.addStretch(1)

    def say(self, words: str) -> None:
        """For the eye and for the ear."""
        self._label.setText(words)
        self._part.setAccessibleName(words)

    def show_fixed(self, fixed: Fixed | None, *, usable: bool = True) -> None:
        """``usable``: whether anything may be filled in where nobody has fixed it."""
        told = self._fixed_by.sentence(fixed)
        self.lock.setVisible(fixed is not None)
        self.lock.setToolTip(told)
        self._part.setEnabled(fixed is None and usable)
        self._part.setAccessibleDescription(told)
        if told:
            self._part.setToolTip(told)
