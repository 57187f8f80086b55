"""The log: bounded, rotating, in the profile's own folder."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_LARGEST_BYTES = 2 * 1024 * 1024
_KEPT = 3


def start(path: Path, level: int = logging.INFO) -> None:
    """Write the log of this process to ``path``."""
    handler = RotatingFileHandler(path, maxBytes=_LARGEST_BYTES, backupCount=_KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
    # Requests are logged with their address, and an address may name a client.
    for noisy in ("httpx2", "httpcore2", "httpx", "httpcore", "asyncio", "qasync"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
