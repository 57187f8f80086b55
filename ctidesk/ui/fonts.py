"""The platform's own font in the sizes of the look."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from ctidesk.ui.tokens import TEXT_PX


def text_font(px: int = TEXT_PX, *, strong: bool = False, tabular: bool = False) -> QFont:
    """``tabular``: figures of one width, so that a running timer or a column of numbers stands still."""
    font = QFont(QApplication.font())
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
