"""``config.toml`` and ``CTIDESK_*`` variables, read into :class:`Settings`.

Later sources win: built-in defaults, the machine's file, the user's or the profile's, the environment. Whatever
is wrong is one problem that names the place and what is accepted there.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from ctidesk.domain import hotkeys
from ctidesk.domain.errors import Problem, ProblemId, SettingsError
from ctidesk.domain.settings import Settings

Table: TypeAlias = dict[str, Any]

SECRET_VARIABLES = frozenset({"CTIDESK_SIP_PASSWORD", "CTIDESK_CRM_PASSWORD"})
"""Read by the secrets adapter only; they are no settings."""


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from, for the error: a file with its text, or the environment (``text`` empty)."""

    name: str
    text: str = ""

    def line_of(self, table: str, key: str) -> int:
        """The line of ``key`` in ``[table]``, 1 where it cannot be found."""
        here = False
        for number, line in enumerate(self.text.splitlines(), 1):
            header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
            if header:
                here = header[1].replace('"', "") == table
                if here and not key:
                    return number
            elif here and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return 1


def load(files: Iterable[Path], environ: Mapping[str, str]) -> Settings:
    """The settings from ``files`` (those that exist, later ones win) and ``environ``; raises SettingsError."""
    settings = Settings()
    for path in files:
        if path.exists():
            source, tables = _read(path)
            settings = _merged(settings, tables, source)
    for name, table, key, value in _variables(environ):
        settings = _merged(settings, {table: {key: value}}, Source(name))
    return settings


def _read(path: Path) -> tuple[Source, Table]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(Problem.of(ProblemId.CONFIG_UNREADABLE, str(error), file=path)) from error
    try:
        return Source(str(path), text), tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise SettingsError(
            Problem.of(ProblemId.CONFIG_SYNTAX, str(error), file=path, line=line[1] if line else "1")
        ) from error


def _merged(settings: Settings, tables: Table, source: Source) -> Settings:
    for name, table in tables.items():
        if name not in _fields(Settings):
            raise _unknown(source, name, "", _fields(Settings))
        if not isinstance(table, dict):
            raise _wrong(source, "", name, table, f"[{name}]")
        settings = dataclasses.replace(settings, **{name: _table(getattr(settings, name), name, table, source)})
    return settings


def _table(present: Any, name: str, table: Table, source: Source) -> Any:
    """One table of settings with the file's values in it."""
    if isinstance(present, Mapping):
        return {**present, **{key: _hotkey(source, key, value) for key, value in table.items()}}
    types = typing.get_type_hints(type(present))
    for key, value in table.items():
        if key not in types:
            raise _unknown(source, name, key, types)
        table[key] = _value(source, name, key, value, types[key])
    return dataclasses.replace(present, **table)


def _hotkey(source: Source, name: str, value: Any) -> str:
    """A key as it is always written; empty where the name shall have none."""
    if name not in hotkeys.DEFAULTS:
        raise _unknown(source, "hotkeys", name, hotkeys.DEFAULTS)
    try:
        return str(hotkeys.Key.parse(value)) if value != "" else ""
    except (ValueError, AttributeError):
        raise _wrong(source, "hotkeys", name, value, hotkeys.ACCEPTED) from None


def _text(source: Source, table: str, key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(source, table, key, value, '"…"')
    return value


def _value(source: Source, table: str, key: str, value: Any, wanted: Any) -> Any:
    """``value`` as ``wanted``, or the error that names what is accepted."""
    origin, parts = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is typing.Literal:
        if value not in parts:
            raise _wrong(source, table, key, value, ", ".join(map(str, parts)))
        return value
    if origin is tuple:
        if not isinstance(value, list) or not all(isinstance(item, parts[0]) for item in value):
            raise _wrong(source, table, key, value, _ACCEPTED_LIST[parts[0]])
        return tuple(value)
    if key == "schema":
        return _schema(source, value)
    if not isinstance(value, wanted) or (wanted is int and (isinstance(value, bool) or value < 0)):
        raise _wrong(source, table, key, value, _ACCEPTED[wanted])
    return value


_ACCEPTED = {str: '"…"', int: "0, 1, 2 …", bool: "true, false"}
_ACCEPTED_LIST = {str: '["…", "…"]', int: "[3, 4]"}


def _schema(source: Source, value: Any) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        raise _wrong(source, "crm", "schema", value, "[crm.schema.contact]")
    return {
        entity: {key: _text(source, f"crm.schema.{entity}", key, name) for key, name in table.items()}
        for entity, table in value.items()
    }


def _variables(environ: Mapping[str, str]) -> Iterable[tuple[str, str, str, Any]]:
    """``CTIDESK_<TABLE>_<KEY>`` variables of the tables there are, as (variable, table, key, value)."""
    for name, text in sorted(environ.items()):
        table, _, key = name.removeprefix("CTIDESK_").lower().partition("_")
        if not name.startswith("CTIDESK_") or name in SECRET_VARIABLES or table not in _fields(Settings) or not key:
            continue
        if table == "hotkeys":
            key = key.replace("global_", hotkeys.GLOBAL)  # no shell knows a variable with a dot
        yield name, table, key, _typed(text, _type_of(table, key))


def _type_of(table: str, key: str) -> Any:
    present = getattr(Settings(), table)
    return typing.get_type_hints(type(present)).get(key, str) if dataclasses.is_dataclass(present) else str


def _typed(text: str, wanted: Any) -> Any:
    """A variable's text as the TOML value it would be; what does not fit is left for the check to refuse."""
    if wanted is int:
        return int(text) if text.isdigit() else text
    if wanted is bool:
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    if typing.get_origin(wanted) is tuple:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return [int(part) if typing.get_args(wanted)[0] is int and part.isdigit() else part for part in parts]
    return text


def _fields(table: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(table))


def _unknown(source: Source, table: str, key: str, known: Iterable[str]) -> SettingsError:
    place = f"{table}.{key}" if key else f"[{table}]"
    return SettingsError(
        Problem.of(
            ProblemId.CONFIG_UNKNOWN_KEY,
            file=source.name,
            line=source.line_of(table, key),
            key=place,
            accepted=", ".join(known),
        )
    )


def _wrong(source: Source, table: str, key: str, value: Any, accepted: str) -> SettingsError:
    return SettingsError(
        Problem.of(
            ProblemId.CONFIG_WRONG_VALUE,
            file=source.name,
            line=source.line_of(table, key),
            key=f"{table}.{key}" if table else key,
            value=str(value)[:60],
            accepted=accepted,
        )
    )
