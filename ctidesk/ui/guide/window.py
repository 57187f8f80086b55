"""«Руководство»: the operator's guide, with its chapters at the left and a search."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from ctidesk.domain.intents import CloseGuide
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.guide.page import COLUMN_PX, GuidePage
from ctidesk.ui.resources import guide_file
from ctidesk.ui.search_field import SearchField
from ctidesk.ui.tokens import QUIET_PX, ROW_HEIGHT, STEP, Palette

_CHAPTERS_PX = 220


class GuideWindow(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("guide")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(680, 400)
        self.resize(QSize(_CHAPTERS_PX + COLUMN_PX + 24 * STEP, 720))
        self.setWindowTitle(self.tr("Guide"))
        language = "ru" if QLocale().language() is QLocale.Language.Russian else "en"
        self.page = GuidePage(palette, guide_file(language), self)
        self.page.setAccessibleName(self.tr("Guide"))
        self.chapters = self._make_chapters()
        self.field = SearchField(palette, self.tr("Find in the guide"), self.tr("Find in the guide"), self)
        self.field.textEdited.connect(lambda words: self._find(words, again=False))
        self.field.returnPressed.connect(lambda: self._find(self.field.text(), again=True))
        self.nowhere = ElidedLabel(text_font(QUIET_PX), "red", self, lines=3)
        self.nowhere.hide()
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.field.setFocus)
        self._arrange()

    def show_view(self, view: bool) -> None:
        if not self.isVisible():
            self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.intent.emit(CloseGuide())
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CloseGuide())

    def _find(self, words: str, *, again: bool) -> None:
        found = not words or self.page.find_next(words, again=again)
        self.nowhere.setVisible(not found)
        self.nowhere.show_text("" if found else self.tr("This does not stand in the guide. Try another word."))

    def _make_chapters(self) -> QListWidget:
        chapters = QListWidget(self)
        chapters.setObjectName("guide_chapters")
        chapters.setAccessibleName(self.tr("Chapters"))
        chapters.setFixedWidth(_CHAPTERS_PX)
        chapters.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for _, words in self.page.headings:
            chapters.addItem(words)
            chapters.item(chapters.count() - 1).setSizeHint(QSize(_CHAPTERS_PX - 4 * STEP, ROW_HEIGHT))
        chapters.currentRowChanged.connect(self.page.show_heading)
        return chapters

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(4 * STEP, 4 * STEP, 2 * STEP, 4 * STEP)
        left.setSpacing(2 * STEP)
        left.addWidget(self.field)
        left.addWidget(self.nowhere)
        left.addWidget(self.chapters, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left)
        row.addWidget(self.page, 1)
