"""One desk a profile: a lock that dies with its process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def claim(folder: Path) -> IO[bytes] | None:
    """The claim to be the desk of this profile, held while the file is open; ``None``: another desk has it."""
    file = (folder / "desk.lock").open("ab")
    try:
        _lock(file)
    except OSError:
        file.close()
        return None
    return file
