"""The desk is to end: in a call the operator is asked whether he means it, then about every card with unsaved changes,
one after another, and about the settings; then it ends."""

from __future__ import annotations

from collections.abc import Callable

from ctidesk.domain.desk import Desk
from ctidesk.domain.draft import Draft
from ctidesk.domain.events import Event, LeaveAsked, NoticeDismissed, QuitAsked, SettingsLeaveAsked
from ctidesk.domain.intents import Quit, QuitInCall
from ctidesk.domain.records import RecordRef
from ctidesk.domain.settings_form import SettingsForm
from ctidesk.usecases.session import Session


class Quitting:
    """Nobody has to close the panel twice: with the last answer the desk ends by itself. Whoever goes on with a card,
    or cannot save it, goes on working."""

    def __init__(self, session: Session, quit: Callable[[], None]) -> None:
        self._session = session
        self._quit = quit
        self._asked: RecordRef | None = None
        self._settings_asked = False
        session.on(Quit, lambda _: self._begin())
        session.on(QuitInCall, lambda _: self._go_on_in_call())
        session.react(self._react)

    def _begin(self) -> None:
        if self._session.desk.legs:
            self._session.post(QuitAsked())
        else:
            self._go_on()

    def _go_on_in_call(self) -> None:
        if self._session.desk.quit_asked:
            self._session.post(NoticeDismissed())  # answered
        self._go_on()

    def _go_on(self) -> None:
        draft = next((draft for draft in self._session.desk.drafts if draft.dirty), None)
        self._asked = draft.ref if draft else None
        form = self._session.desk.settings
        self._settings_asked = draft is None and form is not None and form.dirty
        if draft:
            self._session.post(LeaveAsked(draft.ref, "desk"))
        elif self._settings_asked:
            self._session.post(SettingsLeaveAsked())
        else:
            self._quit()

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if self._settings_asked:
            self._react_to_settings(before.settings, after.settings)
        was = before.draft_of(self._asked) if self._asked else None
        if was is None or not _in_question(was):
            return
        now = after.draft_of(was.ref)
        if now is None:
            self._go_on()
        elif not _in_question(now):
            self._asked = None

    def _react_to_settings(self, was: SettingsForm | None, now: SettingsForm | None) -> None:
        """Saved, they may wait for a restart: that is no question when the desk ends."""
        if was is None or not _in_doubt(was):
            return
        if now is None or not (now.dirty or _in_doubt(now)):
            self._go_on()
        elif not _in_doubt(now):
            self._settings_asked = False


def _in_doubt(form: SettingsForm) -> bool:
    return form.asks or form.saving


def _in_question(draft: Draft) -> bool:
    """What was answered with «Сохранить» is in question until it is stored."""
    return draft.asks == "desk" or draft.saving
