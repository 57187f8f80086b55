"""How many calls were missed since the operator last looked; not there where there are none."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from ctidesk.domain.history import CallFilter, CallKind
from ctidesk.domain.intents import OpenHistory
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette

_MOST = 99


class MissedButton(QToolButton):
    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._missed = 0
        self.setObjectName("missed")
        self.setIcon(icon("missed", palette.red))
        self.setIconSize(QSize(18, 18))
        self.setFont(text_font(strong=True, tabular=True))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFixedHeight(CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: self.intent.emit(OpenHistory(CallFilter(CallKind.MISSED))))
        self.hide()

    def show_missed(self, missed: int) -> None:
        if missed == self._missed:
            return
        self._missed = missed
        words = self.tr("Missed calls: %n", "", missed)
        self.setText(str(missed) if missed <= _MOST else f"{_MOST}+")
        self.setAccessibleName(words)
        self.setToolTip(self.tr("{missed}. Click to see them and to call back.").format(missed=words))
        self.setVisible(missed > 0)
