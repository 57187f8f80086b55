"""The read-only card of a client or an organization."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ctidesk.domain.intents import CloseCard
from ctidesk.domain.records import Entity
from ctidesk.ui.cards.copy_button import CopyButton
from ctidesk.ui.cards.phone_row import PhoneRow
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STEP, TITLE_PX, Palette
from ctidesk.ui.window_views import CardView, FieldView

_COLUMNS = 2
_SPARE = 24
"""Reckoned a little narrower than it is: better a spare line than a scroll bar."""


class ClientCardWindow(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, name: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(520, 240)
        self.resize(QSize(580, 400))
        self._palette, self._texts = palette, texts
        self._view: CardView | None = None
        self.phones: list[PhoneRow] = []
        self._make_head()
        self._make_footer()
        self._body = QScrollArea(self)
        self._body.setWidgetResizable(True)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self._head, self._body, self._footer):
            whole.addWidget(part, 1 if part is self._body else 0)
        self.setFocus()

    def show_view(self, view: CardView) -> None:
        if view == self._view:
            return
        before, self._view = self._view, view
        if before is None or _content(before) != _content(view):
            self._show_head(view)
            self._show_fields(view)
            self._fit_head()
            if before is None:
                self._fit_height()
        for phone in self.phones:
            phone.show_state(view.can_dial)

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

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _show_head(self, view: CardView) -> None:
        kind = self._texts.entity(view.client.ref.entity)
        self.setWindowTitle(f"{kind}: {view.client.name}")
        drawing = "organization" if view.client.ref.entity is Entity.ACCOUNT else "person"
        self._sign.setPixmap(pixmap(drawing, self._palette.blue, 24, self.devicePixelRatioF()))
        self.name.setText(view.client.name)
        self.organization.show_text(view.client.organization or kind)
        self.inactive.setVisible(not view.active)
        as_of = self.tr("CRM data as of {moment}")
        self.as_of.show_text(as_of.format(moment=self._texts.moment(view.modified)) if view.modified else "")

    def _show_fields(self, view: CardView) -> None:
        self.phones = []
        page = QWidget()
        page.setObjectName("card_body")
        grid = QGridLayout(page)
        grid.setContentsMargins(6 * STEP, 5 * STEP, 6 * STEP, 5 * STEP)
        grid.setHorizontalSpacing(6 * STEP)
        grid.setVerticalSpacing(4 * STEP)
        for place, field in enumerate(view.fields):
            cell = self._cell(field, view, page)
            grid.addLayout(cell, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(len(view.fields), 1)
        self._page = page
        self._body.setWidget(page)

    def _cell(self, field: FieldView, view: CardView, page: QWidget) -> QVBoxLayout:
        """Label over value."""
        cell = QVBoxLayout()
        cell.setSpacing(0)
        label = ElidedLabel(text_font(QUIET_PX), "quiet", page)
        label.show_text(self._texts.field(view.client.ref.entity, field.name))
        cell.addWidget(label)
        for number in field.phones:
            cell.addWidget(self._phone(number, view, page))
        if not field.phones:
            self._add_value(cell, field.value, page)
        return cell

    def _phone(self, number: str, view: CardView, page: QWidget) -> PhoneRow:
        phone = PhoneRow(self._palette, number, view.client, page)
        phone.intent.connect(self.intent)
        self.phones.append(phone)
        return phone

    def _add_value(self, cell: QVBoxLayout, text: str, page: QWidget) -> None:
        """Words wrap; one long word, an address, is cut with an ellipsis and can be copied."""
        if " " in text:
            cell.addWidget(self._words(text, page))
            return
        row = QHBoxLayout()
        row.setSpacing(2)
        value = ElidedLabel(text_font(), parent=page)
        value.show_text(text)
        row.addWidget(value)
        row.addWidget(CopyButton(self._palette, text, page))
        row.addStretch(1)
        cell.addLayout(row)

    def _words(self, text: str, page: QWidget) -> QLabel:
        value = QLabel(text, page)
        value.setFont(text_font())
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setContentsMargins(0, 4, 0, 0)
        value.setAlignment(Qt.AlignmentFlag.AlignTop)
        return value

    def _fit_height(self) -> None:
        """As high as what it shows, within reason; afterwards it is as high as the operator leaves it."""
        wanted = self._head.height() + _needed(self._page, self.width() - _SPARE) + self._footer.sizeHint().height() + 2
        self.resize(self.width(), max(self.minimumHeight(), min(wanted, 640)))

    def _fit_head(self) -> None:
        """A long name takes the lines that it needs."""
        self._head.setFixedHeight(_needed(self._head, self.width()))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self._head = QFrame(self)
        self._head.setObjectName("card_head")
        self._sign = QLabel(self._head)
        self.name = QLabel(self._head)
        self.name.setFont(text_font(TITLE_PX, strong=True))
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.organization = ElidedLabel(text_font(), "quiet", self._head)
        self.inactive = QLabel(self.tr("Inactive"), self._head)
        self.inactive.setFont(text_font(QUIET_PX))
        self.inactive.setProperty("tag", True)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.name)
        lines.addWidget(self.organization)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(6 * STEP, 4 * STEP, 6 * STEP, 4 * STEP)
        row.setSpacing(3 * STEP)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        row.addWidget(self.inactive, 0, Qt.AlignmentFlag.AlignTop)

    def _make_footer(self) -> None:
        self._footer = QFrame(self)
        self._footer.setObjectName("footer")
        self.as_of = ElidedLabel(text_font(QUIET_PX), "quiet", self._footer)
        self.done = QPushButton(self.tr("Close"), self._footer)
        self.done.clicked.connect(self._close)
        row = QHBoxLayout(self._footer)
        row.setContentsMargins(6 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        row.addWidget(self.as_of, 1)
        row.addWidget(self.done)


def _content(view: CardView) -> tuple[object, ...]:
    return view.client, view.fields, view.modified, view.active


def _needed(part: QWidget, width: int) -> int:
    """How high ``part`` is at that width, also before it has ever been shown."""
    for each in (*part.findChildren(QWidget), part):
        each.ensurePolished()
        each.updateGeometry()
    layout = part.layout()
    assert layout is not None
    layout.invalidate()
    return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
