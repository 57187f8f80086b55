"""The desktop as a process of its own, driven by ``ctidesk ctl`` like any script would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CTIDESK = [sys.executable, "-m", "ctidesk"]


class Refusal(AssertionError):
    """``ctl`` answered with an error; ``status`` is its exit status."""

    def __init__(self, status: int, answer: Mapping[str, Any]) -> None:
        super().__init__(f"exit {status}: {answer.get('error')}")
        self.status = status
        self.answer = answer


class Desk:
    """One running desktop and the folder of its profile.

    ``command`` runs the program, ``place`` is what it calls the folder: where it lives in another root, another name.
    """

    def __init__(
        self, profile: Path, environ: Mapping[str, str], command: Sequence[str] = CTIDESK, place: str = ""
    ) -> None:
        self.profile = profile
        self.command = command
        self.place = place or str(profile)
        self.environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", **environ}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *words: str) -> None:
        errors = (self.profile / "stderr.txt").open("ab")
        with errors:
            command = [*self.command, "--profile", self.place, *words]
            self.process = subprocess.Popen(command, env=self.environ, stderr=errors)
        self._await_socket()

    def _await_socket(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.ask("status")[0] == 0:
                return
            assert self.process is not None and self.process.poll() is None, self.said()
            time.sleep(0.05)
        raise AssertionError(f"the desktop does not answer: {self.said()}")

    def ask(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Exit status and answer of ``ctl``."""
        command = [*self.command, "ctl", "--profile", self.place, *words]
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else {"error": done.stderr}

    def ctl(self, *words: str) -> dict[str, Any]:
        """The answer; a refusal is an error of the test."""
        status, answer = self.ask(*words)
        if status:
            raise Refusal(status, answer)
        return answer

    def wait(self, expression: str, timeout_s: float = 20) -> dict[str, Any]:
        return self.ctl("wait", expression, "--timeout", str(timeout_s))

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.ask("quit")
        try:
            assert self.process.wait(15) == 0, self.said()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
            raise AssertionError(f"the desktop did not end: {self.said()}") from None

    def said(self) -> str:
        """What it wrote to its error stream."""
        path = self.profile / "stderr.txt"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def log(self) -> str:
        path = self.profile / "logs" / "ctidesk.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""


@contextmanager
def desk(profile: Path, environ: Mapping[str, str], *words: str) -> Iterator[Desk]:
    """A desktop started with ``words``; ended, and its streams checked, when the test is done."""
    running = Desk(profile, environ)
    try:
        running.start(*words)
        yield running
    finally:
        running.stop()
