"""The current call of the history: who and when on two lines, its result code and its note beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.history_view import CallRow
from ctidesk.ui.notes.disposition_box import DispositionBox
from ctidesk.ui.notes.note_field import NoteField
from ctidesk.ui.sign_label import SignLabel
from ctidesk.ui.texts import Texts, clock
from ctidesk.ui.tokens import CALLER_PX, QUIET_PX, STEP, Palette

_LINES = 4
_DOT = " · "


class CallDetail(QFrame):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("call_detail")
        self._texts = texts
        self.who = ElidedLabel(text_font(CALLER_PX, strong=True), parent=self)
        self.number = ElidedLabel(text_font(tabular=True), parent=self)
        self.story = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.called_back = SignLabel("check", "green", palette.green, self)
        self.field = NoteField(self, lowest=_LINES, highest=_LINES)
        self.disposition = DispositionBox(palette, self)
        for part in (self.field, self.disposition):
            part.intent.connect(self.intent)
        self._arrange()

    def show_row(self, row: CallRow | None, results: tuple[str, ...]) -> None:
        if row is None:
            self.field.flush()
            return
        number = row.number or self._texts.hidden_number()
        self.who.show_text(row.name or number)
        self.number.show_text(_DOT.join(part for part in (number if row.name else "", row.organization) if part))
        self.story.show_text(self._story(row))
        self.called_back.show_sign(self._texts.called_back(row.called_back) if row.called_back else "")
        self.field.show_note(row.id, row.note)
        self.disposition.show_code(row.id, row.disposition, results)

    def _story(self, row: CallRow) -> str:
        linked = self.tr("linked") if row.client else ""
        spoken = clock(row.seconds) if row.seconds else ""
        parts = (self._texts.call(row.direction, row.result), self._texts.when(row.when), spoken, linked)
        return _DOT.join(part for part in parts if part)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(4 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        grid.setHorizontalSpacing(4 * STEP)
        grid.setVerticalSpacing(STEP)
        for line, part in enumerate((self.who, self.number, self.story, self.called_back)):
            grid.addWidget(part, line, 0)
        grid.addWidget(self.field, 0, 1, 4, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.disposition, 0, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(4, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self.setFixedHeight(116)
