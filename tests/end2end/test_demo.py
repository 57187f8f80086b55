"""``ctidesk demo``: the same job with nothing else installed, and nothing left behind."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.demo import Demo, main_job
from tests.peers.processes import alive, descendants


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path, {})
    running.start()
    try:
        yield running
    finally:
        running.stop()


@pytest.mark.manual("M9", "M12", "M24")
def test_the_main_job_in_the_demo(demo: Demo) -> None:
    main_job(demo)


@pytest.mark.manual("M21", "M6")
def test_dialling_in_the_demo(demo: Demo) -> None:
    demo.ctl("set-status", "wrap_up")
    demo.wait("registration=registered")
    demo.ctl("dial", "+7 (495) 999-04-86")
    demo.wait("connection=wrap_up")
    assert demo.ctl("calls")["calls"][0]["result"] == "busy"
    demo.ctl("dial", "84951112233")
    assert demo.wait("connection=outgoing")["calls"][0]["state"] == "dialing"
    assert demo.wait("connection=busy")["windows"] == ["panel"], "no window opens for an outgoing call"
    demo.ctl("end")
    demo.wait("connection=wrap_up")
    demo.ctl("dial", "84959990480")
    demo.wait("connection=outgoing")
    demo.ctl("end")
    demo.wait("connection=wrap_up")
    assert demo.ctl("calls")["calls"][0]["result"] == "cancelled"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_behind(demo: Demo, how: signal.Signals) -> None:
    demo.wait("crm.sync=idle")
    assert demo.process is not None
    family = descendants(demo.process.pid)
    assert len(family) >= 4, "CRM, PBX, desktop and engine"
    demo.process.send_signal(how)
    demo.process.wait(20)
    deadline = time.monotonic() + 15
    while left := [pid for pid in family if alive(pid)]:
        assert time.monotonic() < deadline, f"still running: {left}"
        time.sleep(0.1)
