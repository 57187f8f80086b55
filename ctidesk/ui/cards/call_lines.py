"""«Последние звонки» of a client."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from ctidesk.domain.intents import ShowCard
from ctidesk.domain.records import CallResult, Direction
from ctidesk.ui.card_view import CallLine
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.texts import Texts, clock
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette

_SIGNS = {Direction.INCOMING: "arrow-in", Direction.OUTGOING: "arrow-out"}


class CallLines(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, calls: tuple[CallLine, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._texts = palette, texts
        heading = QLabel(self.tr("Last calls"), self)
        heading.setFont(text_font(QUIET_PX))
        heading.setProperty("tone", "quiet")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * STEP)
        self._grid.setVerticalSpacing(0)
        self._grid.addWidget(heading, 0, 0, 1, 4)
        self._grid.setColumnStretch(3, 1)
        for line, call in enumerate(calls, 1):
            self._add(line, call)

    def _add(self, line: int, call: CallLine) -> None:
        sign = QLabel(self)
        colour = self._palette.red if call.result is CallResult.MISSED else self._palette.quiet
        sign.setPixmap(pixmap(_SIGNS[call.direction], colour, 16, self.devicePixelRatioF()))
        sign.setAccessibleName(self._texts.direction(call.direction))
        opens = QPushButton(self._texts.moment(call.started), self)
        opens.setProperty("link", True)
        opens.setFont(text_font(tabular=True))
        opens.setCursor(Qt.CursorShape.PointingHandCursor)
        opens.clicked.connect(partial(self._show, call))
        note = ElidedLabel(text_font(), "quiet", self)
        note.show_text(call.note.replace("\n", " "))
        for column, part in enumerate((sign, opens, self._outcome(call), note)):
            self._grid.addWidget(part, line, column)

    def _outcome(self, call: CallLine) -> QLabel:
        words = self._texts.result(call.result) if call.result else self.tr("under way")
        said = QLabel(f"{words}, {clock(call.duration_s)}" if call.duration_s else words, self)
        said.setFont(text_font())
        return said

    def _show(self, call: CallLine, _: bool = False) -> None:
        self.intent.emit(ShowCard(call.ref))
