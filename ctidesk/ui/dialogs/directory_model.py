"""The phone directories and the employees in them, as a Qt tree model."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from ctidesk.ui.texts import Texts
from ctidesk.ui.transfer_view import DirectoryView, EmployeeView, Group

EMPLOYEE = Qt.ItemDataRole.UserRole
"""The :class:`EmployeeView`; a directory has none."""
COUNT = Qt.ItemDataRole.UserRole + 1
"""How many employees a directory shows."""


class DirectoryModel(QStandardItemModel):
    """A presence that changes changes its row; only other employees build the tree anew."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._who: list[tuple[str, list[tuple[str, str]]]] | None = None

    def show_directories(self, directories: tuple[DirectoryView, ...]) -> bool:
        """Whether the tree was built anew."""
        who = [(each.group + each.name, [(one.number, one.name) for one in each.employees]) for each in directories]
        if who == self._who:
            self._update(directories)
            return False
        self._who = who
        self.clear()
        for each in directories:
            self.appendRow(self._directory(each))
        return True

    def employees(self) -> Iterator[tuple[QModelIndex, EmployeeView]]:
        """Every row of an employee, from above."""
        for place in range(self.rowCount()):
            directory = self.index(place, 0)
            for row in range(self.rowCount(directory)):
                index = self.index(row, 0, directory)
                yield index, index.data(EMPLOYEE)

    def _update(self, directories: tuple[DirectoryView, ...]) -> None:
        shown = (employee for each in directories for employee in each.employees)
        for (index, old), employee in zip(self.employees(), shown, strict=True):
            if old != employee:
                self._tell(self.itemFromIndex(index), employee)

    def _directory(self, directory: DirectoryView) -> QStandardItem:
        item = QStandardItem(self._heading(directory))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setData(len(directory.employees), COUNT)
        for employee in directory.employees:
            row = QStandardItem(employee.name)
            row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self._tell(row, employee)
            item.appendRow(row)
        return item

    def _heading(self, directory: DirectoryView) -> str:
        return {
            Group.FAVOURITES: self.tr("Favourites"),
            Group.RECENT: self.tr("Recent"),
            Group.DIRECTORY: directory.name or self.tr("Without a directory"),
        }[directory.group]

    def _tell(self, item: QStandardItem, employee: EmployeeView) -> None:
        item.setData(employee, EMPLOYEE)
        parts = [employee.name, employee.number, self._texts.presence(employee.presence)]
        parts += [self.tr("favourite")] if employee.favourite else []
        words = ", ".join(filter(None, parts))
        item.setData(words, Qt.ItemDataRole.AccessibleTextRole)
