"""The icon in the tray: the state's shape on a ground of its colour, since nobody knows what colour the tray has."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from ctidesk.domain.desk import Connection
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import paint_icon
from ctidesk.ui.status_face import STATE_ICONS, state_colour
from ctidesk.ui.tokens import Palette

SIZES = (16, 22, 24, 32, 48, 64)
"""What trays ask for, at one and at two pixels a point; each is drawn for itself."""
_SHAPES = {**STATE_ICONS, Connection.ACTIVE: "check"}
"""A ring around the check would leave it no room."""
_SMALL, _DIGIT_FROM, _DIGITS_FROM = 24, 22, 32
_STRONG, _STRONGER = 2.2, 2.7
MOST = 9


@cache
def tray_icon(palette: Palette, connection: Connection, missed: int) -> QIcon:
    """``missed`` calls are counted on a red badge where it has room for a figure."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(_painted(palette, connection, missed, size))
    return icon


def _painted(palette: Palette, connection: Connection, missed: int, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _paint_state(painter, palette, connection, size)
    if missed:
        _paint_badge(painter, palette, missed, size)
    painter.end()
    return picture


def _paint_state(painter: QPainter, palette: Palette, connection: Connection, size: int) -> None:
    ground, inset = QRectF(0, 0, size, size), round(size / 9)
    painter.setBrush(QColor(state_colour(palette, connection)))
    painter.drawRoundedRect(ground, size / 4, size / 4)
    weight = _STRONGER if size < _SMALL else _STRONG
    shape = ground.adjusted(inset, inset, -inset, -inset)
    paint_icon(painter, _SHAPES[connection], palette.on_fill, shape, weight)


def _paint_badge(painter: QPainter, palette: Palette, missed: int, size: int) -> None:
    text = str(missed) if missed <= MOST else f"{MOST}+"
    legible = size >= (_DIGIT_FROM if missed <= MOST else _DIGITS_FROM)
    across = round(size * (0.6 if legible else 0.45))
    badge = QRectF(size - across, size - across, across, across)
    rim = max(1.0, size / 24)
    painter.setBrush(QColor(palette.surface))
    painter.drawEllipse(badge)
    painter.setBrush(QColor(palette.red))
    painter.drawEllipse(badge.adjusted(rim, rim, -rim, -rim))
    if legible:
        painter.setPen(QColor(palette.on_fill))
        painter.setFont(text_font(round(across * (0.72 if missed <= MOST else 0.55)), strong=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
