"""How to start another process of this program: from source, from a wheel, or frozen."""

from __future__ import annotations

import sys


def command(*words: str) -> list[str]:
    """The command line that runs ``ctidesk`` with these words."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "ctidesk", *words]
