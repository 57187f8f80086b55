"""The settings with where each comes from: what is fixed by whom, what is wrong, what stood there in vain."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ctidesk.domain.errors import Problem, ProblemId, SettingsError
from ctidesk.domain.setting_list import SETTINGS
from ctidesk.domain.settings import Settings

_OF_VALUES = frozenset({ProblemId.CONFIG_WRONG_VALUE, ProblemId.HOTKEY_OF_WINDOWS})

By: TypeAlias = Literal["file", "policy", "variable"]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; a variable or a policy by its name, with no line."""

    source: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fixed:
    """Who keeps the user's file from changing a value, and where."""

    by: By
    place: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A value that an administrator has set for this computer or this user, always locked. ``place`` names it."""

    place: str
    table: str
    key: str
    value: str | int | Sequence[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """``settings`` are in force, ``without_own`` would be without the user's file.

    ``faults``: what cannot be used, each with its place; the other values are read all the same. ``ignored``: what
    the user's file or a variable says of a value that an administrator has fixed.
    """

    settings: Settings = field(default_factory=Settings)
    without_own: Settings = field(default_factory=Settings)
    fixed: Mapping[str, Fixed] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    faults: tuple[Problem, ...] = ()
    ignored: tuple[Problem, ...] = ()

    @property
    def usable(self) -> Settings:
        """The settings; raises :class:`SettingsError` for the first fault."""
        for fault in self.faults:
            raise SettingsError(fault)
        return self.settings

    @property
    def problem(self) -> Problem | None:
        """Why the settings cannot be used."""
        return next(iter(self.faults), None)

    @property
    def wrong(self) -> Mapping[str, Problem]:
        """The values that cannot be used, by the setting they stand in."""
        named = ((dict(fault.args).get("key", ""), fault) for fault in self.faults)
        return {name: fault for name, fault in named if fault.id in _OF_VALUES and name in SETTINGS}

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What can be used, and is hardly what was meant."""
        crm = self.settings.crm
        idle = crm.url and crm.kind == "none"
        return (self.placed(Problem.of(ProblemId.CRM_URL_IDLE, key="crm.url")),) if idle else ()

    @property
    def at_start(self) -> tuple[Problem, ...]:
        """What is told when the desk starts; a CRM that somebody has switched off in so many words is no news."""
        return (*self.ignored, *(self.remarks if "crm.kind" not in self.places else ()))

    @property
    def safe(self) -> Settings:
        """The settings, or the built-in ones where something is wrong: half of a configuration is none."""
        return Settings() if self.faults else self.settings

    def placed(self, problem: Problem) -> Problem:
        """What another part found wrong with a setting, with the place of that setting, where there is one."""
        place = self.places.get(dict(problem.args).get("key", ""))
        return at(place, problem) if place else problem


def at(place: Place, problem: Problem) -> Problem:
    """``problem``, found there."""
    said = (("file", place.source), ("line", str(place.line or "")))
    others = tuple(pair for pair in problem.args if pair[0] not in ("file", "line"))
    return dataclasses.replace(problem, args=(*said, *others))


def matching(pattern: str) -> tuple[str, ...]:
    """The settings that ``sip.server``, ``crm.*`` or ``hotkeys.global.accept`` means; none where it means nothing."""
    if pattern.endswith(".*"):
        return tuple(name for name in SETTINGS if name.startswith(pattern[:-1]))
    return (pattern,) if pattern in SETTINGS else ()
