"""Whether the frozen program starts as soon as the source: from its process's start to its panel on an X11 screen."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import xcffib
import xcffib.xproto

from benchmarks.figures import median
from tests.peers.desk import CTIDESK
from tests.peers.xvfb import screen

FROZEN = Path("build/package/linux/ctidesk/ctidesk")
RUNS = 9
_WITHIN_S = 60


def measure() -> Mapping[str, float]:
    if not FROZEN.exists():
        print(f"frozen: not measured, {FROZEN} is missing (make package)")
        return {}
    source: list[float] = []
    frozen: list[float] = []
    with screen() as display, closing(_Screen(display)) as shown:
        for _ in range(RUNS):  # in turn, so that a slow minute of the machine slows both
            source.append(shown.after_ms(CTIDESK))
            frozen.append(shown.after_ms([str(FROZEN)]))
    return {
        "frozen_start_ms": median(frozen),
        "frozen_start_over_source": median([a / b for a, b in zip(frozen, source, strict=True)]),
    }


class _Screen:
    """Sees windows appear; stays connected, because an X server begins anew when its last client goes."""

    def __init__(self, display: str) -> None:
        self._environ = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._connection = xcffib.connect(display=display)
        root = self._connection.get_setup().roots[self._connection.pref_screen].root
        told = [xcffib.xproto.EventMask.SubstructureNotify]
        self._connection.core.ChangeWindowAttributes(root, xcffib.xproto.CW.EventMask, told)
        self._connection.flush()

    def close(self) -> None:
        self._connection.disconnect()

    def after_ms(self, command: Sequence[str]) -> float:
        """Until the program's first window is mapped; ended thereafter."""
        with tempfile.TemporaryDirectory() as profile:
            words = ["--profile", profile, "--until-stdin-closes"]
            began = time.perf_counter()
            process = subprocess.Popen([*command, *words], env=self._environ, stdin=subprocess.PIPE)
            try:
                while not isinstance(self._connection.wait_for_event(), xcffib.xproto.MapNotifyEvent):
                    pass
                return (time.perf_counter() - began) * 1000
            finally:
                process.communicate(timeout=_WITHIN_S)
                while self._connection.poll_for_event():
                    pass
