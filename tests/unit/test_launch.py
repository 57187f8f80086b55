"""Which program is started for another process of this one."""

from __future__ import annotations

import sys

import pytest

from ctidesk import launch


def test_from_source() -> None:
    assert launch.command("ctl", "status") == [sys.executable, "-m", "ctidesk", "ctl", "status"]


@pytest.mark.parametrize(
    ("platform", "program", "started"),
    [("linux", "/usr/lib/ctidesk/ctidesk", "/usr/lib/ctidesk/ctidesk"), ("win32", "/c/ctideskw.exe", "/c/ctidesk.exe")],
)
def test_frozen(monkeypatch: pytest.MonkeyPatch, platform: str, program: str, started: str) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "executable", program)
    assert launch.command("engine-host") == [started, "engine-host"]
