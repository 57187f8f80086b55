"""Below the table: what one waiting write is about, what went wrong with it, its values or its conflict."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ctidesk.domain.outbox import WriteState
from ctidesk.ui.dialogs.conflict_grid import ConflictGrid
from ctidesk.ui.dialogs.unsent_mark import unsent_mark
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.tokens import CALLER_PX, QUIET_PX, STEP, Palette
from ctidesk.ui.unsent_texts import UnsentTexts
from ctidesk.ui.unsent_view import UnsentRow, UnsentView, ValueView

_TONES = {WriteState.PARKED: "red", WriteState.CONFLICT: "amber"}


class UnsentDetail(QFrame):
    """``chosen`` is emitted when a side of a conflict is."""

    chosen = Signal()

    def __init__(self, palette: Palette, texts: UnsentTexts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("unsent_detail")
        self._palette, self._texts = palette, texts
        self._row: UnsentRow | None = None
        self.conflict: ConflictGrid | None = None
        self.what = ElidedLabel(text_font(CALLER_PX, strong=True, tabular=True), parent=self)
        self._sign = QLabel(self)
        self.reason = QLabel(self)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self._body = QScrollArea(self)
        self._body.setWidgetResizable(True)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrange()

    def show_row(self, row: UnsentRow | None, view: UnsentView) -> None:
        self.setVisible(row is not None)
        if row is None:
            self._row = None
            return
        self.what.show_text(self._texts.what(row))
        self._show_reason(row, view)
        before, self._row = self._row, row
        if before is None or _content(before) != _content(row):
            self._show_content(row)

    def _show_reason(self, row: UnsentRow, view: UnsentView) -> None:
        drawing, colour = unsent_mark(self._palette, row.state)
        self._sign.setPixmap(pixmap(drawing, colour, 16, self.devicePixelRatioF()))
        reason = self._texts.reason(row, view) or self._texts.state(row.state)
        self.reason.setText(reason)
        self.reason.setToolTip(self._texts.detail(row))
        tone = _TONES.get(row.state, "quiet")
        if self.reason.property("tone") != tone:
            self.reason.setProperty("tone", tone)
            self.reason.style().unpolish(self.reason)
            self.reason.style().polish(self.reason)

    def _show_content(self, row: UnsentRow) -> None:
        page = QWidget(self)
        page.setObjectName("unsent_page")
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, 0, 2 * STEP, 0)
        lines.setSpacing(4 * STEP)
        self.conflict = None
        if row.conflict:
            self.conflict = ConflictGrid(self._palette, self._texts, row, page)
            self.conflict.chosen.connect(self.chosen)
            lines.addWidget(self.conflict)
        agreed = [view for view in row.values if view.field not in {each.field for each in row.conflict}]
        lines.addLayout(self._values(row, agreed, page))
        lines.addStretch(1)
        self._body.setWidget(page)

    def _values(self, row: UnsentRow, views: list[ValueView], page: QWidget) -> QGridLayout:
        """Two columns of label over value."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(6 * STEP)
        grid.setVerticalSpacing(3 * STEP)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for place, view in enumerate(views):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            label = ElidedLabel(text_font(QUIET_PX), "quiet", page)
            label.show_text(self._texts.field(row.entity, view.field))
            value = ElidedLabel(text_font(tabular=True), parent=page, lines=3)
            value.show_text(" · ".join(self._texts.value(view).splitlines()) or self.tr("empty"))
            cell.addWidget(label)
            cell.addWidget(value)
            cell.addStretch(1)
            grid.addLayout(cell, place // 2, place % 2)
        return grid

    def _arrange(self) -> None:
        second = QHBoxLayout()
        second.setSpacing(2 * STEP)
        second.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self.reason, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 3 * STEP)
        lines.setSpacing(STEP)
        lines.addWidget(self.what)
        lines.addLayout(second)
        lines.addSpacing(3 * STEP)
        lines.addWidget(self._body, 1)


def _content(row: UnsentRow) -> tuple[object, ...]:
    return row.seq, row.values, row.conflict
