"""Which of our windows had the keyboard, and which gets it when that one goes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class KeyboardOrder:
    """Window managers hand the keyboard on as well, but never to a docked panel: whoever has closed the search would
    go on in another program, where F4 ends no call."""

    def __init__(self) -> None:
        self._had: list[QWidget] = []
        self._vacant = False

    def seen(self, window: QWidget) -> None:
        """It has the keyboard now."""
        self.forget(window)
        self._had.append(window)

    def forget(self, window: QWidget) -> None:
        if window in self._had:
            self._had.remove(window)

    def put_away(self, window: QWidget) -> None:
        """Hide it; only the keyboard that it had is to be handed on."""
        self._vacant = self._vacant or window.isActiveWindow()
        window.hide()

    def give(self, window: QWidget) -> None:
        window.activateWindow()
        self._vacant = False

    def hand_on(self, panel: QWidget) -> None:
        """When everything is hidden that goes: to the last one that had it and is still there, else to the panel; what
        is minimized stays so."""
        if not self._vacant:
            return
        self._vacant = False
        heirs = (each for each in (*reversed(self._had), panel) if each.isVisible() and not each.isMinimized())
        heir = next(heirs, None)
        if heir:
            heir.activateWindow()
