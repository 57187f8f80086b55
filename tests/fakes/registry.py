"""A Windows registry in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctidesk.adapters.desktop.policies import PATH, Held


@dataclass
class FakeRegistry:
    keys: dict[tuple[str, str], dict[str, Held]] = field(default_factory=dict)

    def set(self, hive: str, table: str, name: str, value: Held) -> None:
        self.keys.setdefault((hive, f"{PATH}\\{table}"), {})[name] = value

    def values(self, hive: str, path: str) -> Mapping[str, Held]:
        return self.keys.get((hive, path), {})
