"""Starting with the operator's session: a desktop entry (Desktop Application Autostart Specification 0.5), on Windows
a value under ``HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run``."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ctidesk.domain.errors import DeskError, Problem, ProblemId

log = logging.getLogger(__name__)

RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_OURS = "X-ctidesk-autostart=true"
"""Entries that the operator made himself have no such line, and are his."""
_SWITCHED_OFF = ("Hidden=true", "X-GNOME-Autostart-enabled=false")
"""What the desktop's own settings write into an entry that the operator switched off there."""
_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")
_ESCAPED = str.maketrans({char: f"\\{char}" for char in '"`$\\'})


def start_with_session(wanted: bool, name: str, command: Sequence[str]) -> None:
    """Have ``command`` started with this operator's sessions under ``name``, or no longer; blocks.

    Raises :class:`DeskError` with AUTOSTART_UNWRITABLE.
    """
    if sys.platform == "win32":
        import winreg

        place: Any = RunKey(winreg)
    else:
        place = AutostartFolder(_config_home() / "autostart")
    try:
        place.write(name, command) if wanted else place.remove(name)
    except OSError as error:
        raise DeskError(Problem.of(ProblemId.AUTOSTART_UNWRITABLE, str(error))) from error


class AutostartFolder:
    """``$XDG_CONFIG_HOME/autostart``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, command: Sequence[str]) -> None:
        """One that the desktop's settings have switched off stays so."""
        path, entry = self._path(name), entry_of(command)
        written = self._written(path)
        if written == entry or any(line in written.splitlines() for line in _SWITCHED_OFF):
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        path.write_text(entry, encoding="utf-8")
        log.info("starts with the session: %s", path)

    def remove(self, name: str) -> None:
        path = self._path(name)
        if _OURS in self._written(path).splitlines():
            path.unlink()
            log.info("starts with the session no longer: %s", path)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.desktop"

    def _written(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""


def entry_of(command: Sequence[str]) -> str:
    """A desktop entry that runs ``command`` (Desktop Entry Specification 1.5, "The Exec key")."""
    words = " ".join(_quoted(word) for word in command)
    lines = ("[Desktop Entry]", "Type=Application", "Name=ctidesk", f"Exec={words}", "Icon=ctidesk", _OURS)
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    """For the value of a key, whose backslashes are doubled, with the field codes' percent sign doubled."""
    if _RESERVED & set(word) or not word:
        word = f'"{word.translate(_ESCAPED)}"'
    return word.replace("\\", "\\\\").replace("\n", "\\n").replace("%", "%%")


def _config_home() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


class RunKey:
    """``registry`` is ``winreg``."""

    def __init__(self, registry: Any) -> None:
        self._registry = registry

    def write(self, name: str, command: Sequence[str]) -> None:
        with self._open() as key:
            self._registry.SetValueEx(key, name, 0, self._registry.REG_SZ, subprocess.list2cmdline(command))

    def remove(self, name: str) -> None:
        with self._open() as key, suppress(FileNotFoundError):
            self._registry.DeleteValue(key, name)

    def _open(self) -> Any:
        return self._registry.CreateKeyEx(self._registry.HKEY_CURRENT_USER, RUN_KEY, 0, self._registry.KEY_SET_VALUE)
