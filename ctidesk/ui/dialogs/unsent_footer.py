"""The buttons of the window of unsent changes; deleting asks once more, in their place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.tokens import QUIET_PX, STEP
from ctidesk.ui.unsent_view import UnsentRow, UnsentView


class UnsentFooter(QFrame):
    """``discard`` is emitted once the operator has said yes."""

    retry = Signal()
    resolve = Signal()
    discard = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._row: UnsentRow | None = None
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._make_buttons())
        self._pages.addWidget(self._make_question())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        whole.addWidget(self._pages)

    @property
    def asking(self) -> bool:
        return self._pages.currentIndex() == 1

    def show_row(self, row: UnsentRow | None, view: UnsentView, *, complete: bool) -> None:
        """``complete``: every field in conflict is decided."""
        if self.asking and (row is None or self._row is None or row.seq != self._row.seq or not row.can_discard):
            self.withdraw()
        self._row = row
        self.hint.show_text(self._summary(view))
        self.delete.setEnabled(row is not None and row.can_discard)
        self.again.setEnabled(row is not None and row.can_retry)
        conflict = row is not None and bool(row.conflict)
        self.send.setVisible(conflict)
        self.again.setVisible(not conflict)
        self.send.setEnabled(complete)

    def ask(self) -> None:
        if self._row is None:
            return
        # What it is stands above, and may be long: what goes with it must not be cut.
        question = self.tr("Delete? It will not reach the CRM.")
        more = self.tr("%n dependent change(s) go with it.", "", self._row.also) if self._row.also else ""
        self.question.show_text(f"{question} {more}".strip())
        self._pages.setCurrentIndex(1)
        self.keep.setFocus()

    def withdraw(self) -> None:
        self._pages.setCurrentIndex(0)

    def _summary(self, view: UnsentView) -> str:
        if not view.rows:
            return ""
        waiting = self.tr("Waiting: %n", "", len(view.rows))
        undecided = self.tr("to be decided: %n", "", view.undecided)
        return f"{waiting} · {undecided}" if view.undecided else waiting

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_buttons(self) -> QWidget:
        page = QWidget(self)
        self.hint = ElidedLabel(text_font(QUIET_PX), "quiet", page)
        self.delete = QPushButton(self.tr("Delete…"), page)
        self.again = QPushButton(self.tr("Try again"), page)
        self.send = QPushButton(self.tr("Send what is chosen"), page)
        for button in (self.again, self.send):
            button.setProperty("fill", "blue")
        self.delete.clicked.connect(self.ask)
        self.again.clicked.connect(self.retry)
        self.send.clicked.connect(self.resolve)
        return _row(page, self.hint, self.delete, self.again, self.send)

    def _make_question(self) -> QWidget:
        page = QWidget(self)
        self.question = ElidedLabel(text_font(), parent=page)
        self.keep = QPushButton(self.tr("Keep"), page)
        self.really = QPushButton(self.tr("Delete"), page)
        self.really.setProperty("fill", "red")
        self.keep.clicked.connect(self.withdraw)
        self.really.clicked.connect(self._discard)
        return _row(page, self.question, self.keep, self.really)

    def _discard(self) -> None:
        self.withdraw()
        self.discard.emit()


def _row(page: QWidget, text: QWidget, *buttons: QWidget) -> QWidget:
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 * STEP)
    row.addWidget(text, 1)
    for button in buttons:
        row.addWidget(button)
    return page
