"""Every setting by its name: what kind of value it holds, read from the dataclasses of :mod:`ctidesk.domain.settings`.

A field that is added there is a setting here; what a type alone does not tell stands in the tables below.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

from ctidesk.domain.hotkeys import DEFAULTS
from ctidesk.domain.settings import Settings

Value: TypeAlias = str | int | bool | tuple[str, ...] | tuple[int, ...] | Mapping[str, Mapping[str, str]]


class Kind(StrEnum):
    """What a value is, and so how it is edited."""

    CHOICE = "choice"
    SWITCH = "switch"
    NUMBER = "number"
    TEXT = "text"
    LINES = "lines"
    NUMBERS = "numbers"
    KEY = "key"
    DEVICE = "device"
    FILE = "file"
    NAMES = "names"
    """Tables of a deployment's own names: entity -> field -> name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """``least`` and ``most`` bound a number; ``at_once``: a desk that runs takes a new value without being put
    together anew."""

    table: str
    key: str
    kind: Kind
    default: Value
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None
    at_once: bool = False

    @property
    def name(self) -> str:
        """``sip.server``, ``hotkeys.global.accept``"""
        return f"{self.table}.{self.key}"

    @property
    def seconds(self) -> bool:
        return self.kind is Kind.NUMBER and self.key.endswith("_s")


LIMITS: Mapping[str, tuple[int, int]] = {
    "sip.register_expires_s": (1, 86400),
    "sip.no_answer_s": (1, 3600),
    "calls.wrap_up_s": (0, 3600),
    "calls.refuse_wrap_up": (400, 699),  # the answers that refuse a call: RFC 3261, 21.4 to 21.6
    "calls.refuse_busy": (400, 699),
    "calls.extension_length": (1, 15),
    "crm.page_size": (1, 5000),  # a server of the Web API gives no more
    "crm.sync_interval_s": (1, 86400),
}
_KINDS: Mapping[str, Kind] = {
    "sip.tls_ca_file": Kind.FILE,
    "audio.input": Kind.DEVICE,
    "audio.output": Kind.DEVICE,
    "audio.ring": Kind.DEVICE,
}
_OF_TYPE: Mapping[Any, Kind] = {
    bool: Kind.SWITCH,
    int: Kind.NUMBER,
    str: Kind.TEXT,
    tuple[str, ...]: Kind.LINES,
    tuple[int, ...]: Kind.NUMBERS,
}
_AT_ONCE = frozenset({"audio", "hotkeys", "ui.theme", "ui.autostart"})
"""Tables and names that a running desk takes as they are."""


def _listed() -> Iterator[Setting]:
    for field in dataclasses.fields(Settings):
        table = getattr(Settings(), field.name)
        yield from _hotkeys() if field.name == "hotkeys" else _of_table(field.name, table)


def _hotkeys() -> Iterator[Setting]:
    return (Setting("hotkeys", name, Kind.KEY, key, at_once=True) for name, key in DEFAULTS.items())


def _of_table(table: str, values: Any) -> Iterator[Setting]:
    hints = typing.get_type_hints(type(values))
    for field in dataclasses.fields(values):
        name, wanted = f"{table}.{field.name}", hints[field.name]
        choices = typing.get_args(wanted) if typing.get_origin(wanted) is typing.Literal else ()
        kind = Kind.CHOICE if choices else _KINDS.get(name) or _OF_TYPE.get(wanted, Kind.NAMES)
        least, most = LIMITS.get(name, (0, None))
        at_once = bool({table, name} & _AT_ONCE)
        yield Setting(table, field.name, kind, getattr(values, field.name), choices, least, most, at_once)


SETTINGS: Mapping[str, Setting] = types.MappingProxyType({setting.name: setting for setting in _listed()})
"""In the order of the file."""

TABLES: tuple[str, ...] = tuple(dict.fromkeys(setting.table for setting in SETTINGS.values()))


def keys_of(table: str) -> tuple[str, ...]:
    return tuple(setting.key for setting in SETTINGS.values() if setting.table == table)


def value_of(settings: Settings, name: str) -> Value:
    setting = SETTINGS[name]
    if setting.table == "hotkeys":
        return settings.hotkeys.get(setting.key, setting.default)
    value: Value = getattr(getattr(settings, setting.table), setting.key)
    return value


def with_value(settings: Settings, name: str, value: Value) -> Settings:
    """``settings`` with a checked value in them."""
    setting = SETTINGS[name]
    present = getattr(settings, setting.table)
    if setting.table == "hotkeys":
        return replace(settings, hotkeys={**present, setting.key: str(value)})
    return replace(settings, **{setting.table: replace(present, **{setting.key: value})})
