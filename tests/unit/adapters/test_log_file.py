"""The log: what a line looks like, and how much there can be."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ctidesk.adapters.desktop import log_file


@contextmanager
def log(path: Path) -> Iterator[logging.Logger]:
    """Everything is in the file when this is left."""
    handler, writer = log_file.handler_and_writer(path)
    logger = logging.Logger("ctidesk.here")
    logger.addHandler(handler)
    writer.start()
    try:
        yield logger
    finally:
        writer.stop()
        writer.handlers[0].close()


def test_a_line_and_a_traceback(tmp_path: Path) -> None:
    with log(tmp_path / "ctidesk.log") as logger:
        logger.info("%s waits", "outbox")
        try:
            raise ValueError("why")
        except ValueError:
            logger.exception("failed")
    lines = (tmp_path / "ctidesk.log").read_text().splitlines()
    assert re.fullmatch(r"[-\d]{10} [:\d]{8},\d{3} INFO ctidesk\.here: outbox waits", lines[0])
    assert lines[1].endswith(" ERROR ctidesk.here: failed") and lines[2].startswith("Traceback")
    assert lines[-1] == "ValueError: why" and lines.count(lines[-1]) == 1


def test_five_megabytes_and_no_more(tmp_path: Path) -> None:
    with log(tmp_path / "ctidesk.log") as logger:
        for _ in range(70):
            logger.info("x" * 100_000)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["ctidesk.log", *(f"ctidesk.log.{age}" for age in range(1, 5))]
    assert max(file.stat().st_size for file in files) <= 1024 * 1024
