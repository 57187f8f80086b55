"""Writing a value into the user's ``config.toml``, with everything else in it left as it is."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from ctidesk.domain.errors import Problem, ProblemId, SettingsError


def keep(path: Path, table: str, key: str, value: str | int | bool) -> None:
    """Set ``[table] key``; comments and order stay. Raises :class:`SettingsError`, and then the file is untouched."""
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
        document.setdefault(table, tomlkit.table())[key] = value
        _replace(path, tomlkit.dumps(document))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(Problem.of(ProblemId.CONFIG_UNWRITABLE, str(error), file=path)) from error


def _replace(path: Path, text: str) -> None:
    """All or nothing, even when the power goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".config-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
