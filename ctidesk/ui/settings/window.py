"""«Настройки»: the groups of the file, a search through all of them, what is saved and what is asked."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QStackedWidget, QVBoxLayout, QWidget

from ctidesk.domain.intents import CloseSettings, SaveSettings, ShowSettings, TypeSetting
from ctidesk.ui.empty_state import EmptyState
from ctidesk.ui.search_field import SearchField
from ctidesk.ui.settings.rows import Rows
from ctidesk.ui.settings.setting_texts import SettingTexts
from ctidesk.ui.settings.settings_footer import SettingsFooter
from ctidesk.ui.settings.settings_view import RowView, SettingsView
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import STEP, Palette

_GROUPS_WIDTH = 176


class SettingsWindow(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumSize(760, 440)
        self.resize(QSize(880, 640))
        self._view: SettingsView | None = None
        self._words = SettingTexts(self)
        hint = self.tr("Search in names, explanations and values")
        self.search = SearchField(palette, hint, self.tr("Search in the settings"), self)
        self.groups = self._make_groups()
        self.rows = Rows(palette, texts, self._words, self)
        self.footer = SettingsFooter(texts, self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.rows)
        self._nothing = EmptyState(palette, self)
        self._nothing.show_words("search", self.tr("Nothing found. Try another word."))
        self._pages.addWidget(self._nothing)
        self._connect()
        self._arrange()

    def show_view(self, view: SettingsView) -> None:
        opens = self._view is None or not self.isVisible()
        if view == self._view and not opens:
            return
        self._view = view
        if self.search.text() != view.search:
            self.search.setText(view.search)
        self._show_group(view)
        shown = view.shown(self._said_of)
        self._pages.setCurrentIndex(0 if shown else 1)
        if self.rows.show_rows(view, shown):
            self._order_tabs()
        self.footer.show_view(view)
        if opens and not view.asks:
            self.search.setFocus()

    # --- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.matches(QKeySequence.StandardKey.Save):
            self._save(close=False)
        elif event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CloseSettings())

    def _escape(self) -> None:
        """Back from the question; out of the search; out of the window."""
        if self.footer.asking:
            self.footer.resume()
        elif self.search.text():
            self.intent.emit(ShowSettings())
        else:
            self.intent.emit(CloseSettings())

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _show_group(self, view: SettingsView) -> None:
        """None is marked while something is looked for in all of them."""
        marked = QItemSelectionModel.SelectionFlag.Clear
        if not view.search.strip():
            marked = QItemSelectionModel.SelectionFlag.ClearAndSelect
        with QSignalBlocker(self.groups):
            self.groups.setCurrentRow(list(self._words.tables).index(view.table), marked)

    def _said_of(self, row: RowView) -> str:
        """Everything about a setting that can be searched in."""
        words = self._words.words[row.name]
        return "\n".join((row.name, words.title, words.explanation, row.text, self._words.choice(row.name, row.text)))

    def _order_tabs(self) -> None:
        """Rows were made after the buttons below them."""
        stops = [self.search, self.groups, *self.rows.stops, *self.footer.stops]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _save(self, *, close: bool) -> None:
        self.intent.emit(SaveSettings(self.rows.passwords, close))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_groups(self) -> QListWidget:
        groups = QListWidget(self)
        groups.setObjectName("setting_groups")
        groups.setFixedWidth(_GROUPS_WIDTH)
        groups.setAccessibleName(self.tr("Groups of settings"))
        groups.addItems(list(self._words.tables.values()))
        return groups

    def _connect(self) -> None:
        self.search.textEdited.connect(lambda text: self.intent.emit(ShowSettings(search=text)))
        self.search.textChanged.connect(self._cleared)
        self.groups.currentRowChanged.connect(self._choose)
        self.groups.clicked.connect(lambda index: self._choose(index.row()))
        self.rows.typed.connect(lambda name, text: self.intent.emit(TypeSetting(name, text)))
        self.footer.intent.connect(self.intent)
        self.footer.save.connect(lambda close: self._save(close=close))

    def _cleared(self, text: str) -> None:
        """The cross in the field is no typing."""
        if not text and self._view and self._view.search:
            self.intent.emit(ShowSettings())

    def _choose(self, row: int) -> None:
        if row >= 0 and self._view:
            self.intent.emit(ShowSettings(list(self._words.tables)[row]))

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 3 * STEP)
        top.addWidget(self.search)
        line = QFrame(self)
        line.setObjectName("settings_line")
        line.setFixedWidth(1)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.groups)
        middle.addWidget(line)
        middle.addWidget(self._pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addLayout(middle, 1)
        whole.addWidget(self.footer)
