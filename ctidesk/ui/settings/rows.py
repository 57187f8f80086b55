"""The settings of one group, or those that were found, one below the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from ctidesk.ui.fixed_by import FixedBy
from ctidesk.ui.fonts import text_font
from ctidesk.ui.settings.editors import PasswordEditor
from ctidesk.ui.settings.setting_row import SettingRow
from ctidesk.ui.settings.setting_texts import SettingTexts
from ctidesk.ui.settings.settings_view import RowView, SettingsView
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import CALLER_PX, STEP, Palette


class Rows(QScrollArea):
    """Rows are made when they are first shown, and kept: a password that was typed lies in one."""

    typed = Signal(str, str)

    def __init__(self, palette: Palette, texts: Texts, words: SettingTexts, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._texts, self._words = palette, texts, words
        self._fixed_by = FixedBy(self)
        self.rows: dict[str, SettingRow] = {}
        self._shown: tuple[str, ...] = ()
        self._heads: list[QLabel] = []
        self._tries = 0
        page = QWidget(self)
        page.setObjectName("settings_page")
        self._lines = QVBoxLayout(page)
        self._lines.setContentsMargins(6 * STEP, 4 * STEP, 6 * STEP, 6 * STEP)
        self._lines.setSpacing(4 * STEP)
        self._lines.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def passwords(self) -> dict[str, str]:
        """What was typed, by name."""
        editors = {name: row.editor for name, row in self.rows.items()}
        found = {name: each.password for name, each in editors.items() if isinstance(each, PasswordEditor)}
        return {name: password for name, password in found.items() if password}

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        return [stop for name in self._shown for stop in self.rows[name].stops]

    def show_rows(self, view: SettingsView, shown: tuple[RowView, ...]) -> bool:
        """Whether other rows are shown than before. A try to save leads to the first setting that is wrong."""
        tried, self._tries = view.tries > self._tries, view.tries
        others = tuple(row.name for row in shown) != self._shown
        if others:
            self._put(view, shown)
        for row in view.rows:
            if row.name in self.rows:
                self._show(row, say=tried)
        wrong = self.rows.get(view.first_wrong)
        if tried and wrong:
            self.ensureWidgetVisible(wrong)
            wrong.editor.main.setFocus()
        return others

    def _show(self, row: RowView, *, say: bool) -> None:
        sentence = self._texts.beside_setting(row.problem) if row.problem else ""
        self.rows[row.name].show_view(row, sentence, self._fixed_by.sentence(row.fixed), say=say)

    # --- one below the other -----------------------------------------------------------------------------------------

    def _put(self, view: SettingsView, shown: tuple[RowView, ...]) -> None:
        self._take_away()
        table = ""
        for row in shown:
            if row.table != table and view.search:
                self._put_head(row.table)
            table = row.table
            self._put_row(row)
        self._shown = tuple(row.name for row in shown)
        self.verticalScrollBar().setValue(0)

    def _take_away(self) -> None:
        for head in self._heads:
            head.deleteLater()
        self._heads.clear()
        while self._lines.count() > 1:
            self._lines.takeAt(0)
        for name in self._shown:
            self.rows[name].hide()

    def _put_head(self, table: str) -> None:
        head = QLabel(self._words.tables[table], self.widget())
        head.setFont(text_font(CALLER_PX, strong=True))
        self._heads.append(head)
        self._lines.insertWidget(self._lines.count() - 1, head)

    def _put_row(self, row: RowView) -> None:
        if row.name not in self.rows:
            made = self.rows[row.name] = SettingRow(self._palette, self._words.words[row.name], row)
            made.typed.connect(self.typed)
        self._lines.insertWidget(self._lines.count() - 1, self.rows[row.name])
        self.rows[row.name].show()
