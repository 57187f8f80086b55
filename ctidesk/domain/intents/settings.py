"""What the operator wants of the settings window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OpenSettings:
    pass


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """The group of a table of the file; empty while something is looked for."""

    table: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class TypeSetting:
    """``text`` as variables have it, a list one a line; of a password a mark that it was typed."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SaveSettings:
    """``passwords``: what was typed, by its name among the settings; it never shows in a repr. ``close``: the window
    is to go when all is saved, and nothing is left to say."""

    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    close: bool = False


@dataclass(frozen=True, slots=True)
class DropSettings:
    """Close the window, whatever was typed."""


@dataclass(frozen=True, slots=True)
class GoOnWithSettings:
    """Not to be closed after all."""


@dataclass(frozen=True, slots=True)
class CloseSettings:
    """Asks first where something would be lost."""


@dataclass(frozen=True, slots=True)
class RestartDesk:
    """Put the desk together anew, with the settings as they are now; no call goes on across it."""
