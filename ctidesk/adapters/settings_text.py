"""The text of a settings file, as its reader and its writer take it."""

from __future__ import annotations

from pathlib import Path

from ctidesk.domain.errors import Problem, ProblemId, SettingsError


def text_in(path: Path) -> str:
    """What the file says, without the mark of order that editors on Windows put before it. Raises :class:`OSError`,
    and :class:`SettingsError` where it is not in UTF-8; UTF-16 without such a mark has zeros, TOML has none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if "\0" in text:
            raise UnicodeError("NUL in it")
    except UnicodeError as error:
        raise SettingsError(Problem.of(ProblemId.CONFIG_NOT_UTF8, str(error), file=path)) from error
    return text
