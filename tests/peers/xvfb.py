"""A screen that nobody sees: Xvfb on a free display."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.peers.component import program


@contextmanager
def screen(size: str = "1600x900x24") -> Iterator[str]:
    """The display's name, such as ``:7``; Xvfb chooses a free one and writes it to a pipe."""
    reading, writing = os.pipe()
    command = [program("Xvfb", "xvfb"), "-displayfd", str(writing), "-screen", "0", size]
    command += ["-nolisten", "tcp", "-ac", "-noreset"]  # without the last, what was set up goes with its first client
    process = subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        process.terminate()
        process.wait(10)
