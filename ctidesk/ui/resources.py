"""Where the drawn and written things lie: in a checkout, beside an installed wheel, or in a frozen build."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def _roots() -> Iterator[Path]:
    yield Path(__file__).resolve().parents[2]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        yield Path(frozen)
    yield Path(sys.prefix) / "share" / "ctidesk"


@cache
def folder(name: str) -> Path:
    """The folder ``resources``, ``translations`` or ``docs``, wherever this program was put."""
    tried = [root / name for root in _roots()]
    for path in tried:
        if path.is_dir():
            return path
    raise FileNotFoundError(f"{name}: not in " + ", ".join(str(path.parent) for path in tried))


def icon_file(name: str) -> Path:
    return folder("resources") / "icons" / f"{name}.svg"


def translation_file(language: str) -> Path:
    return folder("translations") / f"ctidesk_{language}.qm"


def guide_file(language: str) -> Path:
    return folder("docs") / "guide" / f"{language}.md"
