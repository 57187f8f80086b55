"""The card of a record: a client, an organization, a call, a case, a worksheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ctidesk.domain.draft import Leaving
from ctidesk.domain.intents import CloseCard, EditCard, OpenInCrm
from ctidesk.ui.card_view import CardView
from ctidesk.ui.cards.card_fields import CardFields
from ctidesk.ui.cards.card_form import CardForm
from ctidesk.ui.cards.card_head import CardHead
from ctidesk.ui.cards.form_footer import FormFooter
from ctidesk.ui.cards.open_strip import OpenStrip
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.form_view import FormView
from ctidesk.ui.icons import icon
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette

_SPARE = 24
"""Reckoned a little narrower than it is: better a spare line than a scroll bar."""
_HIGHEST = 640
_LOWEST, _LEAST_BODY = 240, 80


class CardWindow(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, name: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(520, _LOWEST)
        self.resize(QSize(680, 400))
        self._palette, self._texts = palette, texts
        self._view: CardView | None = None
        self.fields: CardFields | None = None
        self.form: CardForm | None = None
        self.head = CardHead(palette, texts, self)
        self.strip = OpenStrip(palette, texts, self)
        for part in (self.head, self.strip):
            part.intent.connect(self.intent)
        self._make_footer()
        self.form_footer = FormFooter(texts, self)
        self.form_footer.intent.connect(self.intent)
        self._body = QScrollArea(self)
        self._body.setWidgetResizable(True)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for place in (self.head, self.strip, self._body, self._footer, self.form_footer):
            whole.addWidget(place, 1 if place is self._body else 0)
        self._make_keys()
        self.setFocus()

    def show_view(self, view: CardView) -> None:
        if view == self._view:
            return
        before, self._view = self._view, view
        self.strip.show_view(view)
        self.head.show_link(view)
        if before is None or _content(before) != _content(view):
            self._show_content(view)
        self._show_age(view)
        self._show_body(view)
        self._show_buttons(view)
        if before is None or (before.form is None and view.form):
            self._fit_height(at_least=0 if before is None else self.height())

    @property
    def asks(self) -> Leaving:
        """What it asks about now."""
        return self._view.form.asks if self._view and self._view.form else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.form_footer.leave() if self.form else self._close()
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

    def _edit(self) -> None:
        if self._view and self._view.can_edit and not self._view.form:
            self.intent.emit(EditCard(self._view.client.ref))

    def _save(self, how: Callable[[], None]) -> None:
        if self.form:
            how()

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _show_content(self, view: CardView) -> None:
        kind = self._texts.entity(view.client.ref.entity)
        new = view.form is not None and view.form.new
        name = " ".join(view.client.name.split())
        self.setWindowTitle(self._texts.new_record(view.client.ref.entity) if new else f"{kind}: {name}")
        self.head.show_view(view)
        self._put_fields(view)
        self._fit_head()

    def _show_age(self, view: CardView) -> None:
        """When the record was changed; in the tooltip, how old the copy is."""
        changed = self.tr("Changed in the CRM: {moment}")
        read = self.tr("CRM data as of {moment}")
        self.changed.show_text(
            changed.format(moment=self._texts.moment(view.modified)) if view.modified else "",
            read.format(moment=self._texts.moment(view.last_sync)) if view.modified and view.last_sync else "",
        )

    def _show_body(self, view: CardView) -> None:
        """The fields to read, or the form in their place."""
        if view.form and self.form:
            self.form.show_view(view.form)
        elif view.form:
            self._put_form(view.form)
        elif self.form:
            self._put_fields(view)
        if self.fields:
            self.fields.show_state(view.can_dial)

    def _put_fields(self, view: CardView) -> None:
        """What is typed is not touched by what comes from the CRM meanwhile."""
        if view.form:
            return
        if self.form:
            self.setFocus()
        self.form, self.fields = None, CardFields(self._palette, self._texts, view)
        self.fields.intent.connect(self.intent)
        self._body.setWidget(self.fields)

    def _put_form(self, view: FormView) -> None:
        self.form, self.fields = CardForm(self._palette, self._texts, view), None
        self.form.intent.connect(self.intent)
        self.form.opened.connect(lambda part: self._body.ensureWidgetVisible(part, 0, 2 * STEP))
        self._body.setWidget(self.form)
        self.form.focus_first()

    def _show_buttons(self, view: CardView) -> None:
        self.in_crm.setVisible(view.in_crm)
        self.edit.setVisible(view.can_edit)
        self._footer.setVisible(view.form is None)
        self.form_footer.setVisible(view.form is not None)
        self.strip.setVisible(bool(view.open_items) and view.form is None)
        if view.form:
            self.form_footer.show_view(view.form)

    def _fit_height(self, at_least: int) -> None:
        """As high as what it shows, within reason; afterwards it is as high as the operator leaves it."""
        around = self.head.height() + self._footer.sizeHint().height() + 2
        around += 0 if self.strip.isHidden() else self.strip.sizeHint().height()
        body = self.form or self.fields
        wanted = around + (_needed(body, self.width() - _SPARE) if body else 0)
        self.resize(self.width(), max(self.minimumHeight(), at_least, min(wanted, _HIGHEST)))

    def _fit_head(self) -> None:
        """A long name takes the lines that it needs, and leaves room for what is under it."""
        self.head.setFixedHeight(_needed(self.head, self.width()))
        strip = 0 if self.strip.isHidden() else self.strip.sizeHint().height()
        around = self.head.height() + strip + self._footer.sizeHint().height()
        self.setMinimumHeight(max(_LOWEST, around + _LEAST_BODY))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_footer(self) -> None:
        self._footer = QFrame(self)
        self._footer.setObjectName("footer")
        self.changed = ElidedLabel(text_font(QUIET_PX), "quiet", self._footer)
        drawing = icon("open-outside", self._palette.quiet)
        self.in_crm = QPushButton(drawing, self.tr("Open in the CRM"), self._footer)
        self.in_crm.clicked.connect(self._open_in_crm)
        self.edit = QPushButton(self.tr("Edit"), self._footer)
        self.edit.setToolTip(self.tr("Edit (Ctrl+E)"))
        self.edit.clicked.connect(self._edit)
        self.done = QPushButton(self.tr("Close"), self._footer)
        self.done.clicked.connect(self._close)
        row = QHBoxLayout(self._footer)
        row.setContentsMargins(6 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        row.setSpacing(2 * STEP)
        row.addWidget(self.changed, 1)
        for button in (self.edit, self.in_crm, self.done):
            row.addWidget(button)

    def _make_keys(self) -> None:
        footer = self.form_footer
        for keys, pressed in (
            ("Ctrl+E", self._edit),
            ("Ctrl+S", partial(self._save, footer.store)),
            ("Ctrl+Return", partial(self._save, footer.store_and_close)),
            ("Ctrl+Enter", partial(self._save, footer.store_and_close)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)


def _content(view: CardView) -> tuple[object, ...]:
    new = view.form is not None and view.form.new
    return view.client, view.customer, view.fields, view.calls, view.modified, view.active, new


def _needed(part: QWidget, width: int) -> int:
    """How high ``part`` is at that width, also before it has ever been shown."""
    for each in (*part.findChildren(QWidget), part):
        each.ensurePolished()
        each.updateGeometry()
    layout = part.layout()
    assert layout is not None
    layout.invalidate()
    return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
