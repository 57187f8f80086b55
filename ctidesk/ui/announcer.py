"""Tells a screen reader what has changed, wherever the focus is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from ctidesk.domain.desk import Connection
from ctidesk.ui.call_view import CallerView
from ctidesk.ui.message_view import Topic
from ctidesk.ui.texts import Texts
from ctidesk.ui.view_state import PanelView


class Announcer(QObject):
    """What the eye sees from its corner: the state, who rings, and what needs saying. Progress is not announced."""

    def __init__(self, texts: Texts, panel: QObject) -> None:
        super().__init__(panel)
        self._texts, self._panel = texts, panel

    def tell(self, before: PanelView | None, now: PanelView) -> None:
        if before is None or not QAccessible.isActive():
            return
        for words, urgent in (*self._state(before, now), *self._message(before, now)):
            self._announce(words, urgent)

    def _state(self, before: PanelView, now: PanelView) -> list[tuple[str, bool]]:
        connection = now.status.connection
        rings = connection is Connection.INCOMING
        if before.status.connection is not connection:
            who = self._who(now.caller) if now.caller and now.caller.live else ""
            return [(f"{self._texts.connection(connection)}. {who}".strip(), rings)]
        found = now.caller and before.caller and now.caller.name != before.caller.name
        return [(now.caller.name, True)] if rings and now.caller and found and now.caller.name else []

    def _message(self, before: PanelView, now: PanelView) -> list[tuple[str, bool]]:
        message = now.message
        if message is None or message.topic is Topic.PROGRESS:
            return []
        words = self._texts.message(message)
        told = self._texts.message(before.message) if before.message else ""
        same = before.message is not None and before.message.problem == message.problem and message.retry_s > 0
        return [] if same or words == told else [(words, True)]

    def _who(self, caller: CallerView) -> str:
        return ", ".join(part for part in (caller.name, caller.number, caller.organization) if part)

    def _announce(self, words: str, urgent: bool) -> None:
        event = QAccessibleAnnouncementEvent(self._panel, words)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
        QAccessible.updateAccessibility(event)
