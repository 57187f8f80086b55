"""How the copy of the CRM stands; a click synchronises, a right click or a key opens the menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import Synchronise
from ctidesk.ui.icons import icon
from ctidesk.ui.sync_actions import SyncActions
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette
from ctidesk.ui.view_state import SyncView


class SyncIndicator(QToolButton):
    """Grey at rest, blue with a growing ring while rows come in, an amber dot where something is amiss."""

    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._texts = palette, texts
        self._view: SyncView | None = None
        self.setIconSize(QSize(18, 18))
        self.setFixedSize(36, CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Synchronise now"))
        self.clicked.connect(lambda: self.intent.emit(Synchronise()))
        self._menu: QMenu | None = None

    def show_view(self, view: SyncView) -> None:
        if view == self._view:
            return
        before, self._view = self._view, view
        self.setEnabled(view.state is not SyncState.OFF)
        if before is None or before.state is not view.state:
            self.setIcon(icon("sync", self._colour(view), self._palette.disabled))
        self.setToolTip("\n".join(self._lines(view)))
        self.setAccessibleDescription(self._texts.sync(view.state))
        self.update()

    def menu_of_now(self) -> QMenu:
        if self._menu is None:
            self._menu = QMenu(self)
            self._menu.setAccessibleName(self.tr("Synchronisation"))
            self._actions = SyncActions(self._palette, self._menu)
            self._actions.intent.connect(self.intent)
        view = self._view
        self._actions.show_state(with_crm=view is not None, syncing=view is not None and view.syncing)
        return self._menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button, and the keyboard's menu key."""
        self._open_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the menu, as it does in a list."""
        if event.key() == Qt.Key.Key_Down:
            self._open_menu()
        else:
            super().keyPressEvent(event)

    def _open_menu(self) -> None:
        menu = self.menu_of_now()
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height() + 4)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = self._view.progress.share if self._view.progress else None
        if share is not None:
            self._paint_ring(painter, share)
        if self._view.problem:
            self._paint_dot(painter)

    def _colour(self, view: SyncView) -> str:
        busy = view.state in (SyncState.CONNECTING, SyncState.PULLING)
        return self._palette.blue if busy else self._palette.quiet

    def _lines(self, view: SyncView) -> list[str]:
        lines = [self._texts.sentence(view.problem) if view.problem else self._texts.sync(view.state)]
        if view.progress:
            lines.append(self._texts.progress(view.progress))
        if view.last:
            lines.append(self.tr("Last synchronised: {moment}").format(moment=self._texts.moment(view.last)))
        if view.records:
            lines.append(self.tr("Clients and organizations: {count}").format(count=self._texts.count(view.records)))
        if view.outbox:
            lines.append(self.tr("Waiting to be sent: {count}").format(count=self._texts.count(view.outbox)))
        if view.state is not SyncState.OFF:
            lines.append(self.tr("A click synchronises now, a right click offers more"))
        return lines

    def _paint_ring(self, painter: QPainter, share: float) -> None:
        side = self.height() - 3
        rim = QRectF((self.width() - side) / 2, 1.5, side, side)
        painter.setPen(QPen(QColor(self._palette.line), 2))
        painter.drawEllipse(rim)
        painter.setPen(QPen(QColor(self._palette.blue), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(rim, 90 * 16, -round(share * 360 * 16))

    def _paint_dot(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._palette.surface), 2))
        painter.setBrush(QColor(self._palette.amber))
        painter.drawEllipse(QRectF(self.width() - 14, 4, 8, 8))
