"""«Определитель номера»: the number, the name beside it, what holds for the call on a quieter line, the timer."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ctidesk.ui.call_view import CallerView, Found, Lock, Sign, TransferView
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.sign_label import SignLabel
from ctidesk.ui.texts import Texts, clock
from ctidesk.ui.tokens import CALLER_PX, QUIET_PX, Palette

_GAP = 12
_LOCK = 16
_LEAST = 48
"""What is left of the second line must be worth reading."""
_DOT = " · "


class CallerBlock(QWidget):
    """Where number and name do not fit side by side, the name begins the second line."""

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._texts = palette, texts
        self._view: CallerView | None = None
        self._name = self._details = ""
        self.number = ElidedLabel(text_font(CALLER_PX, strong=True, tabular=True), parent=self)
        self.name = ElidedLabel(text_font(CALLER_PX), parent=self)
        self.details = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.transfer = SignLabel("transfer", "blue", palette.blue, self)
        self.signs = {
            Sign.HELD: SignLabel("pause", "amber", palette.amber, self),
            Sign.HELD_BY_PEER: SignLabel("pause", "blue", palette.blue, self),
            Sign.MUTED: SignLabel("microphone-crossed", "red", palette.red, self),
        }
        self.lock = QLabel(self)
        self.lock.hide()
        self.timer = QLabel(self)
        self.timer.setFont(text_font(CALLER_PX, tabular=True))
        self._arrange()
        self.setAccessibleName(self.tr("Caller ID"))

    def sizeHint(self) -> QSize:
        return QSize(600, 40)

    def show_view(self, view: CallerView | None) -> None:
        if view == self._view:
            return
        self._view = view
        number, self._name, self._details = self._texts_of(view) if view else ("", "", "")
        quiet = view is not None and not view.live
        self._tone(self.number, quiet)
        self._tone(self.name, quiet)
        self.number.show_text(number)
        running = view is not None and view.seconds is not None
        self.timer.setText(clock(view.seconds) if view and view.seconds is not None else "")
        self.timer.setVisible(running)
        self._tone(self.timer, quiet)
        self._show_lock(view.lock if view else Lock.NONE)
        told = self._show_signs(view)
        self._fit()
        self.setAccessibleDescription(", ".join(part for part in (number, self._name, *told, self._details) if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- words -----------------------------------------------------------------------------------------------------

    def _texts_of(self, view: CallerView) -> tuple[str, str, str]:
        number = view.number or (self.tr("Number not passed on") if view.referred else self.tr("Number withheld"))
        name = "" if view.name == view.number else view.name
        details = [self._found(view), self._referred(view), view.organization, self._kind(view)]
        return number, name, _DOT.join(part for part in details if part)

    def _kind(self, view: CallerView) -> str:
        """What the call is linked to, and that it is the last one, where it is."""
        linked = view.regarding or (self.tr("linked") if view.found is Found.LINKED else "")
        last = "" if view.live else self.tr("last call")
        return _DOT.join(part for part in (last, linked) if part)

    def _found(self, view: CallerView) -> str:
        if view.found is Found.LOOKING:
            return self.tr("Looking for the client…")
        if view.found is Found.NOBODY:
            return self.tr("Not in the CRM")
        if view.found is Found.SIMILAR:
            return self.tr("Similar numbers: {count}").format(count=view.more)
        return self._texts.more(view.more) if view.more else ""

    def _referred(self, view: CallerView) -> str:
        if view.referred is None:
            return ""
        who = f"{view.referred.number} {view.referred.name}".strip()
        return self.tr("Transferred by {who}").format(who=who)

    def _show_signs(self, view: CallerView | None) -> list[str]:
        """What they say, in their order."""
        transfer = view.transfer if view else None
        moving = self._moving(transfer)
        self.transfer.show_sign(self._moving(transfer, self._ringing_for(transfer)))
        shown = view.signs if view else ()
        for sign, label in self.signs.items():
            label.show_sign(self._texts.sign(sign) if sign in shown else "")
        return [moving, *(self._texts.sign(sign) for sign in shown)]

    def _moving(self, transfer: TransferView | None, time: str = "") -> str:
        """The name last: where there is no room, it is what is cut."""
        if transfer is None:
            return ""
        told = f"{self._texts.transfer(transfer)} {time}".rstrip()
        return _DOT.join(filter(None, (told, transfer.name)))

    def _ringing_for(self, transfer: TransferView | None) -> str:
        """Seen only: what a screen reader is told does not change every second."""
        return clock(transfer.seconds) if transfer and transfer.seconds is not None else ""

    def _show_lock(self, lock: Lock) -> None:
        self.lock.setVisible(lock is not Lock.NONE)
        drawing, colour, words = {
            Lock.NONE: ("lock", self._palette.quiet, ""),
            Lock.CLOSED: ("lock", self._palette.green, self.tr("The conversation is encrypted (SRTP)")),
            Lock.OPEN: ("lock-open", self._palette.amber, self.tr("The conversation is not encrypted")),
        }[lock]
        self.lock.setPixmap(pixmap(drawing, colour, _LOCK, self.devicePixelRatioF()))
        self.lock.setToolTip(words)
        self.lock.setAccessibleName(words)

    # --- place -----------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        beside = self._fits_beside()
        self.name.setVisible(beside and bool(self._name))
        self.name.show_text(self._name if beside else "")
        parts = (self._details,) if beside else (self._name, self._details)
        self.details.show_text(_DOT.join(part for part in parts if part))
        left = self.width() - self._fit_signs()
        self.details.setVisible(bool(self.details.text()) and left >= _LEAST)

    def _fit_signs(self) -> int:
        """Words as long as they leave room for the other signs' icons; the width taken."""
        shown = self._shown_signs()
        taken = sum(sign.icon_width + _GAP for sign in shown)
        for sign in shown:
            more = sign.natural_width - sign.icon_width
            word = sign is self.transfer or taken + more <= self.width()
            sign.show_word(word)
            taken += more if word else 0
        return taken

    def _shown_signs(self) -> list[SignLabel]:
        return [sign for sign in (self.transfer, *self.signs.values()) if not sign.isHidden()]

    def _fits_beside(self) -> bool:
        """Where signs take the second line, a part of the name beside the number is better than none."""
        taken = self.number.natural_width + _GAP + (self.timer.sizeHint().width() + _GAP if self.timer.text() else 0)
        taken += 0 if self.lock.isHidden() else _LOCK + _GAP
        name = self.name.fontMetrics().horizontalAdvance(self._name)
        return self.width() >= taken + min(name, 100 if self._shown_signs() else 220)

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(_GAP)
        first.addWidget(self.number)
        first.addWidget(self.name, 1)
        first.addStretch(0)
        first.addWidget(self.lock)
        first.addSpacing(4 - _GAP)
        first.addWidget(self.timer)
        second = QHBoxLayout()
        second.setSpacing(_GAP)
        for sign in (self.transfer, *self.signs.values()):
            second.addWidget(sign)
        second.addWidget(self.details, 1)
        second.addStretch(0)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addLayout(first)
        lines.addLayout(second)
        lines.addStretch(1)

    def _tone(self, label: QLabel, quiet: bool) -> None:
        tone = "quiet" if quiet else ""
        if label.property("tone") != tone:
            label.setProperty("tone", tone)
            label.style().unpolish(label)
            label.style().polish(label)
