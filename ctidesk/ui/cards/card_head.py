"""The head of a card: what it is, its name, and whom it belongs to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.intents import LinkRegarding, NewRecord, ShowCard
from ctidesk.domain.records import Entity
from ctidesk.ui.card_view import CardView
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.elided_link import ElidedLink
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon, pixmap
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STEP, TITLE_PX, Palette
from ctidesk.ui.wrapped_text import WrappedText

SIGNS = {
    Entity.CONTACT: "person",
    Entity.ACCOUNT: "organization",
    Entity.CASE: "case",
    Entity.WORKSHEET: "worksheet",
    Entity.PHONE_CALL: "handset",
}


class CardHead(QFrame):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card_head")
        self._palette, self._texts = palette, texts
        self._view: CardView | None = None
        self._sign = QLabel(self)
        self.name = WrappedText(text_font(TITLE_PX, strong=True), self)
        self.organization = ElidedLabel(text_font(), "quiet", self, lines=3)
        self.customer = self._make_customer()
        self.inactive = QLabel(self.tr("Inactive"), self)
        self.inactive.setFont(text_font(QUIET_PX))
        self.inactive.setProperty("tag", True)
        self.link = self._make_link()
        self.new_case = self._make_new_case()
        self._arrange()

    def show_view(self, view: CardView) -> None:
        self._view = view
        entity = view.client.ref.entity
        self._sign.setPixmap(pixmap(SIGNS[entity], self._palette.blue, 24, self.devicePixelRatioF()))
        new = view.form is not None and view.form.new
        self.name.show_text(self._texts.new_record(entity) if new else self._title(view))
        self.name.setAccessibleName(self._texts.entity(entity))
        self.customer.setVisible(view.customer is not None)
        self.customer.show_text(view.customer.name if view.customer else "")
        self.organization.setVisible(view.customer is None and not new)
        self.organization.show_text(view.client.organization or self._texts.entity(entity))
        self.inactive.setVisible(not view.active)
        self.show_link(view)

    def show_link(self, view: CardView) -> None:
        """A worksheet's or a case's: the call in hand can be linked to it. A client's: it can become a case."""
        self.link.setVisible(view.linkable and (view.can_link or view.linked) and view.form is None)
        self.new_case.setVisible(view.can_open_case and view.form is None)
        self.link.setEnabled(view.can_link and not view.linked)
        self.link.setText(self.tr("Call linked") if view.linked else self.tr("Link the call"))
        drawing = "check" if view.linked else "relink"
        self.link.setIcon(icon(drawing, self._palette.blue, self._palette.green))

    def _title(self, view: CardView) -> str:
        """A call goes by the client's name, which stands below it as a link already."""
        twice = view.customer is not None and view.customer.name == view.client.name
        return self._texts.entity(view.client.ref.entity) if twice else view.client.name

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_customer(self) -> ElidedLink:
        """Whom the record belongs to; a click opens that card."""
        customer = ElidedLink(self)
        customer.clicked.connect(self._show_customer)
        return customer

    def _make_link(self) -> QPushButton:
        link = QPushButton(self)
        link.clicked.connect(self._ask_link)
        return link

    def _make_new_case(self) -> QPushButton:
        new_case = QPushButton(icon("plus", self._palette.blue), self.tr("Create a case"), self)
        new_case.clicked.connect(self._ask_new_case)
        return new_case

    def _ask_new_case(self) -> None:
        if self._view:
            self.intent.emit(NewRecord(Entity.CASE, self._view.client))

    def _show_customer(self) -> None:
        if self._view and self._view.customer:
            self.intent.emit(ShowCard(self._view.customer.ref))

    def _ask_link(self) -> None:
        if self._view:
            self.intent.emit(LinkRegarding(self._view.client.ref))

    def _arrange(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.name)
        lines.addWidget(self.organization)
        lines.addWidget(self.customer, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(6 * STEP, 4 * STEP, 6 * STEP, 4 * STEP)
        row.setSpacing(3 * STEP)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        for tag in (self.inactive, self.link, self.new_case):
            row.addWidget(tag, 0, Qt.AlignmentFlag.AlignTop)
