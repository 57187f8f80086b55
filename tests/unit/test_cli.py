"""The command line in a pipe whose reader has ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ctidesk.adapters.desktop import control
from ctidesk.cli import SIGNALLED, main


def nobody_reads(words: Sequence[str]) -> tuple[int, str]:
    """Exit status, and what it complained of."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [sys.executable, "-m", "ctidesk", *words]
        environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=environ, timeout=60, check=False)
    finally:
        os.close(writing)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("words", [["doctor"], ["ctl", "status"], ["config", "check", "--schema"]])
def test_it_ends_quietly_where_nobody_reads_on(tmp_path: Path, words: list[str]) -> None:
    assert nobody_reads([*words[:1], "--profile", str(tmp_path), *words[1:]]) == (SIGNALLED, "")


def test_help_too() -> None:
    assert nobody_reads(["ctl", "--help"])[1] == ""


def test_a_desk_that_answers_is_not_said_to_be_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(control, "ask", lambda *_: iter([{"event": "one"}, {"event": "two"}]))
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        assert main(["ctl", "--profile", str(tmp_path), "events"]) == SIGNALLED
