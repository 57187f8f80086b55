"""An operator's place: a screen of its own with a desk on it, and somebody who looks at it, types and clicks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.peers.desk import Desk, desk
from tests.peers.keyboard import press, type_text
from tests.peers.screen_reader import (
    ENABLED,
    FOCUSED,
    SELECTED,
    Gone,
    ScreenReader,
    Seen,
    accessible_desktop,
    screen_reader,
)
from tests.peers.x_desktop import XDesktop, x_desktop

PANEL = "ctidesk"


@dataclass
class Seat:
    """Windows are told by how their titles begin, what is in them by its words, as they are for a screen reader."""

    x: XDesktop
    reader: ScreenReader
    desk: Desk

    def begin(self) -> None:
        """Nothing is left of what was done here before."""
        if self.desk.ctl("status")["connection"] == "wrap_up":
            self.desk.ctl("set-status", "available")
        status = self.desk.ctl("status")
        if status["windows"] != ["panel"] or status["connection"] != "active":
            self.desk.stop()
            self.desk.start()
            self.ready()

    def ready(self) -> None:
        self.desk.wait("registration=registered")
        self.desk.wait("crm.sync=idle")

    # --- looks -----------------------------------------------------------------------------------------------------

    def sees(self, window: str, words: str, role: str = "") -> Seen:
        """It may take a moment to appear."""
        return self._until(lambda: self._find(window, words, role), f"{role} «{words}» in «{window}»")

    def offers(self, window: str, button: str) -> bool:
        """Whether it can be pressed."""
        return ENABLED in self.sees(window, button, "push button").states

    def front(self, window: str) -> None:
        """Until it has the keyboard."""
        self._until(lambda: self.x.front.startswith(window), f"«{window}» in front")

    def until(self, expression: str) -> dict[str, Any]:
        return self.desk.wait(expression)

    # --- does ------------------------------------------------------------------------------------------------------

    def click(self, window: str, words: str, role: str = "push button", times: int = 1) -> None:
        """As soon as it can be clicked."""
        found = self._until(lambda: self._clickable(window, words, role), f"{role} «{words}» in «{window}» to click")
        self._click(found, times)

    def open_row(self, window: str, words: str, card: str) -> None:
        """By a double click; by another one where a busy machine has made two single ones of it."""
        for _ in range(4):
            self.click(window, words, "cell", times=2)
            deadline = time.monotonic() + 3
            while time.monotonic() < deadline:
                if self.x.front.startswith(card):
                    return
                time.sleep(0.05)
        self.front(card)

    def turn_to_panel(self) -> None:
        """By a click where nothing happens."""
        self.click(PANEL, "Определитель номера", "filler")
        self.front(PANEL)
        time.sleep(0.3)  # the window manager may still have the keyboard for itself

    def press(self, key: str, expected: str) -> dict[str, Any]:
        """Again, where it was lost; of keys that do no harm then."""
        return press(self.x, self.desk, key, expected)

    def choose(self, *entries: str) -> None:
        """By the mouse, in the menu that has just been opened and in those that it opens."""
        for name in entries:
            self._click(self.reader.place(self._entry(name)))

    def arrow_to_entry(self, entry: str) -> None:
        """The same by the keyboard."""
        while FOCUSED not in self._entry(entry).states:
            pass
        self.keys("Return")

    def arrow_to(self, window: str, row: str) -> None:
        """By the keyboard, in the window's table or tree."""
        chosen = self._chosen(window)
        while not any(row in name for name in chosen):
            self.keys("Down")
            chosen = self._until(partial(self._other, window, chosen), f"a row below {chosen}")

    def keys(self, *keys: str) -> None:
        self.x.keys(*keys)

    def types(self, text: str) -> None:
        """On the Russian keyboard."""
        type_text(self.x, text)

    # --- by what is there ------------------------------------------------------------------------------------------

    def _find(self, window: str, words: str, role: str) -> Seen | None:
        found = self.reader.window(window)
        every = found.all() if found else ()
        return next((it for it in every if words in it.name + it.description and role in ("", it.role)), None)

    def _chosen(self, window: str) -> list[str]:
        found = self.reader.window(window)
        return [it.name for it in found.all() if SELECTED in it.states] if found else []

    def _other(self, window: str, before: list[str]) -> list[str]:
        return now if (now := self._chosen(window)) != before else []

    def _entry(self, name: str) -> Seen:
        return self.reader.entry(name, lambda: self.x.keys("Down"))

    def _clickable(self, window: str, words: str, role: str) -> tuple[int, int, int, int] | None:
        """Where it is, once the window manager has put its window where it stays."""
        found = self._find(window, words, role)
        if not found or ENABLED not in found.states:
            return None
        with suppress(Gone):
            place = self.reader.place(found)
            time.sleep(0.05)
            return place if place == self.reader.place(found) else None
        return None

    def _click(self, place: tuple[int, int, int, int], times: int = 1) -> None:
        left, top, width, height = place
        self.x.click(left + width // 2, top + height // 2, times)

    def _until(self, holds: Callable[[], Any], what: str) -> Any:
        deadline = time.monotonic() + 20
        while not (found := holds()):
            if time.monotonic() > deadline:
                shown = {
                    title: [it.description or it.name for it in seen.all()]
                    for title, seen in self.reader.windows().items()
                }
                raise AssertionError(f"never: {what}; in front «{self.x.front}», on the screen {shown}")
            time.sleep(0.05)
        return found


@contextmanager
def seat(folder: Path, environ: Mapping[str, str]) -> Iterator[Seat]:
    """A desk that is ready; a Russian keyboard as it is sold, with Latin letters on its second layout."""
    with x_desktop() as x, accessible_desktop(folder) as bus, screen_reader(bus) as reader:
        x.run("setxkbmap", "ru,us")
        with desk(folder, {**environ, **bus, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb"}) as running:
            place = Seat(x, reader, running)
            place.ready()
            yield place
