"""Values that an administrator sets by group policy: ``Software\\Policies\\ctidesk`` in the Windows registry.

A key for each table of ``config.toml``, a value for each setting in it (``…\\ctidesk\\sip``, value ``server``): REG_SZ,
REG_DWORD (a switch is 0 or 1) or REG_MULTI_SZ. The computer's (HKEY_LOCAL_MACHINE) come before the user's, and neither
can be changed by anybody else (learn.microsoft.com: "Registry policy file format", "Group Policy registry locations").
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

from ctidesk.domain.settings_reading import Policy

Held: TypeAlias = str | int | Sequence[str]

HIVES = ("HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER")
PATH = r"Software\Policies\ctidesk"


class Registry(Protocol):
    """What is read of the registry; an absent key has no values."""

    def values(self, hive: str, path: str) -> Mapping[str, Held]: ...


def policies(tables: Sequence[str], registry: Registry | None = None) -> Iterator[Policy]:
    """Those of the computer first; none where there is no registry."""
    registry = registry or _registry()
    if registry is None:
        return
    for hive in HIVES:
        for table in tables:
            path = f"{PATH}\\{table}"
            for key, value in registry.values(hive, path).items():
                yield Policy(f"{hive}\\{path}\\{key}", table, key, value)


def _registry() -> Registry | None:
    return WindowsRegistry() if sys.platform == "win32" else None


class WindowsRegistry:
    """Types that no setting can have (binary, 64 bits with a sign of their own) are passed over."""

    def values(self, hive: str, path: str) -> Mapping[str, Held]:
        if sys.platform != "win32":
            return {}
        import winreg

        try:
            with winreg.OpenKey(getattr(winreg, hive), path) as key:
                count = winreg.QueryInfoKey(key)[1]
                found = [winreg.EnumValue(key, place) for place in range(count)]
        except OSError:
            return {}
        wanted = (winreg.REG_SZ, winreg.REG_EXPAND_SZ, winreg.REG_DWORD, winreg.REG_MULTI_SZ)
        return {name: value for name, value, kind in found if kind in wanted}
