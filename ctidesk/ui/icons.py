"""The drawn icons in any colour, crisp at any device pixel ratio. Loaded when first painted."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ctidesk.ui.resources import icon_file

_WEIGHT = 1.75
"""Of the lines, on the drawings' grid of 24."""


@cache
def _drawing(name: str, colour: str, weight: float) -> QSvgRenderer:
    text = icon_file(name).read_text(encoding="utf-8").replace("currentColor", colour)
    text = text.replace(f'stroke-width="{_WEIGHT}"', f'stroke-width="{weight}"')
    return QSvgRenderer(QByteArray(text.encode()))


def paint_icon(painter: QPainter, name: str, colour: str, rect: QRectF, weight: float = _WEIGHT) -> None:
    """``weight``: small drawings need stronger lines."""
    _drawing(name, colour, weight).render(painter, rect)


@cache
def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """A square pixmap for a label; ``size`` in device-independent pixels. Kept: a label loses 1.4 kB with every new
    pixmap that it is given (Qt 6.11), and the panel is drawn each second of a call."""
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(image)
    paint_icon(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return image


def icon(name: str, colour: str, disabled: str = "") -> QIcon:
    return QIcon(_SvgEngine(name, colour, disabled or colour))


class _SvgEngine(QIconEngine):
    """Draws at the size it is asked for instead of scaling a picture."""

    def __init__(self, name: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._name, self._colour, self._disabled = name, colour, disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = self._disabled if mode is QIcon.Mode.Disabled else self._colour
        side = min(rect.width(), rect.height())  # at the left: what is left over is the gap to a button's word
        paint_icon(painter, self._name, colour, QRectF(rect.left(), rect.top(), side, side))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        image = QPixmap(size)
        image.fill(QColor(Qt.GlobalColor.transparent))
        painter = QPainter(image)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return image

    def clone(self) -> QIconEngine:
        return _SvgEngine(self._name, self._colour, self._disabled)
