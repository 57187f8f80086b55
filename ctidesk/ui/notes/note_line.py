"""The strip under the panel in which a note is written during the call and in its wrap-up.

A window of its own: the panel keeps its one row, and nothing on the screen moves when the strip opens.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from ctidesk.domain.intents import CloseNoteLine
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.history_view import NoteLineView
from ctidesk.ui.icons import icon, pixmap
from ctidesk.ui.notes.disposition_box import DispositionBox
from ctidesk.ui.notes.note_field import NoteField
from ctidesk.ui.tokens import CONTROL_HEIGHT, QUIET_PX, STEP, Palette

_WIDTH = 880
_WHOM = 170
_HIGHEST = 4


class NoteLine(QFrame):
    """Opens without the focus; :meth:`write` gives it to whoever asked for it. Esc closes; what was typed is kept.

    With the end of the wrap-up it asks to be closed, but not while somebody is in it: what he types next would go into
    the window underneath.
    """

    intent = Signal(object)

    def __init__(self, palette: Palette, panel: QWidget) -> None:
        super().__init__(None, self._kind())
        self.setObjectName("note_line")
        self.setWindowTitle(self.tr("Note on the call"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_X11NetWmWindowTypeUtility)
        self._palette, self._panel = palette, panel
        self._view: NoteLineView | None = None
        self._overdue = False
        self.whom = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.whom.setMaximumWidth(_WHOM)
        self.field = NoteField(self, lowest=1, highest=_HIGHEST)
        self.disposition = DispositionBox(palette, self)
        for part in (self.field, self.disposition):
            part.intent.connect(self.intent)
        self.field.resized.connect(self.beneath)
        self._arrange()
        panel.installEventFilter(self)

    def show_view(self, view: NoteLineView) -> None:
        self.whom.show_text(view.name or view.number, f"{view.number} {view.name}".strip())
        self.field.show_note(view.leg_id, view.note)
        self.disposition.show_code(view.leg_id, view.disposition, view.results)
        self.beneath()
        self._view, before = view, self._view
        same = before is not None and before.leg_id == view.leg_id
        self._overdue = same and not view.wrapping and (self._overdue or bool(before and before.wrapping))
        self._leave()

    def write(self) -> None:
        """The operator asked for it: he types at once."""
        self.activateWindow()
        self.field.setFocus()

    def beneath(self) -> None:
        """Below the panel, above it where that floats at the screen's bottom; never over it."""
        panel, room = self._panel.frameGeometry(), self._panel.screen().availableGeometry()
        self.resize(QSize(min(_WIDTH, panel.width()), self.sizeHint().height()))
        top = panel.bottom() + 1
        if top + self.height() > room.bottom():
            top = panel.top() - self.height()
        left = self._panel.mapToGlobal(QPoint(max(0, (panel.width() - self.width()) // 2), 0)).x()
        self.move(left, top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._panel and self.isVisible() and event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.beneath()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            self._leave()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._view, self._overdue = None, False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.intent.emit(CloseNoteLine())
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CloseNoteLine())

    def _leave(self) -> None:
        if self._overdue and not self.isActiveWindow():
            self._overdue = False
            self.intent.emit(CloseNoteLine())

    # --- parts -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _kind() -> Qt.WindowType:
        """X11 desktops hide the tool windows of a program that is not in front."""
        kind = Qt.WindowType
        sort = kind.Window if sys.platform == "linux" else kind.Tool
        return sort | kind.FramelessWindowHint | kind.WindowStaysOnTopHint

    def _arrange(self) -> None:
        sign = QLabel(self)
        sign.setPixmap(pixmap("note", self._palette.quiet, 16, self.devicePixelRatioF()))
        top = Qt.AlignmentFlag.AlignTop
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, STEP, STEP, STEP)
        row.setSpacing(2 * STEP)
        for part in (sign, self.whom):
            part.setFixedHeight(CONTROL_HEIGHT)
            row.addWidget(part, 0, top)
        row.addWidget(self.field, 1)
        row.addWidget(self.disposition, 0, top)
        row.addWidget(self._make_close(), 0, top)

    def _make_close(self) -> QToolButton:
        close = QToolButton(self)
        close.setIcon(icon("close", self._palette.quiet))
        close.setIconSize(QSize(14, 14))
        close.setFixedSize(28, CONTROL_HEIGHT)
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.setAccessibleName(self.tr("Close the note"))
        close.setToolTip(self.tr("Close the note; what was typed is kept (Esc)"))
        close.clicked.connect(lambda: self.intent.emit(CloseNoteLine()))
        return close
