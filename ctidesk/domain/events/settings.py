"""The settings window: what was typed, saved, or cannot be."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.errors import Problem
from ctidesk.domain.settings_reading import Reading


@dataclass(frozen=True, slots=True)
class SettingsOpened:
    """``waiting``: what the files say and this desk has not taken yet."""

    reading: Reading
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """A group was chosen, or something is looked for."""

    table: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class SettingTyped:
    """Of a password, only that there is one."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SettingsLeaveAsked:
    """The window was to be closed with changes in hand."""


@dataclass(frozen=True, slots=True)
class SettingsLeaveForgotten:
    """Whoever was asked goes on with them."""


@dataclass(frozen=True, slots=True)
class SettingsSaveTried:
    """With something wrong in them."""


@dataclass(frozen=True, slots=True)
class SettingsSaveBegan:
    pass


@dataclass(frozen=True, slots=True)
class SettingsSaved:
    """``texts``: what is saved of what was typed; ``waiting`` as in :class:`SettingsOpened`."""

    reading: Reading
    texts: tuple[tuple[str, str], ...]
    waiting: frozenset[str]


@dataclass(frozen=True, slots=True)
class SettingsSaveRefused:
    problem: Problem


@dataclass(frozen=True, slots=True)
class SettingsClosed:
    pass
