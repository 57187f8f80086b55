"""Where one instance keeps its things."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import platformdirs

_APP = "ctidesk"


@dataclass(frozen=True, slots=True)
class Profile:
    """The folders of one instance. With ``--profile`` all three are one folder."""

    config: Path
    data: Path
    logs: Path
    own: bool

    @classmethod
    def at(cls, folder: Path | None) -> Profile:
        """The profile in ``folder``, or the platform's own folders."""
        if folder is not None:
            folder = folder.expanduser().resolve()
            return cls(folder, folder, folder / "logs", True)
        dirs = platformdirs.PlatformDirs(_APP, appauthor=False)
        return cls(dirs.user_config_path, dirs.user_data_path, dirs.user_log_path, False)

    def make(self) -> None:
        """Create the folders, readable by their owner only; raises :class:`OSError`."""
        for folder in (self.config, self.data, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def config_files(self) -> tuple[Path, ...]:
        """The administrator's file first, then the profile's or the user's."""
        machine = platformdirs.PlatformDirs(_APP, appauthor=False).site_config_path / "config.toml"
        return (machine, self.config / "config.toml")

    def cache(self, account: str = "") -> Path:
        """The cache of one account, whatever names it; of a desk without a CRM where it is empty."""
        name = f"-{_hashed(account)}" if account else ""
        return self.data / f"cache{name}.sqlite"

    @property
    def entry(self) -> str:
        """What this instance is called among the programs that start with the session."""
        return f"{_APP}-{_hashed(str(self.data))}" if self.own else _APP

    @property
    def words(self) -> tuple[str, ...]:
        """What a command line needs to mean this profile."""
        return ("--profile", str(self.data)) if self.own else ()

    @property
    def socket(self) -> Path:
        return self.data / "control.sock"

    @property
    def windows(self) -> Path:
        return self.data / "windows.ini"

    @property
    def answers(self) -> Path:
        """Of a first start that is not done yet."""
        return self.data / "first-start.json"

    @property
    def log(self) -> Path:
        return self.logs / "ctidesk.log"


def _hashed(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
