"""«Первый запуск»: the steps at the left, the page of the present one, how its check stands, and where to go from here.

Everything by keyboard: Enter does what the filled button says, Esc cancels a check or leaves the wizard for today.
"""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QEvent, Qt, SignalInstance
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ctidesk.domain.first_start import Standing, Step
from ctidesk.domain.intents import CancelTry, CloseFirstStart, NextStep, PreviousStep, SkipStep, TryStep
from ctidesk.ui.first_start.check_line import CheckLine
from ctidesk.ui.first_start.crm_page import CrmPage
from ctidesk.ui.first_start.language_page import LanguagePage
from ctidesk.ui.first_start.operator_page import OperatorPage
from ctidesk.ui.first_start.pbx_page import PbxPage
from ctidesk.ui.first_start.sound_page import SoundPage
from ctidesk.ui.first_start.steps import StepList
from ctidesk.ui.first_start.view import FirstStartView, Main
from ctidesk.ui.first_start.words import Words
from ctidesk.ui.fonts import text_font
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import STEP, TITLE_PX, Palette
from ctidesk.ui.window_layout import make_footer

_WIDTH, _HEIGHT = 760, 520


class Page(Protocol):
    """``field``: the one of that name in ``FirstStartView.wrong``."""

    @property
    def intent(self) -> SignalInstance: ...

    @property
    def first_field(self) -> QWidget | None:
        """``None`` where there is nothing to fill in."""

    def field(self, name: str) -> QWidget | None: ...

    def password(self) -> str: ...

    def say(self) -> None: ...

    def show_view(self, view: FirstStartView) -> None: ...


class FirstStartWindow(QWidget):
    intent = QtSignal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("first_start")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._view: FirstStartView | None = None
        self._words = Words(texts, self)
        self.steps = StepList(palette, self._words, self)
        self.title, self.purpose = QLabel(self), QLabel(self)
        self._stack = QStackedWidget(self)
        self.pages: dict[Step, Page] = self._make_pages(palette)
        self.line = CheckLine(palette, self)
        self._make_buttons()
        self._arrange()
        self._say()
        self.resize(_WIDTH, _HEIGHT)

    def show_view(self, view: FirstStartView) -> None:
        before, self._view = self._view, view
        page = self.pages[view.first.step]
        page.show_view(view)
        if before is None or before.first.step is not view.first.step:
            self._stack.setCurrentIndex(list(self.pages).index(view.first.step))
        self._tell(view)
        self._show_buttons(view)
        self._move_focus(before, view)

    def main_action(self) -> None:
        if self._view is None or not self.main.isEnabled():
            return
        trying = self._view.main is Main.TRY
        self.intent.emit(TryStep(self.pages[self._view.first.step].password()) if trying else NextStep())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CloseFirstStart())

    def hideEvent(self, event: QHideEvent) -> None:
        """No password stays in a window that is away; one that is minimised is still there."""
        if not event.spontaneous():
            for field in self.findChildren(QLineEdit):
                if field.echoMode() is QLineEdit.EchoMode.Password:
                    field.clear()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange and self._view:
            self._say()
            for page in self.pages.values():
                page.say()
            self.show_view(self._view)
        super().changeEvent(event)

    # --- what is said ----------------------------------------------------------------------------------------------

    def _say(self) -> None:
        self.setWindowTitle(self.tr("First start"))
        self.back.setText(self.tr("Back"))
        self.cancel.setText(self.tr("Cancel"))

    def _tell(self, view: FirstStartView) -> None:
        step = view.first.step
        self.title.setText(self._words.title(step))
        self.purpose.setText(self._words.purpose(step))
        self.steps.show_view(view)
        problem = view.line.problem
        self.line.show_line(view.line.tone, self._words.line(view.line, view.first), problem.detail if problem else "")

    def _show_buttons(self, view: FirstStartView) -> None:
        trying = view.first.here.standing is Standing.TRYING
        words = {Main.NEXT: self.tr("Next"), Main.DONE: self.tr("Done"), Main.TRY: self.tr("Check")}
        self.main.setText(self.tr("Checking…") if trying else words[view.main])
        without = {Step.CRM: self.tr("Without CRM"), Step.PBX: self.tr("Set up later")}
        self.skip.setText(without.get(view.first.step, self.tr("Skip")))
        self.main.setEnabled(view.main_on)
        self.back.setEnabled(view.back)
        self.skip.setVisible(view.skip)
        self.cancel.setVisible(view.cancel)
        for button in (self.main, self.back, self.skip, self.cancel):
            button.setAccessibleName(button.text())

    # --- focus -----------------------------------------------------------------------------------------------------

    def _move_focus(self, before: FirstStartView | None, now: FirstStartView) -> None:
        """To what there is to do next; never while somebody fills in a field."""
        page = self.pages[now.first.step]
        was = before.first.here.standing if before and before.first.step is now.first.step else None
        standing = now.first.here.standing
        if was is None:
            (page.first_field or self.main).setFocus()
        elif was is standing:
            return
        elif standing is Standing.BAD and (field := page.field(now.wrong)):
            field.setFocus()
        elif standing in (Standing.GOOD, Standing.SKIPPED) and now.first.step is not Step.SOUND:
            self.main.setFocus()

    def _escape(self) -> None:
        if self._view and self._view.cancel:
            self.intent.emit(CancelTry())
        else:
            self.intent.emit(CloseFirstStart())

    def _enter(self) -> None:
        button = self.focusWidget()
        if isinstance(button, QPushButton):
            button.click()
        else:
            self.main_action()

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_pages(self, palette: Palette) -> dict[Step, Page]:
        made: dict[Step, Page] = {
            Step.LANGUAGE: LanguagePage(palette, self._stack),
            Step.PBX: PbxPage(palette, self._stack),
            Step.CRM: CrmPage(palette, self._stack),
            Step.SOUND: SoundPage(palette, self._stack),
            Step.OPERATOR: OperatorPage(palette, self._stack),
        }
        for page in made.values():
            page.intent.connect(self.intent)
            self._stack.addWidget(cast(QWidget, page))
        return made

    def _make_buttons(self) -> None:
        self.back = self._button(lambda: self.intent.emit(PreviousStep()))
        self.cancel = self._button(lambda: self.intent.emit(CancelTry()))
        self.skip = self._button(lambda: self.intent.emit(SkipStep()))
        self.main = self._button(self.main_action)
        self.main.setProperty("fill", "blue")

    def _button(self, does: object) -> QPushButton:
        button = QPushButton(self)
        button.clicked.connect(does)
        return button

    def _arrange(self) -> None:
        self.title.setFont(text_font(TITLE_PX, strong=True))
        self.purpose.setProperty("tone", "quiet")
        self.purpose.setWordWrap(True)
        column = QVBoxLayout()
        column.setContentsMargins(6 * STEP, 5 * STEP, 6 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        column.addWidget(self.title)
        column.addWidget(self.purpose)
        column.addSpacing(3 * STEP)
        column.addWidget(self._stack, 1)
        column.addWidget(self.line)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.steps)
        middle.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self._make_footer())

    def _make_footer(self) -> QFrame:
        footer, row = make_footer(self)
        row.addWidget(self.back)
        row.addStretch(1)
        for button in (self.skip, self.cancel, self.main):
            row.addWidget(button)
        return footer
