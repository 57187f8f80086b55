"""Where windows open: where they were last, never over the panel, never off the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSettings
from PySide6.QtWidgets import QWidget

_TITLE_BAR = 32
_GAP = 12


class Placement:
    """Remembers size and place of each window by its name. Without a file it remembers for this run only."""

    def __init__(self, state_file: Path | None) -> None:
        self._file = QSettings(str(state_file), QSettings.Format.IniFormat) if state_file else None
        self._here: dict[str, QRect] = {}

    def remember(self, window: QWidget) -> None:
        place = QRect(window.pos(), window.size())
        self._here[window.objectName()] = place
        if self._file:
            self._file.setValue(f"{window.objectName()}/place", place)

    def recall(self, window: QWidget) -> QRect | None:
        name = window.objectName()
        stored = self._file.value(f"{name}/place") if self._file else None
        return self._here.get(name) or (stored if isinstance(stored, QRect) else None)

    def open_below(self, window: QWidget, panel: QWidget, others: int = 0) -> None:
        """``others``: windows of that name already open; each further one stands a little aside."""
        room = _room_below(panel)
        place = self.recall(window) or _centred(window, room)
        place.translate(QPoint(28, 28) * others)
        window.resize(place.size().boundedTo(room.size()))
        window.move(_inside(place, room))

    def save(self) -> None:
        if self._file:
            self._file.sync()


def beside_right(window: QWidget, panel: QWidget) -> None:
    """The notice: below the panel, at its right end."""
    room = _room_below(panel)
    right = min(panel.geometry().right(), room.right())
    window.move(right - window.width() - _GAP, room.top() + _GAP)


def _room_below(panel: QWidget) -> QRect:
    """What is left of the screen under the panel; a panel that floats low leaves all of it."""
    room = panel.screen().availableGeometry()
    below = panel.frameGeometry().bottom() + 1
    if panel.isVisible() and below < room.center().y():
        room.setTop(max(room.top(), below))
    return room


def _centred(window: QWidget, room: QRect) -> QRect:
    place = QRect(QPoint(0, 0), window.size())
    place.moveCenter(room.center() - QPoint(0, room.height() // 10))
    return place


def _inside(place: QRect, room: QRect) -> QPoint:
    left = max(room.left(), min(place.left(), room.right() - place.width()))
    top = max(room.top() + _GAP, min(place.top(), room.bottom() - place.height() - _TITLE_BAR))
    return QPoint(left, top)
