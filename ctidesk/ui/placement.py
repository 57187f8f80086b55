"""Where windows open: where they were last, never over the panel, never off the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings, QSize
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

_TITLE_BAR = 32
_GAP = 12


class Placement:
    """Remembers place and size of each window by its name; a size only once the operator has chosen one.

    Without a file it remembers for this run only.
    """

    def __init__(self, state_file: Path | None) -> None:
        self._file = QSettings(str(state_file), QSettings.Format.IniFormat) if state_file else None
        self._here: dict[str, QPoint | QSize | QByteArray | str] = {}
        self._opened: dict[QWidget, QSize] = {}

    def remember(self, window: QWidget) -> None:
        self._keep(f"{window.objectName()}/place", window.pos())
        if window.size() != self._opened.pop(window, None):
            self._keep(f"{window.objectName()}/size", window.size())
        for header in _headers(window):
            self._keep(f"{window.objectName()}/columns", header.saveState())

    def restore_columns(self, window: QWidget) -> None:
        """Widths and order as the operator left them; a state of other columns is not taken."""
        kept = self._kept(f"{window.objectName()}/columns")
        for header in _headers(window):
            if isinstance(kept, QByteArray):
                header.restoreState(kept)

    def place(self, window: QWidget) -> QPoint | None:
        kept = self._kept(f"{window.objectName()}/place")
        return kept if isinstance(kept, QPoint) else None

    def size(self, window: QWidget) -> QSize | None:
        kept = self._kept(f"{window.objectName()}/size")
        return kept if isinstance(kept, QSize) else None

    def keep_screen(self, name: str) -> None:
        """The screen that the docked panel is on."""
        self._keep("panel/screen", name)

    def kept_screen(self) -> str:
        return str(self._kept("panel/screen") or "")

    def first_time(self, what: str) -> bool:
        """Whether this was never asked before."""
        first = not self._kept(f"told/{what}")
        self._keep(f"told/{what}", "yes")
        return first

    def open_floating(self, panel: QWidget, width: int) -> None:
        """Where it was, as wide as it was (``width`` at first); on a screen that is there."""
        size, place = self.size(panel), self.place(panel)
        panel.resize(size.width() if size else width, panel.height())
        room = _room_of(QRect(place, panel.size())) if place else None
        if place is None or room is None:
            room = QGuiApplication.primaryScreen().availableGeometry()
            place = QPoint(room.left() + (room.width() - panel.width()) // 2, room.top())
        panel.resize(min(panel.width(), max(room.width(), panel.minimumWidth())), panel.height())
        panel.move(_kept_inside(QRect(place, panel.size()), room))

    def open_below(self, window: QWidget, panel: QWidget, others: int = 0) -> None:
        """``others``: windows of that name already open; each further one stands a little aside."""
        room = _room_below(panel)
        window.resize((self.size(window) or window.size()).boundedTo(room.size()))
        place = self.place(window) or _centred(window, room)
        window.move(_inside(QRect(place + QPoint(28, 28) * others, window.size()), room))
        self._opened[window] = window.size()

    def save(self) -> None:
        if self._file:
            self._file.sync()

    def _keep(self, key: str, value: QPoint | QSize | QByteArray | str) -> None:
        self._here[key] = value
        if self._file:
            self._file.setValue(key, value)

    def _kept(self, key: str) -> object:
        return self._here.get(key) or (self._file.value(key) if self._file else None)


def _headers(window: QWidget) -> list[QHeaderView]:
    """The heads of a window's table that the operator can move."""
    heads = (table.horizontalHeader() for table in window.findChildren(QTableView))
    return [head for head in heads if head.sectionsMovable()]


def beside_right(window: QWidget, panel: QWidget) -> None:
    """The notice: on the screen where the operator's pointer is, there below the panel at its right end."""
    screen = QGuiApplication.screenAt(QCursor.pos()) or panel.screen()
    if screen is not panel.screen():
        room = screen.availableGeometry()
        right = room.right()
    else:
        room = _room_below(panel)
        right = min(panel.geometry().right(), room.right())
    window.move(right - window.width() - _GAP, room.top() + _GAP)


def keep_below(window: QWidget, panel: QWidget) -> None:
    """The panel is higher than it was, or lower again; on another screen ``window`` stands in nobody's way."""
    if window.screen() is panel.screen():
        window.move(window.x(), _room_below(panel).top() + _GAP)


def _room_below(panel: QWidget) -> QRect:
    """What is left of the screen under the panel; a panel that floats low leaves all of it."""
    room = panel.screen().availableGeometry()
    below = panel.frameGeometry().bottom() + 1
    if panel.isVisible() and below < room.center().y():
        room.setTop(max(room.top(), below))
    return room


def _centred(window: QWidget, room: QRect) -> QPoint:
    place = QRect(QPoint(0, 0), window.size())
    place.moveCenter(room.center() - QPoint(0, room.height() // 10))
    return place.topLeft()


def _room_of(place: QRect) -> QRect | None:
    """The room of the screen that most of ``place`` is on; None where that screen has gone."""
    rooms = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    shared = [(room.intersected(place).width() * room.intersected(place).height(), room) for room in rooms]
    most, room = max(shared, key=lambda pair: pair[0])
    return room if most > 0 else None


def _kept_inside(place: QRect, room: QRect) -> QPoint:
    left = max(room.left(), min(place.left(), room.right() + 1 - place.width()))
    return QPoint(left, max(room.top(), min(place.top(), room.bottom() + 1 - place.height())))


def _inside(place: QRect, room: QRect) -> QPoint:
    left = max(room.left(), min(place.left(), room.right() - place.width()))
    top = max(room.top() + _GAP, min(place.top(), room.bottom() - place.height() - _TITLE_BAR))
    return QPoint(left, top)
