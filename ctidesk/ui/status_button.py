"""«Статус оператора»: shows what holds and sets what is wished for. In wrap-up one click ends it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from ctidesk.domain.desk import Connection
from ctidesk.domain.intents import SetStatus
from ctidesk.domain.operator import CHOOSABLE, OperatorStatus
from ctidesk.ui.icons import icon
from ctidesk.ui.status_choice import StatusChoice
from ctidesk.ui.status_face import StatusFace
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette
from ctidesk.ui.view_state import Next, StatusView


class StatusButton(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._texts, self._key = palette, texts, key
        self._view: StatusView | None = None
        self._menu: QMenu | None = None
        words = [texts.connection(each) for each in Connection]
        seconds = [self._with_status(next, status) for next in Next for status in CHOOSABLE]
        self.face = StatusFace(palette, words, seconds, self)
        self.face.clicked.connect(self.press)
        self.arrow = self._make_arrow()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.face)
        row.addWidget(self.arrow)

    def show_view(self, view: StatusView) -> None:
        if view == self._view:
            return
        self._view = view
        word = self._texts.connection(view.connection)
        second = self._second(view)
        self.face.show_status(view, word, second)
        name = self.tr("Operator status: {status}").format(status=self._texts.status(view.requested))
        indicator = self.tr("Connection: {state}").format(state=word)
        self.face.setAccessibleName(f"{name}. {indicator}")
        self.face.setToolTip("\n".join((name, indicator, self._hint(view))))

    def press(self) -> None:
        """The face, or its key: available at once in wrap-up, else the choice."""
        if self._view and self._view.one_click:
            self.intent.emit(SetStatus(OperatorStatus.AVAILABLE))
        else:
            self.open_choice()

    def open_choice(self) -> None:
        menu = self.choice()
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def choice(self) -> QMenu:
        """The menu of the statuses that may be asked for."""
        if self._menu is None:
            self._menu = QMenu(self)
            self._menu.setAccessibleName(self.tr("Operator status"))
            self._choice = StatusChoice(self._palette, self._texts, self._menu)
            self._choice.intent.connect(self.intent)
            self._menu.addActions(self._choice.actions)
        if self._view:
            self._choice.show_requested(self._view.requested)
        return self._menu

    def _make_arrow(self) -> QToolButton:
        arrow = QToolButton(self)
        arrow.setIcon(icon("chevron", self._palette.quiet))
        arrow.setIconSize(QSize(16, 16))
        arrow.setFixedSize(24, CONTROL_HEIGHT + 4)
        arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        arrow.setAccessibleName(self.tr("Choose a status"))
        arrow.setToolTip(self.tr("Choose a status"))
        arrow.clicked.connect(self.open_choice)
        return arrow

    def _second(self, view: StatusView) -> str:
        lasting = self._texts.lasting(view.minutes) if view.minutes and view.next is not Next.CHOSEN else ""
        return " · ".join(part for part in (self._with_status(view.next, view.requested), lasting) if part)

    def _with_status(self, next: Next, status: OperatorStatus) -> str:
        """The second line."""
        word = self._texts.status(status)
        return {
            Next.NOTHING: "",
            Next.NOW: word,
            Next.THEN: self.tr("then: {status}").format(status=word),
            Next.CHOSEN: self.tr("chosen: {status}").format(status=word),
        }[next]

    def _hint(self, view: StatusView) -> str:
        if view.one_click:
            return self.tr("A click ends wrap-up ({key})").format(key=self._key)
        return self.tr("A click opens the choice ({key})").format(key=self._key)
