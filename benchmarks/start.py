"""How soon the panel stands there, and how soon it can take calls."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.figures import median
from tests.peers.desk import Desk
from tests.peers.kamailio import Kamailio

RUNS = 7
PASSWORD = "bench"


def measure() -> Mapping[str, float]:
    empty: list[float] = []
    desk: list[float] = []
    for _ in range(RUNS):  # in turn, so that a slow minute of the machine slows both
        empty.append(_painted("empty"))
        with tempfile.TemporaryDirectory() as profile:
            desk.append(_painted("desk", profile))
    registered = [_registered() for _ in range(RUNS)]
    return {
        "start_to_first_paint_ms": median(desk),
        "start_to_first_paint_over_empty_window": median([a / b for a, b in zip(desk, empty, strict=True)]),
        "start_to_registered_ms": median(registered),
    }


def _painted(*words: str) -> float:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.painted", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    with process:
        assert process.stdout is not None and process.stdin is not None
        shown_ms = float(process.stdout.readline())
        process.stdin.close()
        process.wait(20)
    return shown_ms


def _registered() -> float:
    with Kamailio({"1001": PASSWORD}) as pbx, tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), settings(pbx.server))
        began = time.perf_counter()
        desk.start()
        desk.wait("registration=registered")
        took_ms = (time.perf_counter() - began) * 1000
        desk.stop()
    return took_ms


def settings(server: str, **more: str) -> dict[str, str]:
    """The environment of a desk on this PBX."""
    sip = {"CTIDESK_SIP_SERVER": server, "CTIDESK_SIP_USERNAME": "1001", "CTIDESK_SIP_PASSWORD": PASSWORD}
    return {**sip, "CTIDESK_AUDIO_INPUT": "null", "CTIDESK_AUDIO_OUTPUT": "null", **more}
