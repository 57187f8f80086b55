"""A number on a card: a link with a handset that dials, its extension to read, and a button that copies both."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ctidesk.domain.intents import Dial
from ctidesk.domain.phone_number import FieldNumber
from ctidesk.domain.records import Client
from ctidesk.ui.cards.copy_button import CopyButton
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.elided_link import ElidedLink
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import Palette


class PhoneRow(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, number: FieldNumber, client: Client | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._number, self._client = number.number, client
        extension = self.tr("ext. {number}").format(number=number.extension) if number.extension else ""
        self.link = self._make_link(palette)
        self.copy = CopyButton(palette, ", ".join(filter(None, (self._number, extension))), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.link)
        if extension:
            behind = ElidedLabel(text_font(tabular=True), parent=self)
            behind.show_text(extension)
            row.addWidget(behind)
        row.addWidget(self.copy)
        row.addStretch(1)
        self.show_state(can_dial=False)

    def show_state(self, can_dial: bool) -> None:
        self.link.setEnabled(can_dial)
        call = self.tr("Call {number}").format(number=self._number)
        unable = self.tr("A call is possible when telephony is ready and free")
        self.link.show_text(self._number, call if can_dial else unable)
        self.link.setAccessibleName(call)

    def _make_link(self, palette: Palette) -> ElidedLink:
        link = ElidedLink(self)
        link.setIcon(icon("handset", palette.blue, palette.disabled))
        link.setIconSize(QSize(19, 16))
        link.setFont(text_font(tabular=True))
        link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        link.clicked.connect(lambda: self.intent.emit(Dial(self._number, self._client)))
        return link
