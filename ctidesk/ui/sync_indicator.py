"""How the copy of the CRM stands; a click synchronises."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import Synchronise
from ctidesk.ui.icons import icon
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

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        progress = self._view.progress
        if progress and progress.total:
            self._paint_ring(painter, min(1.0, progress.done / progress.total))
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
            lines.append(self.tr("A click synchronises now"))
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
