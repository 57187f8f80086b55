"""Links on Windows: keys of the user's registry (Microsoft Learn, "Registering an Application to a URI Scheme" and
"Default Programs": URLAssociations).

Since Windows 8 a scheme that two programs want belongs to the one that the user chooses in the settings; the
capabilities put this program on that list.
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Registry: TypeAlias = Any
"""The standard library's ``winreg``, or what plays it."""

CLASSES = r"Software\Classes"
PROGRAM = r"Software\ctidesk"
REGISTERED = r"Software\RegisteredApplications"
_CLASS = "ctidesk.link"
_COMMAND = r"shell\open\command"


def register(command: Sequence[str], schemes: Sequence[str], registry: Registry) -> None:
    """Have ``command``, with the link behind it, open ``schemes``; raises :class:`OSError`."""
    for path, values in _keys(_command_line(command), schemes).items():
        with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_WRITE) as key:
            for name, value in values.items():
                registry.SetValueEx(key, name, 0, registry.REG_SZ, value)


def remove(schemes: Sequence[str], registry: Registry) -> None:
    """What :func:`register` has written; a scheme that another program has taken since stays as it is."""
    for scheme in (_CLASS, *schemes):
        path = rf"{CLASSES}\{scheme}"
        if _is_ours(registry, path):
            _delete(registry, path, ("", "shell", r"shell\open", _COMMAND))
    _delete(registry, PROGRAM, ("", "Capabilities", r"Capabilities\URLAssociations"))
    with (
        contextlib.suppress(FileNotFoundError),
        registry.OpenKey(registry.HKEY_CURRENT_USER, REGISTERED, 0, registry.KEY_WRITE) as key,
    ):
        registry.DeleteValue(key, "ctidesk")


def _keys(command_line: str, schemes: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Values by key; "" is a key's default value."""
    keys: dict[str, Mapping[str, str]] = {}
    for scheme in (_CLASS, *schemes):
        keys[rf"{CLASSES}\{scheme}"] = {"": f"URL:{scheme}", "URL Protocol": ""}
        keys[rf"{CLASSES}\{scheme}\{_COMMAND}"] = {"": command_line}
    keys[rf"{PROGRAM}\Capabilities"] = {"ApplicationName": "ctidesk", "ApplicationDescription": "ctidesk"}
    keys[rf"{PROGRAM}\Capabilities\URLAssociations"] = dict.fromkeys(schemes, _CLASS)
    keys[REGISTERED] = {"ctidesk": rf"{PROGRAM}\Capabilities"}
    return keys


def _command_line(command: Sequence[str]) -> str:
    """What breaks out of the quotes is a second argument, and behind ``--`` a wrong one."""
    return f'{subprocess.list2cmdline(command)} -- "%1"'


def _is_ours(registry: Registry, path: str) -> bool:
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, rf"{path}\{_COMMAND}") as key:
            command, _ = registry.QueryValueEx(key, "")
    except FileNotFoundError:
        return False
    return "ctidesk" in str(command)


def _delete(registry: Registry, path: str, below: Sequence[str]) -> None:
    """A key can go when it has no keys below: the deepest first."""
    for name in reversed(below):
        with contextlib.suppress(OSError):  # not there, or somebody else keeps something in it
            registry.DeleteKey(registry.HKEY_CURRENT_USER, rf"{path}\{name}".rstrip("\\"))
