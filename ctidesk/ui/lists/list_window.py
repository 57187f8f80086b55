"""«Клиенты», «Организации», «Звонки»: all records, searched, filtered, sorted; double click opens the card."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.intents import AskList, CloseList, OpenList, ReadOn, ShowCard
from ctidesk.domain.records import Entity
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon
from ctidesk.ui.lists.conditions import Conditions
from ctidesk.ui.lists.list_table import ListTable
from ctidesk.ui.lists.list_view import ListState, ListView
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette
from ctidesk.ui.window_layout import arrange, make_footer

NAMES = {Entity.CONTACT: "contact_list", Entity.ACCOUNT: "account_list", Entity.PHONE_CALL: "call_list"}
_DEBOUNCE_MS = 120
_PAGE = 10
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}


class ListWindow(QWidget):
    intent = Signal(object)

    def __init__(self, entity: Entity, palette: Palette, texts: Texts) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName(NAMES[entity])
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(760, 360)
        self.resize(QSize(1200, 620))
        self.setWindowTitle(texts.list_title(entity))
        self._entity, self._palette, self._texts = entity, palette, texts
        self._view: ListView | None = None
        self._typing = QTimer(self, interval=_DEBOUNCE_MS, singleShot=True)
        self._typing.timeout.connect(self._ask)
        self.field = self._make_field()
        self.conditions = Conditions(entity, palette, texts, self)
        self.conditions.changed.connect(self._typing.start)
        self.conditions.hide()
        self.table = ListTable(entity, palette, texts, self)
        self.table.chosen.connect(self.open)
        self.table.moved.connect(self._update_open)
        self.table.sorted_by.connect(self._sort)
        self.table.model.wanted.connect(lambda place: self.intent.emit(ReadOn(entity, place)))
        self.hint = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self._make_buttons()
        self._arrange()
        again = QShortcut(QKeySequence("Ctrl+R"), self)
        again.activated.connect(lambda: self.intent.emit(OpenList(entity)))

    def show_view(self, view: ListView) -> None:
        before, self._view = self._view, view
        if view == before:
            return
        if not self.isVisible():
            self.field.setFocus()
        self.table.show_view(view)
        self.table.empty.show_words(*self._empty_words(view))
        self.hint.show_text(self._hint(view))
        self._update_open()

    def open(self) -> None:
        ref = self.table.current_ref
        if ref:
            self.intent.emit(ShowCard(ref))

    # --- what is said ----------------------------------------------------------------------------------------------

    def _hint(self, view: ListView) -> str:
        if view.reading or view.total is None:
            return self.tr("Reading…")
        return self.tr("Records: {count}").format(count=self._texts.count(view.total))

    def _empty_words(self, view: ListView) -> tuple[str, str]:
        return {
            ListState.ROWS: ("search", ""),
            ListState.READING: ("search", self.tr("Reading…")),
            ListState.NOTHING_FOUND: (
                "search",
                self.tr("Nothing was found. Enter less, or take out a condition."),
            ),
            ListState.EMPTY: ("person", self._nothing_yet()),
            ListState.STILL_LOADING: ("sync", self.tr("The records are still being loaded from the CRM.")),
        }[view.state]

    def _nothing_yet(self) -> str:
        if self._entity is Entity.PHONE_CALL:
            return self.tr("There were no calls yet.")
        return self.tr("There are no records yet. They appear with the next synchronisation.")

    # --- what is asked ---------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        if self._view is None:
            return
        shown = not self.conditions.isHidden()
        query = replace(
            self._view.query,
            text=self.field.text().strip(),
            conditions=self.conditions.conditions if shown else (),
            inactive=shown and self.conditions.inactive.isChecked(),
        )
        if query != self._view.query:
            self.intent.emit(AskList(query))

    def _sort(self, field: str, descending: bool) -> None:
        if self._view:
            self.intent.emit(AskList(replace(self._view.query, sort=field, descending=descending)))

    def _toggle_conditions(self, shown: bool) -> None:
        self.conditions.setVisible(shown)
        self._ask()

    # --- keys ------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the table while the field has the focus."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = _STEPS.get(Qt.Key(event.key()))
            if by is not None:
                self.table.step(by)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.intent.emit(CloseList(self._entity))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(self.focusWidget(), QPushButton):
            self.open()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CloseList(self._entity))

    def _update_open(self) -> None:
        self.choose.setEnabled(self.table.current_ref is not None)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(self.tr("Quick search: name, organization, number, e-mail"))
        field.setAccessibleName(self.tr("Quick search"))
        field.addAction(icon("search", self._palette.quiet), QLineEdit.ActionPosition.LeadingPosition)
        field.setClearButtonEnabled(True)
        field.textEdited.connect(lambda _: self._typing.start())
        field.installEventFilter(self)
        return field

    def _make_buttons(self) -> None:
        self.advanced = QPushButton(self.tr("Advanced search"), self)
        self.advanced.setCheckable(True)
        self.advanced.toggled.connect(self._toggle_conditions)
        self.done = QPushButton(self.tr("Close"), self)
        self.done.clicked.connect(lambda: self.intent.emit(CloseList(self._entity)))
        self.choose = QPushButton(self.tr("Open"), self)
        self.choose.setProperty("fill", "blue")
        self.choose.clicked.connect(self.open)

    def _arrange(self) -> None:
        search = QHBoxLayout()
        search.setSpacing(2 * STEP)
        search.addWidget(self.field, 1)
        search.addWidget(self.advanced)
        top = QVBoxLayout()
        top.setSpacing(3 * STEP)
        top.addLayout(search)
        top.addWidget(self.conditions)
        arrange(self, top, self.table, self._make_footer())

    def _make_footer(self) -> QFrame:
        footer, row = make_footer(self)
        row.addWidget(self.hint, 1)
        row.addWidget(self.done)
        row.addWidget(self.choose)
        return footer
