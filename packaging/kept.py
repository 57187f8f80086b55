"""What of the collected files goes into the frozen folder: of Qt what is used, and nothing that Debian has."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

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

_QT_SPARE = ("opengl32sw.dll",)
"""A renderer for 3D in software, 20 MB; nothing here is drawn by OpenGL."""

_COMPILERS = re.compile(r"(msvcp|vcruntime|concrt)140(_\w+)?\.dll", re.IGNORECASE)
_OF_THE_SYSTEM = ("/lib/", "/usr/lib/x86_64-linux-gnu/", "/usr/lib/aarch64-linux-gnu/")


def placed(entry: tuple[str, str, str]) -> tuple[str, str, str]:
    """On Windows the freezing tool lays the libraries of packages side by side: back to where their packages look for
    them, and Qt for its plugins. The compiler's own stay; everybody needs those."""
    name, source, kind = entry
    path, origin = PureWindowsPath(name), PureWindowsPath(source)
    if len(path.parts) > 1 or path.suffix != ".dll" or _COMPILERS.fullmatch(path.name):
        return entry
    at_home = origin.parent.name in ("PySide6", "shiboken6") or origin.parent.name.endswith(".libs")
    return (f"{origin.parent.name}\\{path.name}", source, kind) if at_home else entry


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
    if path.name in _QT_SPARE:
        return False
    library = re.match(r"(?:lib)?Qt6(\w+)\.", path.name)
    return library is None or library[1] in QT_LIBRARIES
