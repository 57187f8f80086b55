"""The desktop's notifications in memory."""

from __future__ import annotations

from collections.abc import Callable

from ctidesk.domain.notification import Notification, Notifies


class FakeNotifier:
    """``shown`` are those to be seen now, by their keys."""

    def __init__(self, notifies: Notifies = Notifies.BUTTONS) -> None:
        self.notifies = notifies
        self.shown: dict[str, Notification] = {}
        self.chosen: Callable[[str, str], None] = lambda key, action: None

    def start(self, able: Callable[[Notifies], None], chosen: Callable[[str, str], None]) -> None:
        self.chosen = chosen
        able(self.notifies)

    def show(self, notification: Notification) -> None:
        self.shown[notification.key] = notification

    def withdraw(self, key: str) -> None:
        self.shown.pop(key, None)

    def press(self, button: str) -> None:
        """The first button that says so."""
        choices = ((key, name) for key, each in self.shown.items() for name, says in each.actions if says == button)
        self.chosen(*next(choices))

    async def leave(self) -> None:
        self.shown.clear()
