"""The card of a record: a client, an organization, a call, a case, a worksheet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ctidesk.domain.intents import CloseCard, OpenInCrm
from ctidesk.ui.card_view import CardView
from ctidesk.ui.cards.card_fields import CardFields
from ctidesk.ui.cards.card_head import CardHead
from ctidesk.ui.cards.open_strip import OpenStrip
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette

_SPARE = 24
"""Reckoned a little narrower than it is: better a spare line than a scroll bar."""
_HIGHEST = 640


class CardWindow(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, name: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(520, 240)
        self.resize(QSize(680, 400))
        self._palette, self._texts = palette, texts
        self._view: CardView | None = None
        self.head = CardHead(palette, texts, self)
        self.strip = OpenStrip(palette, texts, self)
        for part in (self.head, self.strip):
            part.intent.connect(self.intent)
        self._make_footer()
        self._body = QScrollArea(self)
        self._body.setWidgetResizable(True)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for place in (self.head, self.strip, self._body, self._footer):
            whole.addWidget(place, 1 if place is self._body else 0)
        self.setFocus()

    def show_view(self, view: CardView) -> None:
        if view == self._view:
            return
        before, self._view = self._view, view
        self.strip.show_view(view)
        self.head.show_link(view)
        if before is None or _content(before) != _content(view):
            self._show_content(view)
            if before is None:
                self._fit_height()
        self.fields.show_state(view.can_dial)
        self.in_crm.setVisible(view.in_crm)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self._close()

    def _close(self) -> None:
        if self._view:
            self.intent.emit(CloseCard(self._view.client.ref))

    def _open_in_crm(self) -> None:
        if self._view:
            self.intent.emit(OpenInCrm(self._view.client.ref))

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _show_content(self, view: CardView) -> None:
        kind = self._texts.entity(view.client.ref.entity)
        self.setWindowTitle(f"{kind}: {view.client.name}")
        self.head.show_view(view)
        as_of = self.tr("CRM data as of {moment}")
        self.as_of.show_text(as_of.format(moment=self._texts.moment(view.modified)) if view.modified else "")
        self.fields = CardFields(self._palette, self._texts, view)
        self.fields.intent.connect(self.intent)
        self._body.setWidget(self.fields)
        self._fit_head()

    def _fit_height(self) -> None:
        """As high as what it shows, within reason; afterwards it is as high as the operator leaves it."""
        around = self.head.height() + self._footer.sizeHint().height() + 2
        around += 0 if self.strip.isHidden() else self.strip.sizeHint().height()
        wanted = around + _needed(self.fields, self.width() - _SPARE)
        self.resize(self.width(), max(self.minimumHeight(), min(wanted, _HIGHEST)))

    def _fit_head(self) -> None:
        """A long name takes the lines that it needs."""
        self.head.setFixedHeight(_needed(self.head, self.width()))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_footer(self) -> None:
        self._footer = QFrame(self)
        self._footer.setObjectName("footer")
        self.as_of = ElidedLabel(text_font(QUIET_PX), "quiet", self._footer)
        drawing = icon("open-outside", self._palette.quiet)
        self.in_crm = QPushButton(drawing, self.tr("Open in the CRM"), self._footer)
        self.in_crm.clicked.connect(self._open_in_crm)
        self.done = QPushButton(self.tr("Close"), self._footer)
        self.done.clicked.connect(self._close)
        row = QHBoxLayout(self._footer)
        row.setContentsMargins(6 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        row.setSpacing(2 * STEP)
        row.addWidget(self.as_of, 1)
        row.addWidget(self.in_crm)
        row.addWidget(self.done)


def _content(view: CardView) -> tuple[object, ...]:
    return view.client, view.customer, view.fields, view.calls, view.modified, view.active


def _needed(part: QWidget, width: int) -> int:
    """How high ``part`` is at that width, also before it has ever been shown."""
    for each in (*part.findChildren(QWidget), part):
        each.ensurePolished()
        each.updateGeometry()
    layout = part.layout()
    assert layout is not None
    layout.invalidate()
    return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
