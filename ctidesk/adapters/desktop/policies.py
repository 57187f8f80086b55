"""Values that an administrator sets by group policy: ``Software\\Policies\\ctidesk`` in the Windows registry.

A key for each table of ``config.toml``, a value for each setting in it (``…\\ctidesk\\sip``, value ``server``): REG_SZ,
REG_DWORD (a switch is 0 or 1) or REG_MULTI_SZ. The computer's (HKEY_LOCAL_MACHINE) come before the user's; only an
administrator can write to either (learn.microsoft.com: "Implementing Registry-Based Policy").
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from ctidesk.domain.settings_reading import Policy

HIVES = ("HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER")
PATH = r"Software\Policies\ctidesk"


def policies(tables: Sequence[str], registry: Any = None) -> Iterator[Policy]:
    """Those of the computer first; none where there is no registry. ``registry`` is the module :mod:`winreg`."""
    registry = registry or _registry()
    for hive in HIVES if registry else ():
        for table in tables:
            path = f"{PATH}\\{table}"
            for key, value in _values(registry, hive, path):
                yield Policy(f"{hive}\\{path}\\{key}", table, key, value)


def _registry() -> Any:
    if sys.platform != "win32":
        return None
    import winreg

    return winreg


def _values(registry: Any, hive: str, path: str) -> Iterator[tuple[str, Any]]:
    """Types that no setting can have (binary, 64 bits) are passed over; an absent key has no values."""
    fitting = (registry.REG_SZ, registry.REG_EXPAND_SZ, registry.REG_DWORD, registry.REG_MULTI_SZ)
    try:
        with registry.OpenKey(getattr(registry, hive), path) as key:
            for place in range(registry.QueryInfoKey(key)[1]):
                name, value, kind = registry.EnumValue(key, place)
                if kind in fitting:
                    yield name, value
    except OSError:
        return
