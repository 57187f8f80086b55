"""A screen that nobody sees, and hands for it: Xvfb on a free display, a window manager, xdotool."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.peers.component import program


@contextmanager
def screen(size: str = "1600x900x24") -> Iterator[str]:
    """The display's name, such as ``:7``; Xvfb chooses a free one and writes it to a pipe."""
    reading, writing = os.pipe()
    command = [program("Xvfb", "xvfb"), "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-ac"]
    process = subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def managed_screen() -> Iterator[str]:
    """With a window manager, without which no window gets the keyboard."""
    with screen() as name:
        environ = {**os.environ, "DISPLAY": name}
        manager = subprocess.Popen(
            [program("openbox", "openbox")], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield name
        finally:
            manager.terminate()
            manager.wait(10)


def xdotool(environ: Mapping[str, str], *words: str) -> str:
    """What it prints; ``environ`` names the display."""
    command = [program("xdotool", "xdotool"), *words]
    done = subprocess.run(command, env=dict(environ), capture_output=True, text=True, timeout=20, check=False)
    return done.stdout.strip()
