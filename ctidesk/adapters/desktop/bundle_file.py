"""What a diagnostic bundle reads of this computer, and the file that it becomes."""

from __future__ import annotations

import os
import platform
import sys
import zipfile
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from ctidesk import __version__
from ctidesk.adapters.desktop.profile import Profile

_LARGEST_LOG = 1 << 20
_ENVIRONMENT = ("LANG", "LC_ALL", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR")
_A_SECRET = 8
_SECRET_WORDS = ("PASSWORD", "SECRET", "TOKEN", "KEY")


def versions() -> dict[str, Any]:
    """Of the program, the packages it was built with, and the system; which settings come from the environment."""
    return {
        "ctidesk": __version__,
        "python": sys.version,
        "system": platform.platform(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "packages": {each.name: each.version for each in metadata.distributions()},
        "environment": {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        "set by the environment": sorted(name for name in os.environ if name.startswith("CTIDESK_")),
    }


def configuration(profile: Profile) -> dict[str, str]:
    """The settings' texts by file name, whatever they hold."""
    origins = ("machine", "user")
    files = zip(origins, profile.config_files, strict=True)
    return {f"{origin}.toml": _text(file) for origin, file in files if file.exists()}


def logs(profile: Profile) -> dict[str, str]:
    return {file.name: _text(file) for file in sorted(profile.logs.glob("*.log*"))}


def secrets_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Values of variables whose names say that they are secret; other programs' short ones are switches."""
    named = {name: value for name, value in environment.items() if any(word in name for word in _SECRET_WORDS)}
    return tuple(value for name, value in named.items() if name.startswith("CTIDESK_") or len(value) >= _A_SECRET)


def write(path: Path, files: Iterable[tuple[str, str]]) -> None:
    """Readable by its owner only, and whole or not there; raises :class:`OSError`."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with (
            os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as bundle,
        ):
            for name, text in files:
                bundle.writestr(name, text)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _text(file: Path) -> str:
    """The last megabyte."""
    try:
        raw = file.read_bytes()[-_LARGEST_LOG:]
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return raw.decode("utf-8", "replace")
