"""Where the parts of a release lie, and what it is called."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
BUILD = ROOT / "build" / "package"
DIST = ROOT / "dist"
SHIPPED = BUILD / "venv"
FREEZER = BUILD / "freezer"
ICONS = BUILD / "icons"

LINUX = BUILD / "linux" / "ctidesk"
WINDOWS = BUILD / "windows" / "ctidesk"

VERSION = re.search(r'__version__ = "(.+)"', (ROOT / "ctidesk" / "__init__.py").read_text())[1]  # type: ignore[index]

DEB = DIST / f"ctidesk_{VERSION}_amd64.deb"
SETUP = DIST / f"ctidesk-{VERSION}-setup-x64.exe"


def tools() -> dict[str, str]:
    """The environment of a freezing Python: the tool's folder and the checkout beside what is shipped."""
    return {**os.environ, "PYTHONPATH": f"{FREEZER}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
