"""Links on a freedesktop desktop: a desktop file of the user's, and ``xdg-mime`` to make it the default.

Desktop Entry Specification 1.5 (the Exec key), Association between MIME types and applications 1.0.1.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

DESKTOP_FILE = "ctidesk-links.desktop"
"""Not the package's own name: that one is to be found again when this one is removed."""
_WITHIN_S = 30
_RESERVED = re.compile(r"[\s\"'\\><~|&;$*?#()`]")
_ESCAPED = re.compile(r'(["`$\\])')


def register(command: Sequence[str], schemes: Sequence[str]) -> None:
    """Have ``command``, with the link behind it, open ``schemes``; raises :class:`OSError`."""
    types = [f"x-scheme-handler/{scheme}" for scheme in schemes]
    applications = _data_home() / "applications"
    applications.mkdir(parents=True, exist_ok=True)
    (applications / DESKTOP_FILE).write_text(_entry(command, types), encoding="utf-8")
    _run("xdg-mime", "default", DESKTOP_FILE, *types)


def remove(schemes: Sequence[str]) -> None:
    """Leave the links to whichever other program declares them; raises :class:`OSError`."""
    (_data_home() / "applications" / DESKTOP_FILE).unlink(missing_ok=True)
    lists = (_config_home() / "mimeapps.list", _data_home() / "applications" / "mimeapps.list")
    for chosen in (file for file in lists if file.exists()):
        kept = [line for line in chosen.read_text(encoding="utf-8").splitlines(keepends=True) if not _is_ours(line)]
        chosen.write_text("".join(kept), encoding="utf-8")


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, timeout=_WITHIN_S, capture_output=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise OSError(f"{command[0]} is missing, install xdg-utils") from None
    except subprocess.SubprocessError as error:
        raise OSError(str(error)) from error


def _is_ours(line: str) -> bool:
    kind, _, applications = line.strip().partition("=")
    return kind.startswith("x-scheme-handler/") and applications.rstrip(";") == DESKTOP_FILE


def _entry(command: Sequence[str], types: Sequence[str]) -> str:
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=ctidesk",
        f"Exec={' '.join(map(_quoted, command))} -- %u",
        "Icon=ctidesk",
        "Terminal=false",
        "NoDisplay=true",
        "StartupNotify=false",
        f"MimeType={';'.join(types)};",
    )
    return "".join(f"{line}\n" for line in lines)


def _quoted(word: str) -> str:
    """In quotes only where it must be: the plain ``xdg-open`` of a bare window manager knows none.

    A backslash is escaped twice, in quotes and as a string.
    """
    word = word.replace("%", "%%")
    if not _RESERVED.search(word):
        return word
    return '"' + _ESCAPED.sub(r"\\\1", word).replace("\\", "\\\\") + '"'


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _config_home() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
