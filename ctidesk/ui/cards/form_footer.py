"""The foot of a form: saved, or given up; and what is asked when it is left with changes in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ctidesk.domain.draft import Leaving
from ctidesk.domain.intents import CancelEdit, DropChanges, GoOnEditing, Intent, SaveCard
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.form_view import FormView
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX
from ctidesk.ui.window_layout import arrange_form_footer, make_button


class FormFooter(QFrame):
    intent = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._texts = texts
        self._view: FormView | None = None
        self.said = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.problem = QLabel(self)
        self.problem.setFont(text_font())
        self.problem.setProperty("tone", "red")
        self.problem.setWordWrap(True)
        self.question = ElidedLabel(text_font(strong=True), parent=self)
        self.cancel = make_button(self, self.tr("Cancel"), self.leave)
        self.save = make_button(self, self.tr("Save"), self.store, self.tr("Save (Ctrl+S)"))
        self.save_and_close = make_button(
            self, self.tr("Save and close"), self.store_and_close, self.tr("Save and close (Ctrl+Enter)")
        )
        self.drop = make_button(self, self.tr("Do not save"), lambda: self._emit(DropChanges))
        self.go_on = make_button(self, self.tr("Continue"), self.resume)
        self.keep = make_button(self, self.tr("Save", "in answer to a question"), self._keep)
        for main in (self.save_and_close, self.keep):
            main.setProperty("fill", "blue")
        self._writing = (self.said, self.cancel, self.save, self.save_and_close)
        self._asking = (self.question, self.drop, self.go_on, self.keep)
        arrange_form_footer(
            self,
            self.problem,
            (self.said, self.question),
            (self.cancel, self.save, self.save_and_close, self.drop, self.go_on, self.keep),
        )

    def show_view(self, view: FormView) -> None:
        asked = self._view is not None and bool(self._view.asks)
        self._view = view
        for part in self._writing:
            part.setVisible(not view.asks)
        for part in self._asking:
            part.setVisible(bool(view.asks))
        self._show_said(view)
        self.question.show_text(self._question(view))
        self.go_on.setText(self.tr("Do not quit") if view.asks == "desk" else self.tr("Continue"))
        self.save.setEnabled(view.can_save)
        self.save_and_close.setEnabled(view.can_save)
        if view.asks and not asked:
            self.keep.setFocus()

    def leave(self) -> None:
        """«Отмена»; once asked, back to the form."""
        self.resume() if self._asks else self._emit(CancelEdit)

    def store(self) -> None:
        self._store(close=False)

    def store_and_close(self) -> None:
        self._store(close=True)

    def resume(self) -> None:
        self._emit(GoOnEditing)

    @property
    def _asks(self) -> Leaving:
        return self._view.asks if self._view else ""

    def _show_said(self, view: FormView) -> None:
        self.problem.setVisible(view.problem is not None)
        self.problem.setText(self._texts.sentence(view.problem) if view.problem else "")
        unfinished = self.tr("Unfinished card")
        linked = self.tr("The call will be linked.")
        self.said.show_text(unfinished if view.restored else linked if view.links else "")

    def _question(self, view: FormView) -> str:
        if view.asks == "desk":
            return self.tr("Save before you quit?")
        return self.tr("Save what you have entered?") if view.new else self.tr("Save the changes?")

    def _keep(self) -> None:
        """The answer to leaving the card leaves it; a new one has nothing to go back to either."""
        view = self._view
        self._store(close=view is not None and (view.new or view.asks != "edit"))

    def _store(self, *, close: bool) -> None:
        if self._view:
            self.intent.emit(SaveCard(self._view.ref, close))

    def _emit(self, intent: Callable[..., Intent]) -> None:
        if self._view:
            self.intent.emit(intent(self._view.ref))
