"""The notice while it rings here: who calls, who hands him over, and the two buttons. It never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.intents import Accept, End
from ctidesk.domain.records import Entity
from ctidesk.ui.call_view import CallerView, Found
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon, pixmap
from ctidesk.ui.never_focused import keep_unfocused, unfocused_flags
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import CALLER_PX, QUIET_PX, STEP, TITLE_PX, Palette
from ctidesk.ui.view_state import NoticeView

_WIDTH = 380
_DOT = " · "


class IncomingNotice(QWidget):
    """Named ``transfer_notice`` while a colleague hands a caller over, else ``incoming_notice``."""

    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__(None, unfocused_flags())
        keep_unfocused(self)
        self.setObjectName("incoming_notice")
        self.setFixedWidth(_WIDTH)
        self._palette, self._texts = palette, texts
        self._view: NoticeView | None = None
        self._bell, self.title = QLabel(self), QLabel(self)
        self.number = ElidedLabel(text_font(TITLE_PX, strong=True, tabular=True), parent=self)
        self.name = ElidedLabel(text_font(CALLER_PX), parent=self, lines=2)
        self.organization = ElidedLabel(text_font(), "quiet", self, lines=3)
        self.matched = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.as_of = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self._make_referred()
        self._make_buttons()
        self._arrange()

    def show_view(self, view: NoticeView) -> None:
        if view == self._view:
            return
        self._view = view
        caller = view.caller
        self._show_kind(caller)
        withheld = self.tr("Number not passed on") if caller.referred else self.tr("Number withheld")
        self.number.show_text(caller.number or withheld)
        self._show_line(self.name, "" if caller.name == caller.number else caller.name)
        self._show_line(self.organization, caller.organization)
        self._show_line(self.matched, self._found(caller))
        as_of = self.tr("CRM data as of {moment}")
        self._show_line(self.as_of, as_of.format(moment=self._texts.moment(view.as_of)) if view.as_of else "")
        by_width = self._lines.hasHeightForWidth()
        self.setFixedHeight(self._lines.heightForWidth(_WIDTH) if by_width else self._lines.sizeHint().height())

    def closeEvent(self, event: QCloseEvent) -> None:
        """It is here exactly as long as it rings."""
        event.ignore()

    # --- what is said ----------------------------------------------------------------------------------------------

    def _show_kind(self, caller: CallerView) -> None:
        self.setObjectName("transfer_notice" if caller.referred else "incoming_notice")
        title = self.tr("Call transfer") if caller.referred else self.tr("Incoming call")
        drawing = "transfer" if caller.referred else "bell"
        self.title.setText(title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._bell.setPixmap(pixmap(drawing, self._palette.amber, 16, self.devicePixelRatioF()))
        self._referred.setVisible(caller.referred is not None)
        if caller.referred:
            colleague = f"{caller.referred.number}  {caller.referred.name}".strip()
            self.colleague.show_text(colleague or self.tr("A colleague"))

    def _found(self, caller: CallerView) -> str:
        if caller.found is Found.LOOKING:
            return self.tr("Looking for the client…")
        if caller.found is Found.NOBODY:
            return self.tr("Not in the CRM")
        if caller.found is Found.SIMILAR:
            return self.tr("Similar numbers: {count}").format(count=caller.more)
        if caller.found is Found.LINKED and caller.referred:
            return self.tr("The client was linked by the colleague")
        field = self._texts.field(Entity(caller.entity), caller.matched) if caller.matched else ""
        return _DOT.join(part for part in (field, self._texts.more(caller.more) if caller.more else "") if part)

    def _show_line(self, label: ElidedLabel, text: str) -> None:
        label.show_text(text)
        label.setVisible(bool(text))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_referred(self) -> None:
        """Who hands the caller over, set apart from who he is."""
        self._referred = QFrame(self)
        self._referred.setObjectName("referred")
        by = ElidedLabel(text_font(QUIET_PX), "quiet", self._referred)
        by.show_text(self.tr("Transferred by"))
        self.colleague = ElidedLabel(text_font(strong=True, tabular=True), parent=self._referred, lines=2)
        row = QHBoxLayout(self._referred)
        row.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        row.setSpacing(2 * STEP)
        row.addWidget(by, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.colleague, 1)

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
        self.title.setFont(text_font(QUIET_PX, strong=True))
        self.title.setProperty("tone", "amber")
        head.addWidget(self._bell)
        head.addWidget(self.title, 1)
        lines = self._lines = QVBoxLayout(self)
        lines.setContentsMargins(5 * STEP, 4 * STEP, 5 * STEP, 4 * STEP)
        lines.setSpacing(STEP)
        lines.addLayout(head)
        lines.addSpacing(STEP)
        lines.addWidget(self._referred)
        for label in (self.number, self.name, self.organization, self.matched, self.as_of):
            lines.addWidget(label)
        lines.addSpacing(2 * STEP)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        row.addWidget(self.reject, 1)
        row.addWidget(self.accept, 1)
        lines.addLayout(row)
