"""The panel at the top edge of its screen, over the whole width, with that edge kept free of maximised windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from ctidesk.domain.screen import NOTHING, Strip
from ctidesk.ui.placement import Placement

Reserve = Callable[[int, Strip], None]
"""Takes the native window and what it covers."""


_TOPS: dict[str, int] = {}
"""How far down the edge lay on each screen before this process took it; afterwards the desktop counts us in."""


def can_dock() -> bool:
    """Under Wayland no program may say where its windows stand."""
    return not QGuiApplication.platformName().startswith("wayland")


class Dock(QObject):
    """Stays when the panel is built anew."""

    def __init__(self, placement: Placement) -> None:
        super().__init__()
        self._placement = placement
        self._panel: QWidget | None = None
        self._height = 0
        self._reserve: Reserve | None = None
        self._reserved: tuple[int, Strip] | None = None
        self._watched: list[QScreen] = []
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        self._changes = (app.screenAdded, app.screenRemoved, app.primaryScreenChanged)
        for changed in self._changes:
            changed.connect(self.put)

    def use(self, reserve: Reserve) -> None:
        """Have the edge reserved by ``reserve`` from now on."""
        self._reserve = reserve
        self.put()

    def hold(self, panel: QWidget) -> None:
        """Make ``panel``, which has not been shown yet, the one at the edge."""
        kind = Qt.WindowType
        panel.setWindowFlags(kind.Window | kind.FramelessWindowHint | kind.WindowStaysOnTopHint)
        panel.setAttribute(Qt.WidgetAttribute.WA_X11NetWmWindowTypeDock)
        self._panel = panel
        self.put()

    def let_go(self) -> None:
        """The panel goes, and with it what was reserved."""
        self._panel = None
        for changed in self._changes:
            changed.disconnect(self.put)

    def keep_free(self, height: int) -> None:
        """So much of the panel is there to stay (device-independent pixels)."""
        self._height = height
        self._reserve_edge()

    def give_back(self) -> None:
        """The panel is about to leave the screen, for a while; :meth:`put` takes the edge again."""
        if self._reserve and self._reserved:
            window, _ = self._reserved
            self._reserved = (window, NOTHING)
            self._reserve(*self._reserved)

    def next_screen(self) -> None:
        screens = QGuiApplication.screens()
        self._placement.keep_screen(screens[(screens.index(self.screen()) + 1) % len(screens)].name())
        self.put()

    def screen(self) -> QScreen:
        """The one it was on last, else the first."""
        kept = self._placement.kept_screen()
        named = (screen for screen in QGuiApplication.screens() if screen.name() == kept)
        return next(named, QGuiApplication.primaryScreen())

    def put(self, *_: object) -> None:
        if self._panel is None:
            return
        screen = self.screen()
        self._watch(screen)
        room = screen.geometry()
        top = _TOPS.setdefault(screen.name(), screen.availableGeometry().top() - room.top())
        self._panel.setFixedWidth(room.width())
        self._panel.move(room.topLeft() + QPoint(0, top))
        self._reserve_edge()

    def _watch(self, screen: QScreen) -> None:
        if screen not in self._watched:
            self._watched.append(screen)
            screen.geometryChanged.connect(self.put)

    def _reserve_edge(self) -> None:
        if self._panel is None or self._reserve is None or not self._height or not _is_there(self._panel):
            return
        screen = self.screen()
        place = QRect(self._panel.pos(), self._panel.size())
        place.setHeight(self._height)
        wanted = int(self._panel.winId()), device_strip(place, screen.geometry().topLeft(), screen.devicePixelRatio())
        if wanted != self._reserved and _is_topmost(screen, QGuiApplication.screens()):
            self._reserved = wanted
            self._reserve(*wanted)


def _is_there(panel: QWidget) -> bool:
    return panel.isVisible() and not panel.isMinimized()


def device_strip(place: QRect, origin: QPoint, ratio: float) -> Strip:
    """``place`` in device pixels: a screen's origin is given in those already, distances from it are not."""
    left = origin.x() + round((place.left() - origin.x()) * ratio)
    top = origin.y() + round((place.top() - origin.y()) * ratio)
    return Strip(left, top, left + round(place.width() * ratio), top + round(place.height() * ratio))


def _is_topmost(screen: QScreen, screens: Sequence[QScreen]) -> bool:
    """What is reserved reaches up to the desktop's own edge: below another screen it would take that one's room."""
    mine = screen.geometry()
    others = (other.geometry() for other in screens if other is not screen)
    return not any(g.bottom() < mine.top() and g.left() <= mine.right() and mine.left() <= g.right() for g in others)
