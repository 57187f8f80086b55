"""The list of steps beside the page: which is open, which are done, which were skipped."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ctidesk.domain.first_start import STEPS, Standing, Step
from ctidesk.ui.first_start.view import FirstStartView
from ctidesk.ui.first_start.words import Words
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.tokens import STEP, Palette

_WIDTH, _SIGN = 184, 16


class StepList(QFrame):
    def __init__(self, palette: Palette, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("first_start_steps")
        self.setFixedWidth(_WIDTH)
        self._palette, self._words = palette, words
        self.rows = {step: (QLabel(self), QLabel(self)) for step in STEPS}
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 5 * STEP, 3 * STEP, 4 * STEP)
        column.setSpacing(4 * STEP)
        for sign, name in self.rows.values():
            sign.setFixedWidth(_SIGN + 2)
            sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row = QHBoxLayout()
            row.setSpacing(2 * STEP)
            row.addWidget(sign)
            row.addWidget(name, 1)
            column.addLayout(row)
        column.addStretch(1)

    def show_view(self, view: FirstStartView) -> None:
        for place, step in enumerate(STEPS):
            reached = place < STEPS.index(view.first.step)
            standing = view.first.check(step).standing
            self._show(step, place, current=step is view.first.step, reached=reached, standing=standing)

    def _show(self, step: Step, place: int, *, current: bool, reached: bool, standing: Standing) -> None:
        sign, name = self.rows[step]
        drawing = _DRAWINGS.get(standing) if reached else None
        if drawing:
            colour = self._palette.green if standing is Standing.GOOD else self._palette.amber
            sign.setPixmap(pixmap(drawing, colour, _SIGN, self.devicePixelRatioF()))
        else:
            sign.setText(str(place + 1))
            sign.setFont(text_font(strong=current, tabular=True))
        words = self._words.step(step)
        name.setText(words)
        name.setFont(text_font(strong=current))
        name.setAccessibleName(f"{words}, {self._words.standing(standing)}" if reached or current else words)
        for part in (sign, name):
            tone = "" if current or reached else "quiet"
            if current:
                tone = "blue"
            if part.property("tone") != tone:
                part.setProperty("tone", tone)
                part.style().unpolish(part)
                part.style().polish(part)


_DRAWINGS = {Standing.GOOD: "check", Standing.SKIPPED: "warning"}
