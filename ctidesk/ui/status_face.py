"""The painted half of the status button: icon, word and colour together, and a ring that runs down in wrap-up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractAnimation, QPointF, QRectF, QSize, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ctidesk.domain.desk import Connection
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import paint_icon
from ctidesk.ui.texts import clock
from ctidesk.ui.theme import motion_wanted
from ctidesk.ui.tokens import ANIMATION_MS, CONTROL_HEIGHT, QUIET_PX, RADIUS, Palette, mix
from ctidesk.ui.view_state import StatusView

STATE_ICONS = {
    Connection.INACTIVE: "handset-crossed",
    Connection.ACTIVE: "check-circle",
    Connection.INCOMING: "bell",
    Connection.OUTGOING: "arrow-out",
    Connection.BUSY: "handset",
    Connection.WRAP_UP: "clock",
}
_PAD, _ICON, _GAP = 10, 20, 8
_PULSE_EVERY_MS = 700


def state_colour(palette: Palette, connection: Connection) -> str:
    return {
        Connection.INACTIVE: palette.quiet,
        Connection.ACTIVE: palette.green,
        Connection.INCOMING: palette.amber,
        Connection.OUTGOING: palette.blue,
        Connection.BUSY: palette.red,
        Connection.WRAP_UP: palette.violet,
    }[connection]


class StatusFace(QAbstractButton):
    """As wide as the longest that it may say (``words``, ``seconds``): what stands beside it never moves."""

    def __init__(self, palette: Palette, words: Sequence[str], seconds: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._view: StatusView | None = None
        self._second = ""
        self._strong = text_font(strong=True)
        self._quiet = text_font(QUIET_PX)
        self._clock = text_font(strong=True, tabular=True)
        strong, quiet = QFontMetrics(self._strong), QFontMetrics(self._quiet)
        self._words = max(
            *(strong.horizontalAdvance(word) for word in words), *(quiet.horizontalAdvance(line) for line in seconds)
        )
        self._glow = 0.0
        self._pulse = self._make_pulse()
        self._beat = QTimer(self, interval=_PULSE_EVERY_MS)
        self._beat.timeout.connect(self._swing)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_words(True)

    def show_status(self, view: StatusView, word: str, second: str) -> None:
        self._view, self._second = view, second
        self.setText(word)
        self._ring(view.connection is Connection.INCOMING)
        self.update()

    def show_words(self, words: bool) -> None:
        self._with_words = words
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        text = self._words if self._with_words else QFontMetrics(self._clock).horizontalAdvance("00:00")
        return QSize(_PAD + _ICON + _GAP + text + _PAD, CONTROL_HEIGHT + 4)

    # --- the pulse -------------------------------------------------------------------------------------------------

    def _make_pulse(self) -> QVariantAnimation:
        pulse = QVariantAnimation(self)
        pulse.setDuration(ANIMATION_MS)
        pulse.setStartValue(0.0)
        pulse.setEndValue(1.0)
        pulse.valueChanged.connect(self._glowing)
        return pulse

    def _ring(self, ringing: bool) -> None:
        if ringing and motion_wanted():
            if not self._beat.isActive():
                self._beat.start()
            return
        self._beat.stop()
        self._pulse.stop()
        self._glow = 0.0

    def _swing(self) -> None:
        forward = self._pulse.direction() is QAbstractAnimation.Direction.Forward and self._glow > 0
        way = QAbstractAnimation.Direction.Backward if forward else QAbstractAnimation.Direction.Forward
        self._pulse.setDirection(way)
        self._pulse.start()

    def _glowing(self, value: float) -> None:
        self._glow = value
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat.stop()

    # --- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        filled = self._view.connection is Connection.INCOMING
        colour = state_colour(self._palette, self._view.connection)
        self._paint_ground(painter, colour, filled)
        ink = self._palette.on_fill if filled else colour
        self._paint_icon(painter, ink)
        self._paint_words(painter, ink, filled)

    def _paint_ground(self, painter: QPainter, colour: str, filled: bool) -> None:
        palette = self._palette
        ground = mix(colour, palette.hover(colour), self._glow) if filled else palette.soft(colour)
        if self.underMouse() and not filled:
            ground = mix(ground, colour, 0.08)
        painter.setPen(QPen(QColor(palette.blue), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        inset = 1.0 if self.hasFocus() else 0.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)

    def _paint_icon(self, painter: QPainter, ink: str) -> None:
        assert self._view is not None
        alone = not self._with_words and self._view.left_s is None
        rect = QRectF((self.width() - _ICON) / 2 if alone else _PAD, (self.height() - _ICON) / 2, _ICON, _ICON)
        if self._view.share is None:
            paint_icon(painter, STATE_ICONS[self._view.connection], ink, rect)
        else:
            self._paint_ring(painter, ink, rect, self._view.share)

    def _paint_ring(self, painter: QPainter, ink: str, rect: QRectF, share: float) -> None:
        """A clock whose rim runs down with the wrap-up."""
        rim = rect.adjusted(2, 2, -2, -2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(mix(self._palette.surface, ink, 0.3)), 2))
        painter.drawEllipse(rim)
        painter.setPen(QPen(QColor(ink), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(rim, 90 * 16, round(share * 360 * 16))
        centre = rim.center()
        painter.setPen(QPen(QColor(ink), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([centre + QPointF(0, -4), centre, centre + QPointF(2.6, 1.6)])

    def _paint_words(self, painter: QPainter, ink: str, filled: bool) -> None:
        """One line or two; the second is the countdown, where there is one."""
        assert self._view is not None
        box = QRectF(self.rect()).adjusted(_PAD + _ICON + _GAP, 0, 0, 0)
        counting = self._view.left_s is not None
        lines = [(self._strong, ink, self.text())] if self._with_words else []
        if counting:
            lines.append((self._clock, ink, clock(self._view.left_s or 0)))
        elif self._second and self._with_words:
            lines.append((self._quiet, ink if filled else self._palette.quiet, self._second))
        half = box.height() / 2
        for place, (font, colour, text) in enumerate(lines):
            alone = len(lines) == 1
            line = box if alone else QRectF(box.left(), 2 + place * (half - 2), box.width(), half - 2)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
