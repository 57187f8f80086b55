"""The foot of the settings window: saved or left; what is asked when it is left with changes in hand; the restart."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ctidesk.domain.intents import CloseSettings, DropSettings, GoOnWithSettings, RestartDesk
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.settings.settings_view import SettingsView
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX
from ctidesk.ui.window_layout import arrange_form_footer, make_button


class SettingsFooter(QFrame):
    """``save``: with or without closing; passwords are at hand elsewhere."""

    intent = Signal(object)
    save = Signal(bool)

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._texts = texts
        self._asked = False
        self._answered = False
        self.problem = QLabel(self)
        self.problem.setFont(text_font())
        self.problem.setProperty("tone", "red")
        self.problem.setWordWrap(True)
        self.said = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.question = ElidedLabel(text_font(strong=True), parent=self)
        self.question.show_text(self.tr("Save the changes?"))
        self.restart = make_button(self, self.tr("Restart the desk"), lambda: self.intent.emit(RestartDesk()))
        self.leave = make_button(self, "", lambda: self.intent.emit(CloseSettings()))
        self.store = make_button(self, self.tr("Save"), lambda: self.save.emit(False), self.tr("Save (Ctrl+S)"))
        self.drop = make_button(self, self.tr("Do not save"), lambda: self.intent.emit(DropSettings()))
        self.go_on = make_button(self, self.tr("Continue"), self.resume)
        self.keep = make_button(self, self.tr("Save", "in answer to a question"), self._keep)
        for main in (self.store, self.keep):
            main.setProperty("fill", "blue")
        arrange_form_footer(
            self,
            self.problem,
            (self.said, self.question),
            (self.restart, self.leave, self.store, self.drop, self.go_on, self.keep),
        )

    @property
    def asking(self) -> bool:
        return self._asked

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab goes, in order."""
        return (self.drop, self.go_on, self.keep, self.restart, self.leave, self.store)

    def resume(self) -> None:
        self.intent.emit(GoOnWithSettings())

    def show_view(self, view: SettingsView) -> None:
        asks_now, self._asked = view.asks and not self._asked, view.asks
        for part in (self.question, self.drop, self.go_on, self.keep):
            part.setVisible(view.asks)
        for part in (self.said, self.leave, self.store):
            part.setVisible(not view.asks)
        waiting = view.waiting and not view.dirty and not view.asks
        self.restart.setVisible(waiting)
        self.said.show_text(self._said(view, waiting))
        self.problem.setVisible(view.problem is not None)
        self.problem.setText(self._texts.sentence(view.problem) if view.problem else "")
        self.leave.setText(self.tr("Cancel") if view.dirty else self.tr("Close"))
        self.store.setEnabled(view.can_save)
        if asks_now:
            self.keep.setFocus()
        if waiting and self._answered:
            self.restart.setFocus()  # whoever has answered one question has the keyboard at the next one
            self._answered = False

    def _keep(self) -> None:
        self._answered = True
        self.save.emit(True)

    def _said(self, view: SettingsView, waiting: bool) -> str:
        if view.saving:
            return self.tr("Saving…")
        saved = self.tr("Saved.") if view.said else ""
        more = self.tr("Some of it holds after a restart of the desk.") if waiting else ""
        return f"{saved} {more}".strip()
