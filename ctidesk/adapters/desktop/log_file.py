"""The log: bounded, rotating, in the profile's own folder."""

from __future__ import annotations

import atexit
import logging
import queue
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_LARGEST_BYTES = 1024 * 1024
_KEPT = 4
"""Files beside the one that is written to."""


def start(path: Path, level: int = logging.INFO) -> None:
    """Write the log of this process to ``path``."""
    handler, writer = handler_and_writer(path)
    writer.start()
    atexit.register(writer.stop)
    logging.basicConfig(level=level, handlers=[handler])
    # Requests are logged with their address, and an address may name a client.
    for noisy in ("httpx2", "httpcore2", "httpx", "httpcore", "asyncio", "qasync"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def handler_and_writer(path: Path) -> tuple[QueueHandler, QueueListener]:
    """Lines are written by a thread: a slow disk is nothing that windows wait for."""
    file = RotatingFileHandler(path, maxBytes=_LARGEST_BYTES, backupCount=_KEPT, encoding="utf-8")
    file.setFormatter(logging.Formatter(_FORMAT))
    waiting: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    handler = QueueHandler(waiting)
    handler.setFormatter(logging.Formatter("%(message)s"))  # the rest is the file's
    return handler, QueueListener(waiting, file)
