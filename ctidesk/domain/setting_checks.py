"""Whether a value may stand in the settings: the one truth for files, variables, policies and the settings window.

Problems have ``key``, ``value`` and ``accepted``; whoever knows the place adds it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ctidesk.domain import hotkeys
from ctidesk.domain.crm_address import is_loopback, parts_of
from ctidesk.domain.errors import Problem, ProblemId, SettingsError
from ctidesk.domain.records import Entity
from ctidesk.domain.setting_list import SETTINGS, TABLES, Kind, Setting, Value, keys_of
from ctidesk.domain.settings import CrmSettings

_PORT = r"(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])"  # 1 … 65535

_SHAPES: Mapping[str, tuple[str, str]] = {
    "sip.server": (r"(\[[0-9a-fA-F:.]+\]|[^\s:/@\[\]]+)(:" + _PORT + r")?", "pbx.example.com:5060, 1 … 65535"),
    "crm.prefix": (r"[A-Za-z0-9]+", "new, abc, abc2 …"),  # of a publisher; it becomes part of names in queries
    "crm.country": (r"[A-Z]{2}", "RU, BY, KZ …"),  # ISO 3166-1 alpha-2
}
"""What a text must look like that is not empty."""

_LONGEST_SHOWN = 60


def checked(name: str, value: object) -> Value:
    """``value``, as TOML has it, as the setting holds it; raises :class:`SettingsError`."""
    setting = SETTINGS[name]
    return _CHECKS[setting.kind](setting, value)


def sifted(name: str, value: object) -> tuple[Value | None, tuple[Problem, ...]]:
    """What of ``value`` can be used, and everything that is wrong with it: a table of names may have many faults."""
    if SETTINGS[name].kind is Kind.NAMES and isinstance(value, dict):
        return _own_names(name, value)
    try:
        return checked(name, value), ()
    except SettingsError as error:
        return None, (error.problem,)


def from_text(name: str, text: str, separator: str = ",") -> object:
    """A text (a variable's, a policy's, one that was typed) as the TOML value it would be; what does not fit is left
    for :func:`checked` to refuse."""
    match SETTINGS[name].kind:
        case Kind.NUMBER:
            return int(text) if _is_whole(text) else text
        case Kind.SWITCH:
            return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
        case Kind.LINES:
            return _parts(text, separator)
        case Kind.NUMBERS:
            return [int(part) if _is_whole(part) else part for part in _parts(text, ",")]
        case Kind.NAMES:
            return _names(text)
    return text


def typed(name: str, text: str) -> Value:
    """What was typed into the settings window, checked; a list has a line for each; raises :class:`SettingsError`."""
    kept = text.strip() if SETTINGS[name].kind is not Kind.DEVICE else text
    return checked(name, from_text(name, kept, "\n"))


def text_of(value: Value) -> str:
    """As :func:`typed` reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "\n".join(f"{table}.{key} = {name}" for table, names in value.items() for key, name in names.items())
    if isinstance(value, tuple):
        return (", " if any(isinstance(item, int) for item in value) else "\n").join(map(str, value))
    return str(value)


def crm_faults(crm: CrmSettings) -> Mapping[str, Problem]:
    """What keeps this CRM from ever being signed in to, by the setting to mend; nothing where there is none."""
    found = {}
    if crm.auth in ("basic", "ntlm") and not crm.username:
        found["crm.username"] = wrong("crm.username", "", "DOMAIN\\user, user@example.com")
    try:
        origin, _, host = parts_of(crm.url)
    except SettingsError as error:
        return {**found, "crm.url": error.problem}
    if crm.auth in ("basic", "oauth") and origin.startswith("http:") and not is_loopback(host):
        # What travels as it is, a password or a token, travels encrypted or not at all.
        found["crm.url"] = wrong("crm.url", origin, "https://…")
    return found


def unknown(place: str, accepted: Iterable[str]) -> SettingsError:
    """``place``: a key with its table, or ``[table]``."""
    return SettingsError(Problem.of(ProblemId.CONFIG_UNKNOWN_KEY, key=place, accepted=", ".join(accepted)))


def known(table: str, key: str = "") -> str:
    """The name of a setting; raises :class:`SettingsError` where there is no such key, or no such table."""
    if table not in TABLES:
        raise unknown(f"[{table}]", TABLES)
    name = f"{table}.{key}"
    if name not in SETTINGS:
        raise unknown(name, keys_of(table))
    return name


def wrong(name: str, value: object, accepted: str) -> Problem:
    return Problem.of(ProblemId.CONFIG_WRONG_VALUE, key=name, value=str(value)[:_LONGEST_SHOWN], accepted=accepted)


# --- one a kind --------------------------------------------------------------------------------------------------


def _refuse(setting: Setting, value: object, accepted: str) -> SettingsError:
    return SettingsError(wrong(setting.name, value, accepted))


def _choice(setting: Setting, value: Any) -> Value:
    if value not in setting.choices:
        raise _refuse(setting, value, ", ".join(setting.choices))
    return str(value)


def _switch(setting: Setting, value: Any) -> Value:
    if not isinstance(value, bool):
        raise _refuse(setting, value, "true, false")
    return value


def _number(setting: Setting, value: Any) -> Value:
    if not _within(setting, value):
        raise _refuse(setting, value, f"{setting.least} … {setting.most}" if setting.most else "0, 1, 2 …")
    return int(value)


def _text(setting: Setting, value: Any) -> Value:
    if not isinstance(value, str):
        raise _refuse(setting, value, '"…"')
    shape, example = _SHAPES.get(setting.name, ("", ""))
    if value and shape and not re.fullmatch(shape, value):
        raise _refuse(setting, value, example)
    if value and setting.name == "sip.bind" and not _is_address(value):
        raise _refuse(setting, value, "192.0.2.10")
    return value


def _lines(setting: Setting, value: Any) -> Value:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _refuse(setting, value, '["…", "…"]')
    return tuple(value)


def _numbers(setting: Setting, value: Any) -> Value:
    if not isinstance(value, list) or not all(_within(setting, item) for item in value):
        raise _refuse(setting, value if not isinstance(value, list) else ", ".join(map(str, value)), "[3, 4]")
    return tuple(value)


def _key(setting: Setting, value: Any) -> Value:
    """A key as it is always written; empty where the name shall have none."""
    try:
        key = str(hotkeys.Key.parse(value)) if value != "" else ""
    except (ValueError, AttributeError):
        raise _refuse(setting, value, hotkeys.ACCEPTED) from None
    if does := hotkeys.OF_WINDOWS.get(key):
        about = {"key": setting.name, "value": key, "does": does}
        raise SettingsError(Problem.of(ProblemId.HOTKEY_OF_WINDOWS, **about))
    return key


def _tables(setting: Setting, value: Any) -> Value:
    if not isinstance(value, dict):
        raise _refuse(setting, value, "[crm.schema.contact]")
    names, faults = _own_names(setting.name, value)
    for fault in faults:
        raise SettingsError(fault)
    return names


def _own_names(name: str, tables: Mapping[str, Any]) -> tuple[Mapping[str, Mapping[str, str]], tuple[Problem, ...]]:
    """The names that can be used, and what is wrong with the others."""
    names: dict[str, dict[str, str]] = {}
    faults = []
    for entity, table in tables.items():
        if entity not in tuple(Entity):
            faults.append(unknown(f"{name}.{entity}", Entity).problem)
        elif not isinstance(table, dict):
            faults.append(wrong(f"{name}.{entity}", table, f"[{name}.{entity}]"))
        else:
            names[str(entity)] = {key: own for key, own in table.items() if isinstance(own, str)}
            faults += [wrong(f"{name}.{entity}.{key}", table[key], '"…"') for key in table if key not in names[entity]]
    return names, tuple(faults)


_CHECKS: Mapping[Kind, Callable[[Setting, Any], Value]] = {
    Kind.CHOICE: _choice,
    Kind.SWITCH: _switch,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.DEVICE: _text,
    Kind.FILE: _text,
    Kind.LINES: _lines,
    Kind.NUMBERS: _numbers,
    Kind.KEY: _key,
    Kind.NAMES: _tables,
}


def _within(setting: Setting, value: object) -> bool:
    if not isinstance(value, int) or isinstance(value, bool) or value < setting.least:
        return False
    return setting.most is None or value <= setting.most


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_whole(text: str) -> bool:
    """As :class:`int` reads it, without the figures of other scripts."""
    return text.isascii() and text.isdigit()


def _parts(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _names(text: str) -> object:
    """``contact.middlename = new_middle``, a line each; a line that is none of these stays, to be refused."""
    tables: dict[str, dict[str, str]] = {}
    for line in _parts(text, "\n"):
        place, is_there, name = line.partition("=")
        entity, _, key = place.strip().partition(".")
        if not (is_there and entity and key):
            return line
        tables.setdefault(entity, {})[key] = name.strip().strip('"')
    return tables
