"""The thin strip under the panel: one sentence when there is something to say, and the button that helps."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ctidesk.domain.desk import SyncProgress
from ctidesk.domain.intents import DismissNotice, Synchronise
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon, pixmap
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STRIP_HEIGHT, Palette
from ctidesk.ui.view_state import Level, MessageView, Remedy


class MessageLine(QFrame):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message_line")
        self.setFixedHeight(STRIP_HEIGHT)
        self._palette, self._texts = palette, texts
        self._view: MessageView | None = None
        self._sign = QLabel(self)
        self.sentence = ElidedLabel(text_font(), parent=self)
        self.sentence.setAccessibleName(self.tr("Message"))
        self.help = self._make_help()
        self.dismiss = self._make_dismiss()
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.help)
        row.addWidget(self.dismiss)

    def show_view(self, view: MessageView | None) -> None:
        if view == self._view:
            return
        self._view = view
        if view is None:
            return
        detail = view.problem.detail if view.problem else ""
        text = self._texts.message(view)
        self.sentence.show_text(text, f"{text}\n{detail}" if detail else "")
        self.sentence.setAccessibleDescription(text)
        self.help.setVisible(view.remedy is Remedy.SYNCHRONISE)
        self.dismiss.setVisible(view.remedy is Remedy.DISMISS)
        self._show_level(view.level)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        share = _share(self._view.progress) if self._view else None
        if share is None:
            return
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), QColor(self._palette.line))
        painter.fillRect(QRectF(0, self.height() - 2, self.width() * share, 2), QColor(self._palette.blue))

    def _show_level(self, level: Level) -> None:
        drawing, colour = {
            Level.INFO: ("info", self._palette.blue),
            Level.WARNING: ("warning", self._palette.amber),
            Level.ERROR: ("warning", self._palette.red),
        }[level]
        self._sign.setPixmap(pixmap(drawing, colour, 16, self.devicePixelRatioF()))
        self.setProperty("level", level.value)
        self.style().unpolish(self)
        self.style().polish(self)

    def _make_help(self) -> QPushButton:
        button = QPushButton(self.tr("Synchronise now"), self)
        button.setFont(text_font(QUIET_PX))
        button.setProperty("link", True)
        button.setFixedHeight(26)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.intent.emit(Synchronise()))
        return button

    def _make_dismiss(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("close", self._palette.quiet))
        button.setIconSize(QSize(14, 14))
        button.setFixedSize(26, 26)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self.tr("Dismiss the message"))
        button.setToolTip(self.tr("Dismiss the message"))
        button.clicked.connect(lambda: self.intent.emit(DismissNotice()))
        return button


def _share(progress: SyncProgress | None) -> float | None:
    if progress is None or not progress.total:
        return None
    return min(1.0, progress.done / progress.total)
