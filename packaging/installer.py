"""The installer for Windows, from the frozen folder."""

from __future__ import annotations

import subprocess

from places import ICONS, PACKAGING, ROOT, SETUP, VERSION, WINDOWS


def build() -> None:
    """Make :data:`places.SETUP`."""
    told = {"VERSION": VERSION, "OUT": SETUP, "FOLDER": WINDOWS, "ROOT": ROOT, "ICON": ICONS / "ctidesk.ico"}
    words = [f"-D{name}={value}" for name, value in told.items()]
    command = ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *words, PACKAGING / "windows" / "installer.nsi"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
