"""The X11 desktop on a real server."""

from __future__ import annotations

import asyncio
import os
import struct
import subprocess
from collections.abc import Iterator

import pytest
import xcffib
import xcffib.xproto as x

from ctidesk.adapters.desktop.x11.desktop import X11Desktop
from ctidesk.domain.hotkeys import Key
from ctidesk.domain.screen import Strip
from tests.contracts.desktop_contract import KEYS, DesktopContract, Obedient
from tests.peers.component import program
from tests.peers.xvfb import screen

A, CAPS_LOCK, NUM_LOCK = "38", "66", "77"
"""Keycodes: places on the keyboard."""


class Server:
    def __init__(self, display: str) -> None:
        self.display = display
        self.connection = xcffib.connect(display=display)

    def desktop(self) -> X11Desktop:
        return X11Desktop(self.display)

    def press(self, key: Key) -> None:
        self.run("xdotool", "key", str(key).lower())

    def run(self, *words: str) -> None:
        command = [program(words[0], words[0]), *words[1:]]
        subprocess.run(command, env={**os.environ, "DISPLAY": self.display}, check=True, timeout=20)

    def window(self) -> int:
        window = self.connection.generate_id()
        root = self.connection.get_setup().roots[0]
        self.connection.core.CreateWindowChecked(
            root.root_depth, window, root.root, 0, 0, 1600, 44, 0, x.WindowClass.InputOutput, root.root_visual, 0, []
        ).check()
        return window

    async def reserved(self, window: int, strip: Strip) -> None:
        wanted = (0, 0, strip.bottom, 0, 0, 0, 0, 0, strip.left, max(0, strip.right - 1), 0, 0)
        while self._property(window, "_NET_WM_STRUT_PARTIAL") != wanted:
            await asyncio.sleep(0.01)

    def _property(self, window: int, name: str) -> tuple[int, ...]:
        atom = self.connection.core.InternAtom(False, len(name), name).reply().atom
        held = self.connection.core.GetProperty(False, window, atom, x.Atom.CARDINAL, 0, 12).reply().value
        data = bytes(held.buf())
        return struct.unpack(f"={len(data) // 4}I", data)


@pytest.fixture
def world() -> Iterator[Server]:
    with screen() as display:
        server = Server(display)
        yield server
        server.connection.disconnect()


class TestX11(DesktopContract):
    @pytest.mark.parametrize("lock", [CAPS_LOCK, NUM_LOCK])
    async def test_locks_do_not_matter(self, world: Server, lock: str) -> None:
        accept = Obedient(world.desktop())
        await accept.ask()
        world.run("xdotool", "key", lock)
        assert await accept.hears(lambda: world.run("xdotool", "key", f"ctrl+alt+{A}")) == "accept"
        await accept.desktop.leave()

    @pytest.mark.parametrize("layout", ["us,ru", "ru,us", "ru"])
    async def test_nor_does_the_layout(self, world: Server, layout: str) -> None:
        """Changed while the keys are held, as an operator does it."""
        accept = Obedient(world.desktop())
        await accept.ask()
        world.run("setxkbmap", layout)
        assert await accept.hears(lambda: world.run("xdotool", "key", f"ctrl+alt+{A}")) == "accept"
        await accept.desktop.leave()

    async def test_nor_does_the_group(self, world: Server) -> None:
        """A Cyrillic letter of the second layout: xdotool locks that group and presses the key that «ф» shares."""
        accept = Obedient(world.desktop())
        await accept.ask()
        world.run("setxkbmap", "us,ru")
        assert await accept.hears(lambda: world.run("xdotool", "key", "ctrl+alt+Cyrillic_ef")) == "accept"
        await accept.desktop.leave()

    async def test_a_letter_is_where_the_keyboard_has_it(self, world: Server) -> None:
        """AZERTY."""
        world.run("setxkbmap", "fr")
        accept = Obedient(world.desktop())
        await accept.ask({"accept": KEYS["accept"]})
        world.run("xdotool", "key", f"ctrl+alt+{A}")
        assert await accept.hears(lambda: world.run("xdotool", "key", "ctrl+alt+24")) == "accept"
        assert accept.pressed.empty()
        await accept.desktop.leave()

    async def test_a_key_that_is_held_is_pressed_once(self, world: Server) -> None:
        program = Obedient(world.desktop())
        await program.ask()
        for word in ("keydown", "keyup"):
            world.run("xdotool", word, "ctrl+alt+58")
            await asyncio.sleep(1.0 if word == "keydown" else 0)  # the server repeats after 0.66 s
        assert await program.hears(lambda: world.press(KEYS["end"])) == "mute"
        assert await asyncio.wait_for(program.pressed.get(), 10) == "end"
        await program.desktop.leave()

    async def test_without_a_server_nothing_is_given_and_nothing_breaks(self) -> None:
        desktop = X11Desktop(":9999")
        desktop.obey(KEYS, lambda name: None, lambda names: None)
        await asyncio.wait_for(desktop.leave(), 10)
