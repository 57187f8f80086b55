"""Keys of encrypted caches in memory."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class FakeKeys:
    kept: dict[str, str] = field(default_factory=dict)

    def key(self, name: str) -> str | None:
        return self.kept.get(name)

    def new_key(self, name: str) -> str:
        self.kept[name] = f"{len(self.kept) + 1:064x}"
        return self.kept[name]
