"""What we show outside our windows: the icon in the tray, and the desktop's own notifications."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ctidesk.domain.desk import Desk
from ctidesk.ui.news import News
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette
from ctidesk.ui.tray import Tray
from ctidesk.ui.tray_host import tray_host
from ctidesk.ui.tray_view import tray_view

LOOK_MS = 5000


class Outside(QObject):
    """``lost``: the panel is hidden, and this desktop has no tray (any more) to bring it back from."""

    intent = Signal(object)
    lost = Signal()

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.news = News(texts)
        self.news.intent.connect(self.intent)
        self.tray = self._make_tray(palette)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._see)

    def render(self, desk: Desk) -> None:
        self.tray.show_view(tray_view(desk))
        self.news.render(desk)
        if desk.panel_open == self._look.isActive():
            self._look.stop() if desk.panel_open else self._look.start()

    def use_palette(self, palette: Palette) -> None:
        self.tray.close()
        self.tray = self._make_tray(palette)

    def close(self) -> None:
        self._look.stop()
        self.tray.close()

    def _make_tray(self, palette: Palette) -> Tray:
        tray = Tray(palette, self._texts)
        tray.intent.connect(self.intent)
        return tray

    def _see(self) -> None:
        if not tray_host():
            self.lost.emit()
