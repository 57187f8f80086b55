"""A picture of each window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ctidesk.domain.errors import DeskError, Problem, ProblemId


def save(windows: Iterable[QWidget], folder: Path) -> tuple[Path, ...]:
    """One PNG a window in ``folder``, named like it; a second window of a name is numbered. Raises DeskError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(Problem.of(ProblemId.FOLDER_UNWRITABLE, str(error), folder=folder)) from error
    return tuple(_save(window, file) for window, file in _files(windows, folder))


def _files(windows: Iterable[QWidget], folder: Path) -> Iterator[tuple[QWidget, Path]]:
    seen: dict[str, int] = {}
    for window in windows:
        name = window.objectName()
        seen[name] = seen.get(name, 0) + 1
        yield window, folder / (f"{name}.png" if seen[name] == 1 else f"{name}-{seen[name]}.png")


def _save(window: QWidget, file: Path) -> Path:
    if not window.grab().save(str(file)):
        raise DeskError(Problem.of(ProblemId.FOLDER_UNWRITABLE, str(file), folder=file.parent))
    return file
