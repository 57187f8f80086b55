"""A notification service as desktops have it: dunst on a screen and a bus of the test's own."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.peers.component import program

_CONFIG = """[global]
    markup = full
    format = "%s\\n%b"
    origin = bottom-right
    idle_threshold = 0
    dmenu = {menu}
"""
_MENU = """#!/bin/sh
grep -F -m 1 "$(cat {choice})"
"""


@dataclass(frozen=True)
class Printed:
    """A notification as the service understood it; ``shown`` is what it draws, with markup."""

    summary: str
    shown: str
    urgency: str
    category: str
    buttons: tuple[str, ...]


class Dunst:
    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self._folder = folder
        self._environ = {**os.environ, **environ}
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        menu, config = self._folder / "menu", self._folder / "dunstrc"
        menu.write_text(_MENU.format(choice=self._folder / "choice"), encoding="utf-8")
        menu.chmod(0o755)
        config.write_text(_CONFIG.format(menu=menu), encoding="utf-8")
        command = [program("dunst", "dunst"), "-conf", str(config), "-print"]
        with (self._folder / "dunst.txt").open("wb") as said:
            return subprocess.Popen(command, env=self._environ, stdout=said, stderr=subprocess.DEVNULL)

    def count(self) -> int:
        """How many are on the screen now; 0 while it has not started yet."""
        answer = self._control("count", "displayed")
        return int(answer) if answer.isdigit() else 0

    def printed(self) -> list[Printed]:
        """All so far, the newest last."""
        said = (self._folder / "dunst.txt").read_text(encoding="utf-8")
        return [_printed(block) for block in re.findall(r"^\{\n(.*?)^\}", said, re.M | re.S)]

    def choose(self, button: str) -> None:
        """Open the menu of all buttons, as its key does, and choose one by what it says."""
        (self._folder / "choice").write_text(button, encoding="utf-8")
        self._control("context")

    def until(self, count: int, summary: str = "", line: str = "") -> Printed | None:
        """Wait until so many are shown, the newest of them entitled so and with that in it. What has been printed may
        still be of the one before when the count is of this one."""
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            newest = next(reversed(self.printed()), None)
            told = newest is not None and newest.summary == summary and line in newest.shown
            if self.count() == count and (told or not summary):
                return newest
            time.sleep(0.05)
        raise AssertionError(f"{count} and {summary!r} expected; {self.count()} shown of {self.printed()}")

    def _control(self, *words: str) -> str:
        done = subprocess.run(
            [program("dunstctl", "dunst"), *words], env=self._environ, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()


def _printed(block: str) -> Printed:
    texts = dict(re.findall(r"^\t(summary|formatted): '(.*?)'$", block, re.M | re.S))
    words = dict(re.findall(r"^\t(urgency|category): (.*)$", block, re.M))
    buttons = tuple(re.findall(r'^\t\t"\w+": "(.*)"$', block, re.M))
    return Printed(texts["summary"], texts["formatted"], words["urgency"], words["category"], buttons)


@contextmanager
def dunst(folder: Path, display: str, bus: str) -> Iterator[Dunst]:
    started = Dunst(folder, {"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus})
    with started.process:
        try:
            yield started
        finally:
            started.process.terminate()
