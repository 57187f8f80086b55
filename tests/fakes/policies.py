"""A Windows registry in memory: what the desk uses of the module ``winreg``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ctidesk.adapters.desktop.policies import PATH

Key = list[tuple[str, Any, int]]


class FakeRegistry:
    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = 0x80000002, 0x80000001
    REG_SZ, REG_EXPAND_SZ, REG_BINARY, REG_DWORD, REG_MULTI_SZ = 1, 2, 3, 4, 7

    def __init__(self) -> None:
        self._keys: dict[tuple[int, str], Key] = {}

    def set(self, hive: str, table: str, name: str, value: str | int | list[str] | bytes) -> None:
        kinds = {str: self.REG_SZ, int: self.REG_DWORD, list: self.REG_MULTI_SZ, bytes: self.REG_BINARY}
        key = self._keys.setdefault((getattr(self, hive), f"{PATH}\\{table}"), [])
        key.append((name, value, kinds[type(value)]))

    @contextmanager
    def OpenKey(self, hive: int, path: str) -> Iterator[Key]:
        if (hive, path) not in self._keys:
            raise FileNotFoundError(path)
        yield self._keys[hive, path]

    def QueryInfoKey(self, key: Key) -> tuple[int, int, int]:
        return 0, len(key), 0

    def EnumValue(self, key: Key, place: int) -> tuple[str, Any, int]:
        return key[place]
