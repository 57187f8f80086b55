"""«Перепривязать звонок»: to the card in front (D7), or by the client search where there is none. A split button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from ctidesk.domain.intents import Intent, OpenSearch, Rebind
from ctidesk.domain.records import Client
from ctidesk.ui.action_button import ActionButton
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette

_ARROW_PX = 20


class RebindButton(QWidget):
    """The menu has the second way, which keeps the number as well (D2)."""

    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._front: Client | None = None
        self._linked: Client | None = None
        self._menu: QMenu | None = None
        self.main = ActionButton(palette, "relink", self.tr("Rebind"), self.tr("Rebind the call"), "", self)
        self.main.clicked.connect(lambda: self.intent.emit(self._wish()))
        self.arrow = self._make_arrow()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.main)
        row.addWidget(self.arrow)

    def show_state(self, on: bool, linked: Client | None) -> None:
        """``linked``: whom the call belongs to already."""
        self._linked = linked
        self.setEnabled(on)
        self.main.show_state(on)
        self._explain()

    def show_front(self, client: Client | None) -> None:
        """Whose card is in front."""
        self._front = client
        self._explain()

    def menu_of_now(self) -> QMenu:
        """Both ways, for the card in front."""
        if self._menu is None:
            self._menu = QMenu(self)
            self._menu.setToolTipsVisible(True)
            self.plain = self._add(self.tr("Rebind the call"), save_number=False)
            self.saving = self._add(self.tr("Rebind and save the number"), save_number=True)
        none = self.tr("Open the card of the client first")
        for way in (self.plain, self.saving):
            way.setEnabled(self._front is not None)
            way.setToolTip(self._front.name if self._front else none)
        return self._menu

    def _wish(self) -> Intent:
        other = self._front is not None and (self._linked is None or self._front.ref != self._linked.ref)
        return Rebind(self._front.ref) if self._front and other else OpenSearch()

    def _explain(self) -> None:
        wish = self._wish()
        if isinstance(wish, Rebind) and self._front:
            self.main.explain(self.tr("Rebind the call to: {name}").format(name=self._front.name))
        else:
            self.main.explain(self.tr("Rebind the call: choose the client"))

    def _add(self, words: str, *, save_number: bool) -> QAction:
        assert self._menu is not None
        action = self._menu.addAction(words)
        action.triggered.connect(lambda _=False: self._chosen(save_number))
        return action

    def _chosen(self, save_number: bool) -> None:
        if self._front:
            self.intent.emit(Rebind(self._front.ref, save_number))

    def _open(self) -> None:
        self.menu_of_now().popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _make_arrow(self) -> QToolButton:
        arrow = QToolButton(self)
        arrow.setIcon(icon("chevron", self._palette.quiet, self._palette.disabled))
        arrow.setIconSize(QSize(16, 16))
        arrow.setFixedSize(_ARROW_PX, CONTROL_HEIGHT)
        arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        arrow.setAccessibleName(self.tr("Ways to rebind the call"))
        arrow.setToolTip(self.tr("Ways to rebind the call"))
        arrow.clicked.connect(self._open)
        return arrow
