"""«Кто я»: what the CRM says of the operator, what he says himself where there is none, and what will be kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ctidesk.domain.first_start import FirstStart, Standing, Step
from ctidesk.domain.intents import AnswerFirst
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.first_start.caption import Caption
from ctidesk.ui.first_start.parts import captioned, first_of, show_text, text_field
from ctidesk.ui.first_start.view import FirstStartView
from ctidesk.ui.fonts import text_font
from ctidesk.ui.tokens import STEP, Palette

USUAL_WRAP_UP_S = 30
_LABEL_WIDTH = 150
_ROWS = 6
_SECONDS = QRegularExpression("[0-9]{0,4}")


class OperatorPage(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.display_name = text_field(self, partial(self._answer, "display_name"))
        self.wrap_up = text_field(self, partial(self._answer, "wrap_up_s"))
        self.wrap_up.setValidator(QRegularExpressionValidator(_SECONDS, self))
        self.wrap_up.setPlaceholderText(str(USUAL_WRAP_UP_S))
        self.captions = {
            "display_name": Caption(palette, self.display_name, self),
            "wrap_up_s": Caption(palette, self.wrap_up, self),
        }
        self.rows = [
            (ElidedLabel(text_font(), "quiet", self), ElidedLabel(text_font(), "", self)) for _ in range(_ROWS)
        ]
        self._arrange()
        self.say()

    def say(self) -> None:
        self.captions["display_name"].say(self.tr("Your name, as the called party sees it"))
        self.captions["wrap_up_s"].say(self.tr("Wrap-up after a conversation, seconds"))

    def show_view(self, view: FirstStartView) -> None:
        first = view.first
        show_text(self.display_name, first.answers.display_name)
        show_text(self.wrap_up, first.answers.wrap_up_s)
        for name, caption in self.captions.items():
            caption.show_fixed(first.fixed.get(name))
        for part in (self.captions["display_name"], self.display_name):
            part.setVisible(first.crm is None)
        for part in (self.captions["wrap_up_s"], self.wrap_up):
            part.setVisible(first.crm is None or first.crm.myself.wrap_up_s is None)
        self._show_told(first)

    def _show_told(self, first: FirstStart) -> None:
        told = [*self._told(first)]
        for place, (label, value) in enumerate(self.rows):
            words, what = told[place] if place < len(told) else ("", "")
            label.show_text(words)
            value.show_text(what)
            value.setAccessibleName(f"{words}: {what}" if words else "")
            for part in (label, value):
                part.setVisible(bool(words))

    @property
    def first_field(self) -> QWidget | None:
        return first_of([field for field in (self.display_name, self.wrap_up) if field.isVisibleTo(self)])

    def field(self, name: str) -> QWidget | None:
        return None

    def password(self) -> str:
        return ""

    def _told(self, first: FirstStart) -> Iterator[tuple[str, str]]:
        answers, found = first.answers, first.crm
        if found:
            yield self.tr("Name"), found.myself.name or "—"
            yield self.tr("Working groups"), ", ".join(found.myself.teams) or self.tr("none")
        yield self.tr("Own number"), self._number(first)
        if found and found.myself.wrap_up_s is not None:
            yield self.tr("Wrap-up"), self.tr("{seconds} s").format(seconds=found.myself.wrap_up_s)
        bad = first.check(Step.PBX).standing is Standing.SKIPPED
        transport = answers.transport.upper()
        yield self.tr("Telephony"), self.tr("not set up") if bad else f"{answers.server}, {transport}"
        yield self.tr("CRM"), found.url if found else self.tr("without CRM")

    def _number(self, first: FirstStart) -> str:
        own, listed = first.answers.username, first.crm.myself.numbers if first.crm else ()
        if not listed or own in listed:
            return own or "—"
        told = self.tr("{own}; in the phone directory of the CRM: {listed}")
        return told.format(own=own or "—", listed=", ".join(listed))

    def _answer(self, name: str, value: str) -> None:
        self.intent.emit(AnswerFirst(name, value.strip()))

    def _arrange(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(3 * STEP)
        fields.addLayout(captioned(self.captions["display_name"], self.display_name), 1)
        fields.addLayout(captioned(self.captions["wrap_up_s"], self.wrap_up), 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * STEP)
        grid.setVerticalSpacing(2 * STEP)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for place, pair in enumerate(self.rows):
            for column, part in enumerate(pair):
                grid.addWidget(part, place, column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(5 * STEP)
        whole.addLayout(grid)
        whole.addLayout(fields)
        whole.addStretch(1)
