"""The settings window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.settings_form import SettingsForm


def settings_opened(desk: Desk, event: ev.SettingsOpened) -> Desk:
    """Once it is open it stays as it is."""
    form = SettingsForm(event.reading, waiting=event.waiting, problem=event.reading.problem)
    return replace(desk, settings=desk.settings or form)


def settings_shown(desk: Desk, event: ev.SettingsShown) -> Desk:
    return _changed(desk, lambda form: replace(form, table=event.table or form.table, search=event.search))


def setting_typed(desk: Desk, event: ev.SettingTyped) -> Desk:
    return _changed(desk, lambda form: form.typed(event.name, event.text))


def leave_asked(desk: Desk, event: ev.SettingsLeaveAsked) -> Desk:
    return _changed(desk, lambda form: replace(form, asks=True))


def leave_forgotten(desk: Desk, event: ev.SettingsLeaveForgotten) -> Desk:
    return _changed(desk, lambda form: replace(form, asks=False))


def save_tried(desk: Desk, event: ev.SettingsSaveTried) -> Desk:
    """The group with the first fault comes to the front."""
    return _changed(desk, _with_fault_in_front)


def save_began(desk: Desk, event: ev.SettingsSaveBegan) -> Desk:
    return _changed(desk, lambda form: replace(form, saving=True, asks=False, problem=None))


def save_refused(desk: Desk, event: ev.SettingsSaveRefused) -> Desk:
    return _changed(desk, lambda form: replace(form, saving=False, problem=event.problem))


def saved(desk: Desk, event: ev.SettingsSaved) -> Desk:
    """What was typed while it was being written stays typed."""
    return _changed(desk, lambda form: _saved(form, event))


def settings_closed(desk: Desk, event: ev.SettingsClosed) -> Desk:
    return replace(desk, settings=None)


def _saved(form: SettingsForm, event: ev.SettingsSaved) -> SettingsForm:
    left = {pair for pair in form.texts.items() if pair not in event.texts}
    fresh = replace(form, reading=event.reading, texts={}, saving=False, kept=True, waiting=event.waiting)
    for name, text in left:
        fresh = fresh.typed(name, text)
    return fresh


def _with_fault_in_front(form: SettingsForm) -> SettingsForm:
    tables = [name.partition(".")[0] for name in form.problems]
    table = form.table if form.table in tables else tables[0]
    return replace(form, tries=form.tries + 1, asks=False, table=table, search="")


def _changed(desk: Desk, change: Callable[[SettingsForm], SettingsForm]) -> Desk:
    return replace(desk, settings=change(desk.settings)) if desk.settings else desk
