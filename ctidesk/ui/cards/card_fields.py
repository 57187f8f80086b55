"""The fields of a card to read: two columns of label over value; numbers are dialled by a click."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ctidesk.domain.listing import FieldKind
from ctidesk.domain.phone_number import FieldNumber
from ctidesk.domain.records import CallResult, Direction
from ctidesk.ui.card_view import CardView, FieldView
from ctidesk.ui.cards.call_lines import CallLines
from ctidesk.ui.cards.copy_button import CopyButton
from ctidesk.ui.cards.phone_row import PhoneRow
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.texts import Texts, clock
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette
from ctidesk.ui.wrapped_text import WrappedText

_COLUMNS = 2
_ABOVE = 4
_COPIED = frozenset({"emailaddress1", "accountnumber", "ticket"})


class CardFields(QWidget):
    """Built anew where the content changes; :meth:`show_state` follows the rest."""

    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, view: CardView) -> None:
        super().__init__()
        self.setObjectName("card_body")
        self._palette, self._texts = palette, texts
        self.phones: list[PhoneRow] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(6 * STEP, 5 * STEP, 6 * STEP, 5 * STEP)
        grid.setHorizontalSpacing(6 * STEP)
        grid.setVerticalSpacing(4 * STEP)
        for place, field in enumerate(view.fields):
            cell = self._cell(field, view)
            grid.addLayout(cell, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        row = -(-len(view.fields) // _COLUMNS)
        if view.calls:
            calls = CallLines(palette, texts, view.calls, self)
            calls.intent.connect(self.intent)
            grid.addWidget(calls, row, 0, 1, _COLUMNS)
        grid.setRowStretch(row + 1, 1)

    def show_state(self, can_dial: bool) -> None:
        for phone in self.phones:
            phone.show_state(can_dial)

    def _cell(self, field: FieldView, view: CardView) -> QVBoxLayout:
        """Label over value."""
        cell = QVBoxLayout()
        cell.setSpacing(0)
        label = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        label.show_text(self._texts.field(view.client.ref.entity, field.name))
        cell.addWidget(label)
        for number in field.phones:
            cell.addWidget(self._phone(number, view))
        if not field.phones:
            self._add_value(cell, self._said(field), label.text(), copied=field.name in _COPIED)
        return cell

    def _said(self, field: FieldView) -> str:
        if field.kind is FieldKind.MOMENT:
            return self._texts.moment(datetime.fromisoformat(field.value))
        if field.kind is FieldKind.NUMBER:
            return clock(int(field.value))
        if field.name == "direction":
            return self._texts.direction(Direction(field.value))
        if field.name == "result":
            return self._texts.result(CallResult(field.value))
        return field.value

    def _phone(self, number: FieldNumber, view: CardView) -> PhoneRow:
        phone = PhoneRow(self._palette, number, view.dialled_for, self)
        phone.intent.connect(self.intent)
        self.phones.append(phone)
        return phone

    def _add_value(self, cell: QVBoxLayout, text: str, name: str, *, copied: bool) -> None:
        """Text wraps; an address, which is one word, is cut with an ellipsis and can be copied."""
        if not copied:
            words = WrappedText(text_font(), self, name=name, above=_ABOVE)
            words.show_text(text)
            cell.addWidget(words)
            return
        row = QHBoxLayout()
        row.setSpacing(2)
        value = ElidedLabel(text_font(), parent=self)
        value.show_text(text)
        row.addWidget(value)
        row.addWidget(CopyButton(self._palette, text, self))
        row.addStretch(1)
        cell.addLayout(row)
