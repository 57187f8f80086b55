"""The table of what waits to be sent, with what stands in its place when nothing does."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QStackedWidget, QTableView, QVBoxLayout, QWidget

from ctidesk.ui.dialogs.unsent_delegate import UnsentDelegate
from ctidesk.ui.dialogs.unsent_model import REASON, STATE, TRIES, WHAT, UnsentModel
from ctidesk.ui.icons import pixmap
from ctidesk.ui.row_table import make_rows
from ctidesk.ui.tokens import Palette
from ctidesk.ui.unsent_texts import UnsentTexts
from ctidesk.ui.unsent_view import UnsentView


class UnsentTable(QStackedWidget):
    """``moved`` is emitted when another write is the current one."""

    moved = Signal()

    def __init__(self, palette: Palette, texts: UnsentTexts, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self.model = UnsentModel(texts, self)
        self.view = self._make_view()
        self.addWidget(self.view)
        self.addWidget(self._make_empty())

    def show_view(self, view: UnsentView) -> None:
        """The write that was current stays so; else the first that a person has to decide on, else the first."""
        kept = self.current
        self.model.show_view(view)
        place = self.model.place_of(kept)
        if place < 0:
            place = next((at for at, row in enumerate(view.rows) if row.state in ("conflict", "parked")), 0)
        if view.rows and self.view.currentIndex().row() != place:
            self.view.selectRow(place)
        self.setCurrentIndex(0 if view.rows else 1)
        self.nothing.setVisible(view.read)
        self.moved.emit()

    @property
    def current(self) -> int | None:
        row = self.model.row(self.view.currentIndex().row())
        return row.seq if row else None

    def _make_view(self) -> QTableView:
        view = QTableView(self)
        make_rows(view, self.model, UnsentDelegate(self._palette, view), self.tr("Changes that wait to be sent"))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._set_columns(view.horizontalHeader())
        view.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit())
        return view

    def _set_columns(self, header: QHeaderView) -> None:
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, width in ((STATE, 152), (REASON, 272), (TRIES, 76)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)

    def _make_empty(self) -> QWidget:
        empty = QWidget(self)
        self.nothing = QWidget(empty)
        sign, words = QLabel(self.nothing), QLabel(self.tr("Everything has been sent to the CRM."), self.nothing)
        sign.setPixmap(pixmap("check-circle", self._palette.green, 32, self.devicePixelRatioF()))
        words.setProperty("tone", "quiet")
        lines = QVBoxLayout(self.nothing)
        lines.setSpacing(12)
        for label in (sign, words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(label)
        whole = QVBoxLayout(empty)
        whole.addStretch(2)
        whole.addWidget(self.nothing)
        whole.addStretch(3)
        return empty
