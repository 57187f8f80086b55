"""The Windows registry, played in memory: as much of ``winreg`` as the desk uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Registry:
    """``keys``: values by name, by the key's path; as in Windows, letters' case does not matter to a path."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = "HKLM", "HKCU"
    KEY_READ, KEY_WRITE = 0x20019, 0x20006
    REG_SZ, REG_EXPAND_SZ, REG_BINARY, REG_DWORD, REG_MULTI_SZ = 1, 2, 3, 4, 7

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, Any]] = {}
        self.kinds: dict[tuple[str, str], int] = {}

    @contextmanager
    def CreateKeyEx(self, root: str, path: str, reserved: int = 0, access: int = KEY_WRITE) -> Iterator[str]:
        parts = path.lower().split("\\")
        for count in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join((root, *parts[:count])), {})
        yield self._path(root, path)

    @contextmanager
    def OpenKey(self, root: str, path: str, reserved: int = 0, access: int = KEY_READ) -> Iterator[str]:
        if self._path(root, path) not in self.keys:
            raise FileNotFoundError(path)
        yield self._path(root, path)

    def SetValueEx(self, key: str, name: str, reserved: int, kind: int, value: Any) -> None:
        self.keys[key][name] = value
        self.kinds[key, name] = kind

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:
        if name not in self.keys[key]:
            raise FileNotFoundError(name)
        return self.keys[key][name], self.REG_SZ

    def QueryInfoKey(self, key: str) -> tuple[int, int, int]:
        """How many keys and values there are below, and when it was last changed."""
        return 0, len(self.keys[key]), 0

    def EnumValue(self, key: str, place: int) -> tuple[str, Any, int]:
        name = list(self.keys[key])[place]
        return name, self.keys[key][name], self.kinds[key, name]

    def DeleteValue(self, key: str, name: str) -> None:
        if self.keys[key].pop(name, None) is None:
            raise FileNotFoundError(name)

    def DeleteKey(self, root: str, path: str) -> None:
        whole = self._path(root, path)
        if whole not in self.keys:
            raise FileNotFoundError(path)
        if any(other.startswith(f"{whole}\\") for other in self.keys):
            raise PermissionError(path)  # as Windows does where there are keys below
        del self.keys[whole]

    def _path(self, root: str, path: str) -> str:
        return "\\".join((root, path.lower()))
