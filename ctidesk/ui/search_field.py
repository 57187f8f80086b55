"""A field to search in: a glass in front, a cross to empty it."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import Palette


class SearchField(QLineEdit):
    """``hint`` stands in it while it is empty; ``name`` is what it is called for the ear."""

    def __init__(self, palette: Palette, hint: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        glass = self.addAction(icon("search", palette.quiet), QLineEdit.ActionPosition.LeadingPosition)
        glass.setText(name)
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QAbstractButton):
            button.setAccessibleName(name if button.actions() and glass in button.actions() else self.tr("Clear"))
