"""«История звонков»: every call of this operator, newest first, with call-back, note and result code."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from ctidesk.domain.history import CallFilter
from ctidesk.domain.intents import CloseHistory, Dial, FilterHistory, LookAtCalls, ReadOlderCalls, ShowCard
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.history.call_detail import CallDetail
from ctidesk.ui.history.call_list import CallList
from ctidesk.ui.history.filter_bar import FilterBar
from ctidesk.ui.history_view import HistoryView
from ctidesk.ui.icons import icon
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, Palette
from ctidesk.ui.window_layout import arrange, make_footer


class HistoryWindow(QWidget):
    """Enter in the list calls back, as the filled button does; in the search field it leads into the list, whose rows
    may change yet. Esc closes."""

    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("history")
        self.setWindowTitle(self.tr("Call history"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(860, 440)
        self.resize(QSize(1280, 660))
        self._palette = palette
        self._view: HistoryView | None = None
        self.bar = FilterBar(palette, self)
        self.list = CallList(palette, texts, self)
        self.detail = CallDetail(palette, texts, self)
        self.hint = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self._make_buttons()
        self._connect()
        self._arrange()

    def show_view(self, view: HistoryView) -> None:
        before, self._view = self._view, view
        opens = before is None or not self.isVisible()
        if view == before and not opens:
            return
        self.bar.show_filter(view.filter)
        self.list.show_view(view, opens=opens)
        self.detail.setVisible(bool(view.calls))
        self.hint.show_text(self._hint(view))
        if opens:
            (self.list.view if view.calls else self.bar.field).setFocus()

    def call_back(self) -> None:
        row = self.list.current
        if row and self.back.isEnabled():
            self.intent.emit(Dial(row.dial, row.client))

    def show_card(self) -> None:
        row = self.list.current
        if row and row.client:
            self.intent.emit(ShowCard(row.client.ref))

    # --- inside ----------------------------------------------------------------------------------------------------

    def _show_current(self) -> None:
        row = self.list.current
        self.detail.show_row(row, self._view.results if self._view else ())
        self.card.setEnabled(row is not None and row.client is not None)
        self.back.setEnabled(bool(row and row.dial and self._view and self._view.can_dial))
        self.back.setToolTip(self._why_not() if row and not self.back.isEnabled() else self.tr("Call back (Enter)"))

    def _why_not(self) -> str:
        row = self.list.current
        if row and not row.dial:
            return self.tr("The caller's number was hidden")
        return self.tr("Possible when the line is free and connected")

    def _hint(self, view: HistoryView) -> str:
        shown = self.tr("Calls: %n", "", len(view.calls))
        return self.tr("{shown}, older ones below").format(shown=shown) if view.more else shown if view.calls else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.intent.emit(CloseHistory())
        elif enter and self.focusWidget() is self.list.view:
            self.call_back()
        elif enter and self.focusWidget() is self.bar.field:
            self.list.view.setFocus()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CloseHistory())

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self.card = QPushButton(self.tr("Open the card"), self)
        self.card.clicked.connect(self.show_card)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.clicked.connect(lambda: self.intent.emit(CloseHistory()))
        self.back = QPushButton(self.tr("Call back"), self)
        self.back.setIcon(icon("handset", self._palette.on_fill, self._palette.disabled))
        self.back.setProperty("fill", "blue")
        self.back.clicked.connect(self.call_back)

    def _connect(self) -> None:
        self.bar.changed.connect(lambda filter: self.intent.emit(FilterHistory(filter)))
        self.bar.stepped.connect(self.list.step)
        self.list.called.connect(self.call_back)
        self.list.moved.connect(self._show_current)
        self.list.older.connect(lambda: self.intent.emit(ReadOlderCalls()))
        self.list.in_sight.connect(lambda ids: self.intent.emit(LookAtCalls(ids)))
        self.list.cleared.connect(lambda: self.intent.emit(FilterHistory(CallFilter())))
        self.detail.intent.connect(self.intent)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self._find)

    def _find(self) -> None:
        self.bar.field.setFocus()
        self.bar.field.selectAll()

    def _arrange(self) -> None:
        arrange(self, self.bar, self.list, self.detail, self._make_footer())

    def _make_footer(self) -> QFrame:
        footer, row = make_footer(self)
        row.addWidget(self.hint, 1)
        for button in (self.card, self.close_button, self.back):
            row.addWidget(button)
        return footer
