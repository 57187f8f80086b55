"""What a screen reader sees: AT-SPI, on a private bus (at-spi2-core's D-Bus interfaces, read by jeepney)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.peers.component import program

CHECKED, ENABLED, FOCUSABLE, FOCUSED, SELECTED, SHOWING, CHECKABLE = 4, 8, 11, 12, 23, 25, 41
"""Bits of AtspiStateType."""

_LONGEST = 200

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
    """Of a label, and of a field to type in."""
    at: tuple[str, str] = ("", "")
    """Whose it is on the bus, and its path there."""

    def all(self) -> Iterator[Seen]:
        yield self
        for child in self.children:
            yield from child.all()

    def find(self, role: str, name: str) -> Seen:
        return next(it for it in self.all() if it.role == role and name in it.name)


class Gone(Exception):
    """What was looked at is no longer on the screen."""


class ScreenReader:
    def __init__(self, address: str) -> None:
        self._bus: DBusConnection = open_dbus_connection(bus=address)
        self._said = self._listen("object:announcement", "Announcement")
        self._moved = self._listen("object:state-changed:focused", "StateChanged")

    def windows(self) -> dict[str, Seen]:
        """The windows of all programs that are shown now, by title; what is hidden in them is left out."""
        found = [self._read(*window) for window in self._windows()]
        return {window.name: window for window in found if SHOWING in window.states}

    def window(self, title: str) -> Seen | None:
        """The shown window whose title begins so; none while it changes."""
        with suppress(Gone):
            for each in self._windows():
                if self._property(*each, "Name").startswith(title) and SHOWING in self._states(*each):
                    return self._read(*each)
        return None

    def place(self, seen: Seen) -> tuple[int, int, int, int]:
        """Left, top, width and height on the screen."""
        bus, path = seen.at
        component = DBusAddress(path, bus, "org.a11y.atspi.Component")
        left, top, width, height = self._call(new_method_call(component, "GetExtents", "u", (0,)))[0]
        return left, top, width, height

    def entry(self, name: str, arrow: Callable[[], None]) -> Seen:
        """The entry of the open menu whose name begins so. A menu belongs to no window: it is found by where the
        keyboard goes with ``arrow``, which is pressed again while no menu has the keyboard."""
        with self._bus.filter(self._moved, bufsize=20) as heard:
            for _ in range(10):
                arrow()
                with suppress(TimeoutError, Gone):
                    while True:
                        moved = self._bus.recv_until_filtered(heard, timeout=1).header.fields
                        if found := self._beside(moved[HeaderFields.sender], moved[HeaderFields.path], name):
                            return found
        raise AssertionError(f"no entry «{name}» in a menu")

    @contextmanager
    def announcements(self) -> Iterator[Callable[[str], bool]]:
        """Gives a function that waits for words that begin so, and says whether they were urgent."""
        with self._bus.filter(self._said) as heard:

            def next_one(words: str) -> bool:
                while True:
                    said = self._bus.recv_until_filtered(heard, timeout=10).body
                    if said[3][1].startswith(words):
                        return bool(said[1] == _ASSERTIVE)

            yield next_one

    def close(self) -> None:
        self._bus.close()

    def _listen(self, event: str, member: str) -> MatchRule:
        registry = DBusAddress("/org/a11y/atspi/registry", _REGISTRY, _REGISTRY)
        self._call(new_method_call(registry, "RegisterEvent", "s", (event,)))
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member=member)
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        return rule

    def _windows(self) -> list[tuple[str, str]]:
        return [window for program in self._children(_REGISTRY, _ROOT) for window in self._children(*program)]

    def _beside(self, bus: str, path: str, name: str) -> Seen | None:
        """In the same menu."""
        if self._ask(bus, path, "GetRoleName")[0] != "menu item":
            return None
        menu = self._call(Properties(DBusAddress(path, bus, _ACCESSIBLE)).get("Parent"))[0][1]
        entries = (self._read(*entry) for entry in self._children(*menu))
        return next((entry for entry in entries if entry.name.startswith(name)), None)

    def _read(self, bus: str, path: str) -> Seen:
        states, role = self._states(bus, path), self._ask(bus, path, "GetRoleName")[0]
        shown = [self._read(*child) for child in self._children(bus, path)]
        return Seen(
            role=role,
            name=self._property(bus, path, "Name"),
            states=states,
            children=tuple(child for child in shown if SHOWING in child.states or child.role == "menu item"),
            description=self._property(bus, path, "Description") if role in ("label", "text") else "",
            at=(bus, path),
        )

    def _children(self, bus: str, path: str) -> list[tuple[str, str]]:
        """Of a long table the first rows."""
        return list(self._ask(bus, path, "GetChildren")[0][:_LONGEST])

    def _states(self, bus: str, path: str) -> frozenset[int]:
        low, high = self._ask(bus, path, "GetState")[0]
        both = low | high << 32
        return frozenset(bit for bit in range(64) if both >> bit & 1)

    def _property(self, bus: str, path: str, name: str) -> str:
        return str(self._call(Properties(DBusAddress(path, bus, _ACCESSIBLE)).get(name))[0][1])

    def _ask(self, bus: str, path: str, method: str) -> Any:
        return self._call(new_method_call(DBusAddress(path, bus, _ACCESSIBLE), method))

    def _call(self, message: Any) -> Any:
        reply = self._bus.send_and_get_reply(message, timeout=10)
        if reply.header.message_type is MessageType.error:
            raise Gone(reply.body)
        return reply.body


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
