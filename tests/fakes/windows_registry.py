"""What the desk uses of ``winreg``, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class FakeRegistry:
    """``values`` by the path of their key under HKEY_CURRENT_USER. A policy may deny (``denied``)."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = "HKCU", 2, 1

    def __init__(self, *, denied: bool = False) -> None:
        self.values: dict[str, dict[str, str]] = {}
        self._denied = denied

    @contextmanager
    def CreateKeyEx(self, root: str, path: str, reserved: int, access: int) -> Iterator[dict[str, str]]:
        assert (root, access) == (self.HKEY_CURRENT_USER, self.KEY_SET_VALUE)
        if self._denied:
            raise PermissionError(5, "Access is denied")
        yield self.values.setdefault(path, {})

    def SetValueEx(self, key: dict[str, str], name: str, reserved: int, kind: int, value: str) -> None:
        assert kind == self.REG_SZ
        key[name] = value

    def DeleteValue(self, key: dict[str, str], name: str) -> None:
        if name not in key:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        del key[name]
