"""«Поиск клиента по номеру»: every record that has the number, a field to search otherwise, and the choice."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.intents import CloseSearch, NewRecord, SearchText, SelectClient
from ctidesk.domain.records import Entity
from ctidesk.ui.dialogs.guess_line import GuessLine
from ctidesk.ui.dialogs.match_table import MatchTable
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.search_field import SearchField
from ctidesk.ui.search_view import SearchState, SearchView
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette
from ctidesk.ui.window_layout import arrange, make_footer

_DEBOUNCE_MS = 50
_PAGE = 8
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}


class ClientSearchWindow(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("client_search")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(820, 320)
        self.resize(QSize(1120, 460))
        self._palette, self._texts = palette, texts
        self._view: SearchView | None = None
        self._typing = QTimer(self, interval=_DEBOUNCE_MS, singleShot=True)
        self._typing.timeout.connect(self._typed)
        self.field = self._make_field()
        self.guess = GuessLine(palette, self)
        self.table = MatchTable(palette, texts, self)
        self.table.chosen.connect(self.select)
        self.table.moved.connect(self._update_select)
        self.hint = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self._make_buttons()
        self._arrange()

    def show_view(self, view: SearchView) -> None:
        before, self._view = self._view, view
        opens = before is None or not self.isVisible() or before.leg_id != view.leg_id
        if view == before and not opens:
            return
        self.setWindowTitle(self._title(view))
        if opens:
            self._typing.stop()
            self.field.setFocus()
        if not self._typing.isActive() and self.field.text().strip() != view.text.strip():
            self.field.setText(view.text)
        self.guess.show_guess(view.guess, view.meant)
        if opens or before is None or before.rows != view.rows:
            self.table.show_rows(view, keep=not opens)
        self.table.empty.show_words(*self._empty_words(view))
        self.hint.show_text(self._hint(view))
        self.new_client.setVisible(Entity.CONTACT in view.makes)
        self.new_organization.setVisible(Entity.ACCOUNT in view.makes)
        self._update_select()

    def select(self) -> None:
        ref = self.table.current_ref
        if ref:
            self.intent.emit(SelectClient(ref))

    def _create(self, entity: Entity) -> None:
        """What was typed a moment ago is the new one's name."""
        if self._typing.isActive():
            self._typing.stop()
            self._typed()
        self.intent.emit(NewRecord(entity))

    # --- what is said ----------------------------------------------------------------------------------------------

    def _title(self, view: SearchView) -> str:
        if not view.leg_id:
            return self.tr("Client search")
        title = self.tr("Client search by number")
        return f"{title} {view.number}".strip()

    def _empty_words(self, view: SearchView) -> tuple[str, str]:
        return {
            SearchState.ROWS: ("search", ""),
            SearchState.SEARCHING: ("search", self.tr("Searching…")),
            SearchState.PROMPT: ("search", self.tr("Enter a name, an organization or a number.")),
            SearchState.NOBODY_BY_NUMBER: (
                "person",
                self.tr("Nobody was found by this number. Search by name or organization, or create a client."),
            ),
            SearchState.NOBODY_BY_TEXT: (
                "person",
                self.tr("Nobody was found. Check the spelling, or create a client."),
            ),
            SearchState.STILL_LOADING: (
                "sync",
                self.tr("Nobody was found yet: the clients are still being loaded from the CRM."),
            ),
            SearchState.NEVER_LOADED: (
                "sync",
                self.tr(
                    "The clients have not been loaded from the CRM yet, so there is nowhere to search. "
                    "They come by themselves once it answers; you can create a client already."
                ),
            ),
        }[view.state]

    def _hint(self, view: SearchView) -> str:
        if view.progress:
            return self._texts.progress(view.progress)
        if not view.rows:
            return ""
        if view.searching:
            return self.tr("Searching…")
        if view.more:
            return self.tr("The first {count} are shown: type more.").format(count=len(view.rows))
        return self.tr("Found: %n", "", len(view.rows))

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
            self.intent.emit(CloseSearch())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(self.focusWidget(), QPushButton):
            self.select()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CloseSearch())

    def _typed(self) -> None:
        self.intent.emit(SearchText(self.field.text()))

    def _update_select(self) -> None:
        self.choose.setEnabled(self.table.current_ref is not None)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_field(self) -> QLineEdit:
        field = SearchField(
            self._palette, self.tr("Name, organization or number"), self.tr("Search for a client"), self
        )
        field.textEdited.connect(lambda _: self._typing.start())
        field.installEventFilter(self)
        return field

    def _make_buttons(self) -> None:
        self.new_client = self._make_new(self.tr("Create a client"), Entity.CONTACT, "Ctrl+N")
        self.new_organization = self._make_new(self.tr("Create an organization"), Entity.ACCOUNT, "Ctrl+Shift+N")
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.clicked.connect(lambda: self.intent.emit(CloseSearch()))
        self.choose = QPushButton(self.tr("Select the client"), self)
        self.choose.setProperty("fill", "blue")
        self.choose.clicked.connect(self.select)

    def _make_new(self, text: str, entity: Entity, keys: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(f"{text} ({keys})")
        button.clicked.connect(lambda: self._create(entity))
        QShortcut(QKeySequence(keys), self).activated.connect(lambda: self._create(entity))
        return button

    def _arrange(self) -> None:
        asked = QVBoxLayout()
        asked.setSpacing(2 * STEP)
        asked.addWidget(self.field)
        asked.addWidget(self.guess)
        arrange(self, asked, self.table, self._make_footer())

    def _make_footer(self) -> QFrame:
        footer, row = make_footer(self)
        row.addWidget(self.new_client)
        row.addWidget(self.new_organization)
        row.addSpacing(2 * STEP)
        row.addWidget(self.hint, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.choose)
        return footer
