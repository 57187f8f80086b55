"""Writing values into the user's ``config.toml``, with everything else in it left as it is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from ctidesk.adapters.settings_text import text_in
from ctidesk.domain.errors import Problem, ProblemId, SettingsError
from ctidesk.domain.setting_list import Value


def keep(path: Path, table: str, key: str, value: Value) -> None:
    """Set ``[table] key``; comments and order stay. Raises :class:`SettingsError`, and then the file is untouched."""
    keep_all(path, {(table, key): value})


def keep_all(path: Path, values: Mapping[tuple[str, str], Value | None]) -> None:
    """Set every ``[table] key``, take those away that are ``None``; all of it or, with a SettingsError, nothing."""
    try:
        document = tomlkit.parse(text_in(path)) if path.exists() else tomlkit.document()
        for (table, key), value in values.items():
            _set(document, table, key, value)
        _replace(path, tomlkit.dumps(document))
    except (OSError, TOMLKitError) as error:
        raise SettingsError(Problem.of(ProblemId.CONFIG_UNWRITABLE, str(error), file=path)) from error


def _set(document: tomlkit.TOMLDocument, table: str, key: str, value: Value | None) -> None:
    if value is not None:
        document.setdefault(table, tomlkit.table())[key] = list(value) if isinstance(value, tuple) else value
    elif table in document:
        document[table].pop(key, None)


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
