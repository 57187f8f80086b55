"""The caches of other accounts in the same profile: what waits in them is sent when their account works here again."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

log = logging.getLogger(__name__)


def unsent_beside(own: Path) -> int:
    """How many writes wait in the plain caches beside ``own``; an encrypted one does not tell without its key."""
    others = (file for file in sorted(own.parent.glob("cache*.sqlite")) if file.name != own.name)
    return sum(map(_waiting, others))


def _waiting(file: Path) -> int:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM outbox").fetchone()[0])
    except sqlite3.Error as error:
        log.warning("%s does not tell what waits in it: %s", file.name, error)
        return 0
