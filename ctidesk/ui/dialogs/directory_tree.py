"""The phone directories of the transfer form: filtered as you type; what stands in their place when there is none."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from ctidesk.ui.dialogs.directory_delegate import DirectoryDelegate
from ctidesk.ui.dialogs.directory_model import COUNT, EMPLOYEE, DirectoryModel
from ctidesk.ui.icons import pixmap
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette
from ctidesk.ui.transfer_view import EmployeeView, TransferFormView, who_fits

_OPEN_UP_TO = 60
"""So many employees are all shown at once; of more, the directories stand closed."""


class DirectoryTree(QStackedWidget):
    """``moved`` when another employee is the current one, or none; ``starred``: a number is to be a favourite, or no
    longer."""

    moved = Signal()
    starred = Signal(str)

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._typed, self._read = "", False
        self._left: list[QModelIndex] = []
        self.model = DirectoryModel(texts, self)
        self._delegate = DirectoryDelegate(palette, texts, self)
        self._delegate.starred.connect(self.starred)
        self.view = self._make_view()
        self._sign, self.words = QLabel(self), QLabel(self)
        self.addWidget(self.view)
        self.addWidget(self._make_empty())

    def show_view(self, view: TransferFormView) -> None:
        kept = self.current
        if self.model.show_directories(view.directories):
            self._open_and_hide()
            self._select(self._place_of(kept.number) if kept else None)
        self._read = view.read
        self._show_words()

    def show_typed(self, typed: str) -> None:
        """Only who was typed stays; where that is one employee, in however many groups, he is the current one."""
        self._typed = self._delegate.typed = typed.strip()
        self._open_and_hide()
        found = self.shown()
        one = len({index.data(EMPLOYEE).number for index in found}) == 1
        self._select(found[0] if self._typed and one else None)
        self._show_words()
        self.view.viewport().update()

    @property
    def current(self) -> EmployeeView | None:
        index = self.view.currentIndex()
        return index.data(EMPLOYEE) if index.isValid() else None

    def choose_none(self) -> None:
        self._select(None)

    def shown(self) -> list[QModelIndex]:
        """The rows of the employees who are left, closed directories included."""
        return self._left

    def step(self, by: int) -> None:
        """Up or down from the field above."""
        rows = [index for index in self.shown() if self.view.isExpanded(index.parent())]
        if not rows:
            return
        now = next((place for place, index in enumerate(rows) if index == self.view.currentIndex()), -1)
        self._select(rows[max(0, min(len(rows) - 1, now + by))])

    def _select(self, index: QModelIndex | None) -> None:
        if index is None:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
        else:
            self.view.setExpanded(index.parent(), True)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        self.moved.emit()

    def _place_of(self, number: str) -> QModelIndex | None:
        return next((index for index, employee in self.model.employees() if employee.number == number), None)

    def _open_and_hide(self) -> None:
        fits = who_fits(self._typed)
        every = [(index, fits(employee)) for index, employee in self.model.employees()]
        self._left = [index for index, fitting in every if fitting]
        opened = bool(self._typed) or len(every) <= _OPEN_UP_TO
        for index, fitting in every:
            self.view.setRowHidden(index.row(), index.parent(), not fitting)
        counts = Counter(index.parent().row() for index in self._left)
        for place in range(self.model.rowCount()):
            self.model.setData(self.model.index(place, 0), counts[place], COUNT)
            self.view.setRowHidden(place, QModelIndex(), not counts[place])
            self.view.setExpanded(self.model.index(place, 0), opened)

    # --- when there is nobody --------------------------------------------------------------------------------------

    def _show_words(self) -> None:
        self.setCurrentIndex(0 if self.shown() else 1)
        drawing, words = "directory", self.tr("Reading the phone directory…")
        if self.model.rowCount():
            drawing, words = "person", self.tr("Nobody in the phone directory fits. Any number can be entered below.")
        elif self._read:
            words = self.tr("The phone directory is empty. Enter the number below.")
        self._sign.setPixmap(pixmap(drawing, self._palette.strong_line, 32, self.devicePixelRatioF()))
        self.words.setText(words)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_view(self) -> QTreeView:
        view = QTreeView(self)
        view.setModel(self.model)
        view.setItemDelegate(self._delegate)
        view.setHeaderHidden(True)
        view.setRootIsDecorated(False)
        view.setIndentation(0)
        view.setUniformRowHeights(True)
        view.setMouseTracking(True)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setExpandsOnDoubleClick(False)
        view.setAccessibleName(self.tr("Phone directory"))
        view.clicked.connect(self._clicked)
        view.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())
        return view

    def _clicked(self, index: QModelIndex) -> None:
        """A directory opens and closes wherever it is clicked."""
        if index.data(EMPLOYEE) is None:
            self.view.setExpanded(index, not self.view.isExpanded(index))

    def star(self) -> None:
        """The current employee, or any number in one of the operator's own groups."""
        if self.current:
            self.starred.emit(self.current.number)

    def _make_empty(self) -> QWidget:
        empty = QWidget(self)
        self.words.setWordWrap(True)
        self.words.setProperty("tone", "quiet")
        lines = QVBoxLayout(empty)
        lines.setSpacing(12)
        lines.addStretch(2)
        for label in (self._sign, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(label)
        lines.addStretch(3)
        return empty
