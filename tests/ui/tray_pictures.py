"""The icon in the tray in every state and size, on a light and a dark tray, and its menu: for the gallery."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from ctidesk.domain.desk import Connection
from ctidesk.domain.settings import UiSettings
from ctidesk.ui import theme
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette
from ctidesk.ui.tray import Tray
from ctidesk.ui.tray_icon import SIZES, tray_icon
from ctidesk.ui.tray_view import tray_view
from tests.ui.every_example import EXAMPLES

_GROUNDS = ("#F2F2F2", "#202428")
_GAP = 8
_MISSED = {Connection.ACTIVE: (0, 3, 12), Connection.INACTIVE: (0, 1), Connection.WRAP_UP: (0, 2)}
_MENUS = ("idle", "ringing", "in-tray-missed")


def save(ui: UiSettings, folder: Path) -> None:
    palette = theme.palette_for(ui)
    folder.mkdir(parents=True, exist_ok=True)
    _icons(palette).save(str(folder / "tray.icons.png"))
    for name in _MENUS:
        tray = Tray(palette, Texts())
        tray.show_view(tray_view(EXAMPLES[name].make()))
        tray.menu.popup(tray.menu.pos())
        QApplication.processEvents()
        tray.menu.grab().save(str(folder / f"tray.menu-{name}.png"))
        tray.menu.close()
        tray.close()


def _icons(palette: Palette) -> QPixmap:
    columns = [(state, missed) for state in Connection for missed in _MISSED.get(state, (0,))]
    row = max(SIZES) + _GAP
    height = sum(size + _GAP for size in SIZES) + _GAP
    sheet = QPixmap(len(columns) * row + _GAP, height * len(_GROUNDS))
    painter = QPainter(sheet)
    for place, ground in enumerate(_GROUNDS):
        painter.fillRect(0, place * height, sheet.width(), height, QColor(ground))
        top = place * height + _GAP
        for size in SIZES:
            for column, (state, missed) in enumerate(columns):
                picture = tray_icon(palette, state, missed).pixmap(size, size)
                painter.drawPixmap(_GAP + column * row, top, picture)
            top += size + _GAP
    painter.end()
    return sheet
