"""Text on one line with parts of it emphasised, and an ellipsis where it does not fit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from ctidesk.ui.number_text import Span

_BREAKS = dict.fromkeys(map(ord, "\r\n\u2028\u2029"), " ")


def draw_text(
    painter: QPainter, plain: QFont, strong: QFont, box: QRectF, text: str, spans: tuple[Span, ...] = ()
) -> float:
    """Draws in the pen's colour; returns where it ends. The lines of a name of several become one."""
    text = text.translate(_BREAKS)
    left = box.left()
    for part, emphasised in _parts(text, spans):
        rest = QRectF(left, box.top(), box.right() - left, box.height())
        left = _draw(painter, strong if emphasised else plain, rest, part)
        if left >= box.right():
            break
    return left


def _parts(text: str, spans: tuple[Span, ...]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is emphasised."""
    parts, place = [], 0
    for start, length in spans:
        if start < place:
            continue
        parts += [(text[place:start], False), (text[start : start + length], True)]
        place = start + length
    return [part for part in [*parts, (text[place:], False)] if part[0]]


def _draw(painter: QPainter, font: QFont, box: QRectF, text: str) -> float:
    """Draws on one line with an ellipsis; where the next piece begins."""
    metrics = QFontMetrics(font)
    painter.setFont(font)
    elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
    painter.drawText(box, flags, elided)
    return box.right() if elided != text else box.left() + metrics.horizontalAdvance(text)
