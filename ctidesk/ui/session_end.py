"""Whether the operator's whole session is about to end: then closing the panel is no wish of his to hide it."""

from __future__ import annotations

from PySide6.QtCore import QDeadlineTimer, QObject
from PySide6.QtGui import QGuiApplication

_SOON_MS = 30_000
"""A session manager first asks every program to save and then ends them; the one that waits for its user longer has
cancelled the end."""


class SessionEnd(QObject):
    def __init__(self, app: QGuiApplication) -> None:
        super().__init__()
        self._until = QDeadlineTimer(0)
        app.commitDataRequest.connect(self._announced)

    @property
    def near(self) -> bool:
        return not self._until.hasExpired()

    def _announced(self, manager: object) -> None:
        self._until = QDeadlineTimer(_SOON_MS)
