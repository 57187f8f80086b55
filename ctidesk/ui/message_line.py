"""The thin strip under the panel: one sentence when there is something to say, and the button that helps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ctidesk.domain.intents import (
    CancelSignIn,
    CancelTransfer,
    CompleteTransfer,
    Dial,
    DismissNotice,
    Intent,
    OpenFirstStart,
    OpenSettings,
    OpenUnsent,
    QuitInCall,
    SaveNumber,
    SetMute,
    SignIn,
    Synchronise,
    UndoRebind,
)
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon, pixmap
from ctidesk.ui.message_view import Level, MessageView, Remedy, Topic
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STRIP_HEIGHT, Palette

_BUTTON = 26
_ACTION_SIGNS = {Topic.OFFER: "handset", Topic.REBOUND: "relink"}
_HELP: dict[Remedy, Intent] = {
    Remedy.SYNCHRONISE: Synchronise(),
    Remedy.UNMUTE: SetMute(False),
    Remedy.SIGN_IN: SignIn(),
    Remedy.CANCEL_SIGN_IN: CancelSignIn(),
    Remedy.SETTINGS: OpenSettings(),
    Remedy.UNSENT: OpenUnsent(),
    Remedy.SET_UP: OpenFirstStart(),
}


class MessageLine(QFrame):
    """``microphone``: the operator wants to choose another one."""

    intent = Signal(object)
    microphone = Signal()

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message_line")
        self.setFixedHeight(STRIP_HEIGHT)
        self._palette, self._texts = palette, texts
        self._view: MessageView | None = None
        self._sign = QLabel(self)
        self.sentence = ElidedLabel(text_font(), parent=self)
        self.sentence.setAccessibleName(self.tr("Message"))
        self._make_buttons()
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.sentence)
        for button in (self.complete, self.take_back, self.call, self.save_number, self.undo, self.quit, self.stay):
            row.addWidget(button)
        row.addStretch(1)
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
        self._show_remedy(view.remedy)
        self._show_level(view.level, view.topic)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        progress = self._view.progress if self._view else None
        share = progress.share if progress else None
        if share is None:
            return
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), QColor(self._palette.line))
        painter.fillRect(QRectF(0, self.height() - 2, self.width() * share, 2), QColor(self._palette.blue))

    def _show_remedy(self, remedy: Remedy) -> None:
        words = {
            Remedy.SYNCHRONISE: self.tr("Synchronise now"),
            Remedy.UNMUTE: self.tr("Switch the microphone on"),
            Remedy.MICROPHONE: self.tr("Choose a microphone"),
            Remedy.SIGN_IN: self.tr("Sign in"),
            Remedy.CANCEL_SIGN_IN: self.tr("Cancel"),
            Remedy.SETTINGS: self.tr("Settings"),
            Remedy.UNSENT: self.tr("Show"),
            Remedy.SET_UP: self.tr("Set up"),
        }.get(remedy, "")
        self.help.setText(words)
        self.help.setVisible(bool(words))
        self.dismiss.setVisible(remedy in (Remedy.DISMISS, Remedy.DIAL, Remedy.REBOUND))
        self.undo.setVisible(remedy is Remedy.REBOUND)
        self.save_number.setVisible(remedy is Remedy.REBOUND and bool(self._view and self._view.number))
        self.call.setVisible(remedy is Remedy.DIAL)
        for button in (self.quit, self.stay):
            button.setVisible(remedy is Remedy.QUIT)
        for button in (self.complete, self.take_back):
            button.setVisible(remedy is Remedy.COMPLETE)

    def _show_level(self, level: Level, topic: Topic) -> None:
        drawing, colour = {
            Level.INFO: ("info", self._palette.blue),
            Level.ACTION: (_ACTION_SIGNS.get(topic, "transfer"), self._palette.blue),
            Level.WARNING: ("warning", self._palette.amber),
            Level.ERROR: ("warning", self._palette.red),
        }[level]
        self._sign.setPixmap(pixmap(drawing, colour, 16, self.devicePixelRatioF()))
        self.setProperty("level", level.value)
        self.style().unpolish(self)
        self.style().polish(self)

    def _help(self) -> None:
        remedy = self._view.remedy if self._view else Remedy.NONE
        if remedy is Remedy.MICROPHONE:
            self.microphone.emit()
        else:
            self.intent.emit(_HELP[remedy])

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        colour = self._palette.on_fill
        self.complete = self._make_button(self.tr("Connect the two"), "join", colour, CompleteTransfer)
        self.complete.setProperty("fill", "blue")
        back = self.tr("Take the caller back")
        self.take_back = self._make_button(back, "take-back", self._palette.text, CancelTransfer)
        self.call = self._make_button(self.tr("Call"), "handset", colour, self._dial)
        self.call.setProperty("fill", "blue")
        self.save_number = self._make_button(self.tr("Save the number"), "handset", colour, SaveNumber)
        self.save_number.setProperty("fill", "blue")
        self.undo = self._make_button(self.tr("Undo"), "take-back", self._palette.text, UndoRebind)
        self.quit = self._make_button(self.tr("End the call and quit"), "exit", colour, QuitInCall)
        self.quit.setProperty("fill", "red")
        self.stay = self._make_button(self.tr("Stay"), "handset", self._palette.text, DismissNotice)
        self.help = QPushButton(self)
        self.help.setFont(text_font(QUIET_PX))
        self.help.setProperty("link", True)
        self.help.setFixedHeight(_BUTTON)
        self.help.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.help.clicked.connect(self._help)
        self.dismiss = self._make_dismiss()

    def _make_button(self, text: str, drawing: str, colour: str, wish: Callable[[], Intent]) -> QPushButton:
        button = QPushButton(icon(drawing, colour), text, self)
        button.setIconSize(QSize(19, 16))
        button.setProperty("low", True)
        button.setFixedHeight(_BUTTON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.intent.emit(wish()))
        return button

    def _dial(self) -> Intent:
        return Dial(self._view.number if self._view else "")

    def _make_dismiss(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("close", self._palette.quiet))
        button.setIconSize(QSize(14, 14))
        button.setFixedSize(_BUTTON, _BUTTON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self.tr("Dismiss the message"))
        button.setToolTip(self.tr("Dismiss the message"))
        button.clicked.connect(lambda: self.intent.emit(DismissNotice()))
        return button
