"""How to start another process of this program: from source, from a wheel, or frozen."""

from __future__ import annotations

import sys
from pathlib import Path

CONSOLE = "ctidesk.exe"
"""Beside ``ctideskw.exe``, which is the same program for Windows' menus and links: without a console of its own."""


def command(*words: str) -> list[str]:
    """The command line that runs ``ctidesk`` with these words."""
    if getattr(sys, "frozen", False):
        return [_frozen_program(), *words]
    return [sys.executable, "-m", "ctidesk", *words]


def _frozen_program() -> str:
    """The one whose standard streams work: the engine is spoken to by pipes."""
    return str(Path(sys.executable).with_name(CONSOLE)) if sys.platform == "win32" else sys.executable
