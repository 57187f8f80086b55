"""``config.toml``, ``CTIDESK_*`` variables and an administrator's policies, read into :class:`Settings`.

Later sources win: built-in defaults, the machine's file, the user's or the profile's, the environment. What the
machine's file locks (``lock = ["sip.server", "crm.*"]``) only a policy changes. Whatever is wrong is a problem that
names the place and what is accepted there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from ctidesk.adapters.settings_text import text_in
from ctidesk.domain import hotkeys
from ctidesk.domain.errors import Problem, ProblemId, SettingsError
from ctidesk.domain.setting_checks import from_text, known, sifted, wrong
from ctidesk.domain.setting_list import SETTINGS, TABLES, Kind, with_value
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_reading import Fixed, Place, Policy, Reading, at, matching

Tables: TypeAlias = Mapping[str, Any]

SECRET_VARIABLES = {"sip.password": "CTIDESK_SIP_PASSWORD", "crm.password": "CTIDESK_CRM_PASSWORD"}
"""Read by the secrets adapter only; they are no settings."""

LOCK = "lock"
_LOCK_ACCEPTED = '["sip.server", "crm.*"]'


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from, for the error: a file with its text, or a variable (``text`` empty)."""

    name: str
    text: str = ""

    def place(self, table: str, key: str = "") -> Place:
        return Place(self.name, self.line_of(table, key) if self.text else 0)

    def line_of(self, table: str, key: str) -> int:
        """The line of ``key`` in ``[table]``, 1 where it cannot be found."""
        here = not table
        for number, line in enumerate(self.text.splitlines(), 1):
            header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
            if header:
                here = header[1].replace('"', "") == table
                if here and not key:
                    return number
            elif here and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return 1


def load(files: Iterable[Path], environ: Mapping[str, str], policies: Iterable[Policy] = ()) -> Settings:
    """The settings in force; raises :class:`SettingsError` for the first thing that is wrong."""
    return read(files, environ, policies).usable


def read(files: Iterable[Path], environ: Mapping[str, str], policies: Iterable[Policy] = ()) -> Reading:
    """Everything that ``files`` say, the machine's first, the user's own last (where there is one file, it is that
    one), then ``environ``; ``policies`` win over all."""
    every, taking = tuple(files), _Taking()
    for path in every[:-1]:
        taking.take_file(path, may_lock=True)
    taking.take_policies(policies)
    without_own = taking.settings
    for path in every[-1:]:
        taking.take_file(path, may_lock=False)
    taking.take_variables(environ)
    return Reading(
        taking.settings,
        without_own,
        taking.fixed,
        taking.places,
        tuple(taking.faults),
        tuple(taking.ignored),
    )


def read_alone(path: Path, *, may_lock: bool) -> Reading:
    """What one file says, and nothing else."""
    taking = _Taking()
    taking.take_file(path, may_lock=may_lock)
    return Reading(taking.settings, Settings(), taking.fixed, taking.places, tuple(taking.faults))


@dataclass(slots=True)
class _Taking:
    """The settings while one source after the other is taken in."""

    settings: Settings = field(default_factory=Settings)
    fixed: dict[str, Fixed] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)

    def take_file(self, path: Path, *, may_lock: bool) -> None:
        if not path.exists():
            return
        try:
            source, tables = _parsed(path)
        except SettingsError as error:
            self.faults.append(error.problem)
            return
        for table, content in tables.items():
            if table == LOCK and may_lock:
                continue  # what stands in the same file is what is locked
            if isinstance(content, dict):
                self._take_table(source, table, content)
            elif table in TABLES:
                self._fault(source.place("", table), wrong(table, content, f"[{table}]"))
            else:
                self._known(source.place("", table), table)
        if may_lock and LOCK in tables:
            self._lock(source, tables[LOCK])

    def take_variables(self, environ: Mapping[str, str]) -> None:
        for variable, table, key, text in _variables(environ):
            place = Place(variable)
            name = self._known(place, table, key)
            if name and self._free(name, place):
                self._take(name, place, from_text(name, text))
                self.fixed[name] = Fixed("variable", variable)
        for name, variable in SECRET_VARIABLES.items():
            if variable in environ:
                self.fixed[name] = Fixed("variable", variable)

    def take_policies(self, policies: Iterable[Policy]) -> None:
        """The first one for a name holds: the computer's come before the user's."""
        taken = set()
        for policy in policies:
            place = Place(policy.place)
            name = self._known(place, policy.table, policy.key)
            if name and name not in taken:
                taken.add(name)
                self._take(name, place, _of_policy(name, policy.value))
                self.fixed[name] = Fixed("policy", policy.place)

    # --- a value ---------------------------------------------------------------------------------------------------

    def _take_table(self, source: Source, table: str, content: Tables) -> None:
        if table not in TABLES:
            self._known(source.place(table), table)
            return
        for key, value in content.items():
            place = source.place(table, key)
            name = self._known(place, table, key)
            if name and self._free(name, place):
                self._take(name, self._whole(source, name, place, value), value)

    def _whole(self, source: Source, name: str, place: Place, value: object) -> Place:
        """A table of names lies in lines of its own, which are remembered too."""
        if not isinstance(value, dict):
            return place
        for entity, names in value.items():
            inside = f"{name}.{entity}"
            self.places[inside] = source.place(inside) if isinstance(names, dict) else source.place(name, entity)
            for key in names if isinstance(names, dict) else ():
                self.places[f"{inside}.{key}"] = source.place(inside, key)
        return place

    def _take(self, name: str, place: Place, value: object) -> None:
        self.places[name] = place
        usable, faults = sifted(name, value)
        if usable is not None:
            self.settings = with_value(self.settings, name, usable)
        for problem in faults:
            self._fault(self.places.get(dict(problem.args)["key"], place), problem)

    def _free(self, name: str, place: Place) -> bool:
        fixed = self.fixed.get(name)
        if fixed is None or fixed.by == "variable":
            return True
        locked = Problem.of(ProblemId.SETTING_LOCKED, key=name, by=fixed.place)
        self.ignored.append(at(place, locked))
        return False

    def _lock(self, source: Source, patterns: object) -> None:
        place = source.place("", LOCK)
        if not isinstance(patterns, list):
            self._fault(place, wrong(LOCK, patterns, _LOCK_ACCEPTED))
            return
        for pattern in patterns:
            names = matching(pattern) if isinstance(pattern, str) else ()
            if not names:
                self._fault(place, wrong(LOCK, pattern, _LOCK_ACCEPTED))
            for name in names:
                self.fixed.setdefault(name, Fixed("file", source.name))

    def _known(self, place: Place, table: str, key: str = "") -> str:
        """The name of that setting; empty, and a fault there, where there is none."""
        try:
            return known(table, key)
        except SettingsError as error:
            self._fault(place, error.problem)
            return ""

    def _fault(self, place: Place, problem: Problem) -> None:
        self.faults.append(at(place, problem))


def _parsed(path: Path) -> tuple[Source, Tables]:
    try:
        text = text_in(path)
    except OSError as error:
        raise SettingsError(Problem.of(ProblemId.CONFIG_UNREADABLE, str(error), file=path)) from error
    try:
        return Source(str(path), text), tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise SettingsError(
            Problem.of(ProblemId.CONFIG_SYNTAX, str(error), file=path, line=line[1] if line else "1")
        ) from error


def _variables(environ: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """``CTIDESK_<TABLE>_<KEY>`` variables of the tables there are, as (variable, table, key, text)."""
    for variable, text in sorted(environ.items()):
        table, _, key = variable.removeprefix("CTIDESK_").lower().partition("_")
        ours = variable.startswith("CTIDESK_") and variable not in SECRET_VARIABLES.values()
        if not ours or table not in TABLES or not key:
            continue
        if table == "hotkeys":
            key = key.replace("global_", hotkeys.GLOBAL)  # no shell knows a variable with a dot
        yield variable, table, key, text


def _of_policy(name: str, value: str | int | Sequence[str]) -> object:
    """REG_SZ, REG_DWORD and REG_MULTI_SZ as the TOML value they mean; a switch is a number there."""
    if isinstance(value, str | int):
        return from_text(name, str(value)) if not isinstance(SETTINGS[name].default, str) else value
    separator = "," if SETTINGS[name].kind is Kind.NUMBERS else "\n"
    return from_text(name, separator.join(value), separator)
