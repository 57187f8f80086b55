"""The notice while it rings here: who calls, and the two buttons. It never takes the focus."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.intents import Accept, End
from ctidesk.domain.records import Entity
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon, pixmap
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import CALLER_PX, QUIET_PX, STEP, TITLE_PX, Palette
from ctidesk.ui.view_state import CallerView, Found, NoticeView

_WIDTH = 380
_DOT = " · "


class IncomingNotice(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__(None, _flags())
        self.setObjectName("incoming_notice")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_X11NetWmWindowTypeNotification)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self.setWindowTitle(self.tr("Incoming call"))
        self.setAccessibleName(self.tr("Incoming call"))
        self._palette, self._texts = palette, texts
        self._view: NoticeView | None = None
        self.number = ElidedLabel(text_font(TITLE_PX, strong=True, tabular=True), parent=self)
        self.name = ElidedLabel(text_font(CALLER_PX), parent=self)
        self.organization = ElidedLabel(text_font(), "quiet", self)
        self.matched = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self._make_buttons()
        self._arrange()

    def show_view(self, view: NoticeView) -> None:
        if view == self._view:
            return
        self._view = view
        caller = view.caller
        self.number.show_text(caller.number or self.tr("Number withheld"))
        self._show_line(self.name, "" if caller.name == caller.number else caller.name)
        self._show_line(self.organization, caller.organization)
        self._show_line(self.matched, self._found(caller))
        self.setFixedHeight(self._lines.sizeHint().height())

    def closeEvent(self, event: QCloseEvent) -> None:
        """It is here exactly as long as it rings."""
        event.ignore()

    def _found(self, caller: CallerView) -> str:
        if caller.found is Found.LOOKING:
            return self.tr("Looking for the client…")
        if caller.found is Found.NOBODY:
            return self.tr("Not in the CRM")
        if caller.found is Found.SIMILAR:
            return self.tr("Similar numbers: {count}").format(count=caller.more)
        field = self._texts.field(Entity(caller.entity), caller.matched) if caller.matched else ""
        return _DOT.join(part for part in (field, self._texts.more(caller.more) if caller.more else "") if part)

    def _show_line(self, label: ElidedLabel, text: str) -> None:
        label.show_text(text)
        label.setVisible(bool(text))

    def _make_buttons(self) -> None:
        self.accept = QPushButton(icon("handset", self._palette.on_fill), self.tr("Accept the call"), self)
        self.accept.setProperty("fill", "green")
        self.accept.clicked.connect(lambda: self.intent.emit(Accept()))
        self.reject = QPushButton(icon("handset-down", self._palette.red), self.tr("Reject the call"), self)
        self.reject.clicked.connect(lambda: self.intent.emit(End()))
        for button in (self.accept, self.reject):
            button.setIconSize(QSize(21, 18))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * STEP)
        bell, title = QLabel(self), QLabel(self.tr("Incoming call"), self)
        bell.setPixmap(pixmap("bell", self._palette.amber, 16, self.devicePixelRatioF()))
        title.setFont(text_font(QUIET_PX, strong=True))
        title.setProperty("tone", "amber")
        head.addWidget(bell)
        head.addWidget(title, 1)
        lines = self._lines = QVBoxLayout(self)
        lines.setContentsMargins(5 * STEP, 4 * STEP, 5 * STEP, 4 * STEP)
        lines.setSpacing(STEP)
        lines.addLayout(head)
        lines.addSpacing(STEP)
        for label in (self.number, self.name, self.organization, self.matched):
            lines.addWidget(label)
        lines.addSpacing(2 * STEP)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        row.addWidget(self.reject, 1)
        row.addWidget(self.accept, 1)
        lines.addLayout(row)


def _flags() -> Qt.WindowType:
    """A tool window stays out of the taskbar; X11 desktops hide those of a program that is not in front."""
    kind = Qt.WindowType
    sort = kind.Window if sys.platform == "linux" else kind.Tool
    return sort | kind.FramelessWindowHint | kind.WindowStaysOnTopHint | kind.WindowDoesNotAcceptFocus
