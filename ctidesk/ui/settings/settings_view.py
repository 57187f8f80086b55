"""What the settings window shows of a desk: pure, no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ctidesk.domain.desk import Audio, Desk
from ctidesk.domain.errors import Problem
from ctidesk.domain.setting_list import SETTINGS, Kind, Setting
from ctidesk.domain.settings_form import SettingsForm
from ctidesk.domain.settings_reading import Fixed

_PASSWORD = "password"
_PASSWORDS_BELOW = {"sip.auth_username": "sip.password", "crm.username": "crm.password"}
"""A password stands below the name that it belongs to."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One setting. ``setting`` is ``None`` for a password; ``default``: what «Вернуть» gives.

    ``waiting``: it is saved and holds after a restart of the desk.
    """

    name: str
    setting: Setting | None
    text: str
    default: str
    fixed: Fixed | None = None
    problem: Problem | None = None
    waiting: bool = False
    devices: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.setting.kind if self.setting else _PASSWORD

    @property
    def table(self) -> str:
        return self.name.partition(".")[0]

    @property
    def is_default(self) -> bool:
        return self.text == self.default


@dataclass(frozen=True, slots=True)
class SettingsView:
    """``rows`` are all settings, in the order of the file; ``said``: they were saved, and nothing is typed since."""

    rows: tuple[RowView, ...]
    table: str
    search: str
    dirty: bool
    can_save: bool
    saving: bool
    said: bool
    asks: bool
    waiting: bool
    tries: int
    problem: Problem | None

    @property
    def first_wrong(self) -> str:
        return next((row.name for row in self.rows if row.problem), "")

    def shown(self, words_of: Callable[[RowView], str]) -> tuple[RowView, ...]:
        """The rows of the group, or those in whose words everything that is looked for stands."""
        wanted = self.search.casefold().split()
        if not wanted:
            return tuple(row for row in self.rows if row.table == self.table)
        said = ((row, words_of(row).casefold()) for row in self.rows)
        return tuple(row for row, words in said if all(word in words for word in wanted))


def settings_view(desk: Desk) -> SettingsView | None:
    form = desk.settings
    if form is None:
        return None
    return SettingsView(
        rows=tuple(_rows(form, desk.audio)),
        table=form.table,
        search=form.search,
        dirty=form.dirty,
        can_save=form.can_save,
        saving=form.saving,
        said=form.kept and not form.dirty,
        asks=form.asks,
        waiting=bool(form.waiting),
        tries=form.tries,
        problem=form.problem,
    )


def _rows(form: SettingsForm, audio: Audio) -> Iterator[RowView]:
    problems = {
        **{name: fault for name, fault in form.reading.wrong.items() if name not in form.texts},
        **form.problems,
    }
    for name in names():
        setting = SETTINGS.get(name)
        devices = _devices(name, audio) if setting and setting.kind is Kind.DEVICE else ()
        yield RowView(
            name,
            setting,
            form.text(name),
            form.default(name),
            form.reading.fixed.get(name),
            problems.get(name),
            name in form.waiting,
            devices,
        )


def names() -> Iterator[str]:
    """Everything that has a row, in order."""
    for name in SETTINGS:
        yield name
        if name in _PASSWORDS_BELOW:
            yield _PASSWORDS_BELOW[name]


def _devices(name: str, audio: Audio) -> tuple[str, ...]:
    return audio.inputs if name == "audio.input" else audio.outputs
