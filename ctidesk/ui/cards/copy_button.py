"""The small button beside a value that puts it on the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton, QWidget

from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import Palette


class CopyButton(QToolButton):
    def __init__(self, palette: Palette, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(icon("copy", palette.quiet))
        self.setIconSize(QSize(14, 14))
        self.setFixedSize(26, 26)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Copy {text}").format(text=text))
        self.setToolTip(self.accessibleName())
        self.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
