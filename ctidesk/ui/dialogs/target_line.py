"""Beside the number of the transfer form: whose it is, and whether he can take the call."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.ui.dialogs.presence_mark import presence_mark
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, Palette
from ctidesk.ui.transfer_view import TransferFormView, Verdict

_ICON = 16


class TargetLine(QWidget):
    """The name above, the mark and its words below."""

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._texts = palette, texts
        self._mark = QLabel(self)
        self._mark.setFixedSize(_ICON, _ICON)
        self.name = ElidedLabel(text_font(strong=True), parent=self)
        self.words = ElidedLabel(text_font(QUIET_PX), parent=self)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self._mark)
        second.addWidget(self.words, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addWidget(self.name)
        lines.addLayout(second)
        lines.addStretch(1)

    def show_target(self, view: TransferFormView, number: str, *, asking: bool, refused: Problem | None) -> None:
        name = view.name_of(number)
        self.name.show_text(name)
        self.name.setVisible(bool(name))
        if refused:
            self._show("warning", self._palette.red, "red", self._texts.sentence(refused))
        elif asking:
            self._show("sync", self._palette.blue, "blue", self.tr("Asking whether the colleague is free…"))
        else:
            self._show_verdict(view, number)

    def _show_verdict(self, view: TransferFormView, number: str) -> None:
        verdict = view.verdict(number)
        drawing, colour = presence_mark(self._palette, view.presence(number))
        word = self._texts.presence(view.presence(number))
        if not view.can_transfer and not view.can_consult:
            self._show("warning", self._palette.red, "red", self.tr("This telephony engine cannot transfer calls."))
        elif verdict is Verdict.EMPTY:
            self._show("", "", "quiet", self.tr("Choose an employee or enter a number."))
        elif verdict is Verdict.SELF:
            self._show("warning", self._palette.red, "red", self._texts.sentence(Problem(ProblemId.TRANSFER_TO_SELF)))
        elif verdict is Verdict.UNAVAILABLE:
            unavailable = self.tr("This operator is not available")
            self._show(drawing, self._palette.red, "red", f"{unavailable} · {word}")
        elif verdict is Verdict.UNKNOWN:
            self._show(drawing, colour, "quiet", self.tr("State unknown. The transfer is tried."))
        else:
            self._show(drawing, colour, "green", word)

    def _show(self, drawing: str, colour: str, tone: str, words: str) -> None:
        self._mark.setVisible(bool(drawing))
        if drawing:
            self._mark.setPixmap(pixmap(drawing, colour, _ICON, self.devicePixelRatioF()))
        self.words.show_text(words)
        self.words.setAccessibleName(words)
        if self.words.property("tone") != tone:
            self.words.setProperty("tone", tone)
            self.words.style().unpolish(self.words)
            self.words.style().polish(self.words)
