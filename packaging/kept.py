"""What of the collected files goes into the frozen folder: of Qt what is used, and nothing that Debian has."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

QT_PLUGINS = {
    "iconengines": "svgicon",
    "imageformats": "svg",
    "platforms": "xcb|wayland|offscreen|windows",
    "platforminputcontexts": "",
    "platformthemes": "xdgdesktopportal",
    "styles": "",
    "wayland-decoration-client": "",
    "wayland-shell-integration": "xdg-shell",
    "xcbglintegrations": "",
}
"""Words in the names of the plugins that are kept, by kind; a kind that is not here is left out."""

QT_LIBRARIES = ("Core", "DBus", "Gui", "Svg", "WaylandClient", "WlShellIntegration", "Widgets", "XcbQpa")
QT_WORDS = "qtbase_ru.qm"

_OF_THE_SYSTEM = ("/lib/", "/usr/lib/x86_64-linux-gnu/", "/usr/lib/aarch64-linux-gnu/")


def is_kept(name: str, source: str, kind: str) -> bool:
    """Judge one entry of PyInstaller's table of contents: its place in the folder, where it comes from, its kind."""
    path = PurePosixPath((source if kind == "SYMLINK" else name).replace("\\", "/"))
    if "PySide6" in path.parts:
        return _is_used_of_qt(path)
    return not source.startswith(_OF_THE_SYSTEM) or path.name.startswith("libpython")


def _is_used_of_qt(path: PurePosixPath) -> bool:
    if "translations" in path.parts:
        return path.name == QT_WORDS
    if "plugins" in path.parts:
        words = QT_PLUGINS.get(path.parent.name)
        return words is not None and re.search(words, path.name) is not None
    library = re.match(r"(?:lib)?Qt6(\w+)\.", path.name)
    return library is None or library[1] in QT_LIBRARIES
