"""What a screen reader sees: AT-SPI, on a private bus (at-spi2-core's D-Bus interfaces, read by jeepney)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MatchRule, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.peers.component import program

CHECKED, ENABLED, FOCUSABLE, FOCUSED, SHOWING, CHECKABLE = 4, 8, 11, 12, 25, 41
"""Bits of AtspiStateType."""

_ASSERTIVE = 2
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_REGISTRY = "org.a11y.atspi.Registry"
_ROOT = "/org/a11y/atspi/accessible/root"


@dataclass(frozen=True)
class Seen:
    """One thing on the screen."""

    role: str
    name: str
    states: frozenset[int]
    children: tuple[Seen, ...]
    description: str = ""
    """Of a field to type in."""

    def all(self) -> Iterator[Seen]:
        yield self
        for child in self.children:
            yield from child.all()

    def find(self, role: str, name: str) -> Seen:
        return next(it for it in self.all() if it.role == role and name in it.name)


class ScreenReader:
    def __init__(self, address: str) -> None:
        self._bus: DBusConnection = open_dbus_connection(bus=address)
        registry = DBusAddress("/org/a11y/atspi/registry", _REGISTRY, _REGISTRY)
        self._call(new_method_call(registry, "RegisterEvent", "s", ("object:announcement",)))
        self._rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="Announcement")
        self._bus.send_and_get_reply(message_bus.AddMatch(self._rule))

    def windows(self) -> dict[str, Seen]:
        """The windows of all programs that are shown now, by title; what is hidden in them is left out."""
        found = [self._read(*window) for each in self._children(_REGISTRY, _ROOT) for window in self._children(*each)]
        return {window.name: window for window in found if SHOWING in window.states}

    @contextmanager
    def announcements(self) -> Iterator[Callable[[str], bool]]:
        """Gives a function that waits for words that begin so, and says whether they were urgent."""
        with self._bus.filter(self._rule) as heard:

            def next_one(words: str) -> bool:
                while True:
                    said = self._bus.recv_until_filtered(heard, timeout=10).body
                    if said[3][1].startswith(words):
                        return bool(said[1] == _ASSERTIVE)

            yield next_one

    def close(self) -> None:
        self._bus.close()

    def _read(self, bus: str, path: str) -> Seen:
        states = self._states(bus, path)
        shown = [self._read(*child) for child in self._children(bus, path)]
        role = self._ask(bus, path, "GetRoleName")[0]
        return Seen(
            role=role,
            description=self._property(bus, path, "Description") if role == "text" else "",
            name=self._property(bus, path, "Name"),
            states=states,
            children=tuple(child for child in shown if SHOWING in child.states or child.role == "menu item"),
        )

    def _children(self, bus: str, path: str) -> list[tuple[str, str]]:
        return list(self._ask(bus, path, "GetChildren")[0])

    def _states(self, bus: str, path: str) -> frozenset[int]:
        low, high = self._ask(bus, path, "GetState")[0]
        both = low | high << 32
        return frozenset(bit for bit in range(64) if both >> bit & 1)

    def _property(self, bus: str, path: str, name: str) -> str:
        return str(self._call(Properties(DBusAddress(path, bus, _ACCESSIBLE)).get(name))[0][1])

    def _ask(self, bus: str, path: str, method: str) -> Any:
        return self._call(new_method_call(DBusAddress(path, bus, _ACCESSIBLE), method))

    def _call(self, message: Any) -> Any:
        return self._bus.send_and_get_reply(message, timeout=10).body


@contextmanager
def accessible_desktop(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of programs that a reader shall see."""
    bus = subprocess.Popen(
        [program("dbus-daemon", "dbus"), "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
    )
    with bus:
        assert bus.stdout is not None
        try:
            address = bus.stdout.readline().decode().strip()
            yield {
                "DBUS_SESSION_BUS_ADDRESS": address,
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "XDG_RUNTIME_DIR": str(folder),
            }
        finally:
            bus.terminate()


@contextmanager
def screen_reader(environ: Mapping[str, str]) -> Iterator[ScreenReader]:
    """On the private bus; at-spi2-core starts there when it is asked for."""
    with open_dbus_connection(bus=environ["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        status = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        address = connection.send_and_get_reply(new_method_call(status, "GetAddress"), timeout=20).body[0]
    reader = ScreenReader(address)
    try:
        yield reader
    finally:
        reader.close()
