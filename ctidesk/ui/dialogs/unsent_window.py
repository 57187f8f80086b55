"""«Неотправленные изменения»: everything that is not in the CRM yet, why, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ctidesk.domain.intents import CloseUnsent, DiscardWrite, ResolveConflict, RetryWrite
from ctidesk.ui.dialogs.unsent_detail import UnsentDetail
from ctidesk.ui.dialogs.unsent_footer import UnsentFooter
from ctidesk.ui.dialogs.unsent_table import UnsentTable
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import STEP, Palette
from ctidesk.ui.unsent_texts import UnsentTexts
from ctidesk.ui.unsent_view import UnsentRow, UnsentView


class UnsentWindow(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("unsent")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(720, 440)
        self.resize(QSize(920, 620))
        self.setWindowTitle(self.tr("Unsent changes"))
        self._view: UnsentView | None = None
        words = UnsentTexts(texts, self)
        self.table = UnsentTable(palette, words, self)
        self.detail = UnsentDetail(palette, words, self)
        self.footer = UnsentFooter(self)
        self._connect()
        table = QHBoxLayout()
        table.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        table.addWidget(self.table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(table, 5)
        whole.addWidget(self.detail, 6)
        whole.addWidget(self.footer)

    def show_view(self, view: UnsentView) -> None:
        opens = self._view is None or not self.isVisible()
        if view == self._view and not opens:
            return
        self._view = view
        self.table.show_view(view)
        if opens:
            self.footer.withdraw()
            self.table.view.setFocus()

    @property
    def current(self) -> UnsentRow | None:
        return self._view.row(self.table.current) if self._view else None

    # --- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.footer.asking:
            self.footer.withdraw()
        elif event.key() == Qt.Key.Key_Escape:
            self.intent.emit(CloseUnsent())
        elif event.key() == Qt.Key.Key_Delete and self.footer.delete.isEnabled():
            self.footer.ask()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CloseUnsent())

    # --- parts -----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.table.moved.connect(self._show_current)
        self.detail.chosen.connect(self._show_footer)
        self.footer.retry.connect(lambda: self._about(RetryWrite))
        self.footer.discard.connect(lambda: self._about(DiscardWrite))
        self.footer.resolve.connect(self._resolve)

    def _show_current(self) -> None:
        if self._view:
            self.detail.show_row(self.current, self._view)
            self._show_footer()

    def _show_footer(self) -> None:
        conflict = self.detail.conflict
        if self._view:
            self.footer.show_row(self.current, self._view, complete=conflict is not None and conflict.complete)

    def _about(self, intent: type[RetryWrite] | type[DiscardWrite]) -> None:
        if self.current:
            self.intent.emit(intent(self.current.seq))

    def _resolve(self) -> None:
        if self.current and self.detail.conflict:
            self.intent.emit(ResolveConflict(self.current.seq, dict(self.detail.conflict.decided)))
