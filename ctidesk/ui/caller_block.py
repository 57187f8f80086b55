"""«Определитель номера»: the number, the name beside it, organization and link on a quieter line, the timer."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.texts import Texts, clock
from ctidesk.ui.tokens import CALLER_PX, QUIET_PX, Palette
from ctidesk.ui.view_state import CallerView, Found

_GAP = 12
_DOT = " · "


class CallerBlock(QWidget):
    """Where number and name do not fit side by side, the name begins the second line."""

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._view: CallerView | None = None
        self._name = self._details = ""
        self.number = ElidedLabel(text_font(CALLER_PX, strong=True, tabular=True), parent=self)
        self.name = ElidedLabel(text_font(CALLER_PX), parent=self)
        self.details = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.timer = QLabel(self)
        self.timer.setFont(text_font(CALLER_PX, tabular=True))
        self._arrange()
        self.setAccessibleName(self.tr("Caller ID"))

    def sizeHint(self) -> QSize:
        return QSize(600, 40)

    def show_view(self, view: CallerView | None) -> None:
        if view == self._view:
            return
        self._view = view
        number, self._name, self._details = self._texts_of(view) if view else ("", "", "")
        quiet = view is not None and not view.live
        self._tone(self.number, quiet)
        self._tone(self.name, quiet)
        self.number.show_text(number)
        running = view is not None and view.seconds is not None
        self.timer.setText(clock(view.seconds) if view and view.seconds is not None else "")
        self.timer.setVisible(running)
        self._tone(self.timer, quiet)
        self._fit()
        self.setAccessibleDescription(", ".join(part for part in (number, self._name, self._details) if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- words -----------------------------------------------------------------------------------------------------

    def _texts_of(self, view: CallerView) -> tuple[str, str, str]:
        number = view.number or self.tr("Number withheld")
        name = "" if view.name == view.number else view.name
        details = [self._found(view), view.organization, self._kind(view)]
        return number, name, _DOT.join(part for part in details if part)

    def _kind(self, view: CallerView) -> str:
        """What the call is linked to, and that it is the last one, where it is."""
        linked = self.tr("linked") if view.found is Found.LINKED else ""
        last = "" if view.live else self.tr("last call")
        return _DOT.join(part for part in (last, linked) if part)

    def _found(self, view: CallerView) -> str:
        if view.found is Found.LOOKING:
            return self.tr("Looking for the client…")
        if view.found is Found.NOBODY:
            return self.tr("Not in the CRM")
        if view.found is Found.SIMILAR:
            return self.tr("Similar numbers: {count}").format(count=view.more)
        return self._texts.more(view.more) if view.more else ""

    # --- place -----------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        beside = self._fits_beside()
        self.name.setVisible(beside and bool(self._name))
        self.name.show_text(self._name if beside else "")
        parts = (self._details,) if beside else (self._name, self._details)
        second = _DOT.join(part for part in parts if part)
        self.details.show_text(second)
        self.details.setVisible(bool(second))

    def _fits_beside(self) -> bool:
        taken = self.number.natural_width + _GAP + (self.timer.sizeHint().width() + _GAP if self.timer.text() else 0)
        name = self.name.fontMetrics().horizontalAdvance(self._name)
        return self.width() >= taken + min(name, 220)

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(_GAP)
        first.addWidget(self.number)
        first.addWidget(self.name, 1)
        first.addStretch(0)
        first.addWidget(self.timer)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addLayout(first)
        lines.addWidget(self.details)
        lines.addStretch(1)

    def _tone(self, label: QLabel, quiet: bool) -> None:
        tone = "quiet" if quiet else ""
        if label.property("tone") != tone:
            label.setProperty("tone", tone)
            label.style().unpolish(label)
            label.style().polish(label)
