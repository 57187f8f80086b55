"""What every desktop does that gives a program keys and an edge of the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import pytest

from ctidesk.domain.hotkeys import Key, hotkeys
from ctidesk.domain.screen import NOTHING, Strip
from ctidesk.ports import Desktop

KEYS = hotkeys({}).system_wide
PANEL = Strip(0, 0, 1600, 44)


class World(Protocol):
    """The desktop from outside."""

    def desktop(self) -> Desktop:
        """One more program's."""

    def press(self, key: Key) -> None: ...

    def window(self) -> int:
        """A native window of ours."""

    async def reserved(self, window: int, strip: Strip) -> None:
        """Returns when the desktop keeps that much free for ``window``, or with ``NOTHING`` no more of it."""


class Obedient:
    """A program that has asked for keys."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.pressed: asyncio.Queue[str] = asyncio.Queue()

    async def ask(self, keys: Mapping[str, Key] = KEYS) -> Sequence[str]:
        """What it was refused."""
        refused: asyncio.Future[Sequence[str]] = asyncio.get_running_loop().create_future()
        self.desktop.obey(keys, self.pressed.put_nowait, refused.set_result)
        return await asyncio.wait_for(refused, 10)

    async def hears(self, press: Callable[[], None]) -> str:
        press()
        return await asyncio.wait_for(self.pressed.get(), 10)


class DesktopContract:
    @pytest.mark.parametrize("name", KEYS)
    async def test_a_key_is_heard_once_by_its_name(self, world: World, name: str) -> None:
        program = Obedient(world.desktop())
        assert await program.ask() == []
        assert await program.hears(lambda: world.press(KEYS[name])) == name
        assert program.pressed.empty()
        await program.desktop.leave()

    async def test_a_key_belongs_to_one_program_until_it_leaves(self, world: World) -> None:
        first, second, third = (Obedient(world.desktop()) for _ in range(3))
        assert await first.ask({"accept": KEYS["accept"]}) == []
        assert await second.ask() == ["accept"]
        assert await second.hears(lambda: world.press(KEYS["end"])) == "end"
        await first.desktop.leave()
        await second.desktop.leave()
        assert await third.ask() == []
        assert await third.hears(lambda: world.press(KEYS["accept"])) == "accept"
        await third.desktop.leave()

    async def test_who_asks_again_has_the_new_keys_and_the_old_ones_are_free(self, world: World) -> None:
        first, second = (Obedient(world.desktop()) for _ in range(2))
        assert await first.ask({"accept": KEYS["accept"]}) == []
        assert await first.ask({"accept": KEYS["end"]}) == []
        assert await first.hears(lambda: world.press(KEYS["end"])) == "accept"
        assert await second.ask({"accept": KEYS["accept"]}) == []
        assert await second.hears(lambda: world.press(KEYS["accept"])) == "accept"
        assert first.pressed.empty()
        await first.desktop.leave()
        await second.desktop.leave()

    async def test_an_edge_is_kept_for_a_window_as_high_as_it_is_now_while_it_is_there(self, world: World) -> None:
        desktop, window = world.desktop(), world.window()
        for strip in (PANEL, Strip(0, 0, 1600, 76), NOTHING, PANEL):
            desktop.reserve(window, strip)
            await asyncio.wait_for(world.reserved(window, strip), 10)
        await desktop.leave()

    async def test_who_has_asked_for_nothing_leaves_at_once(self, world: World) -> None:
        await asyncio.wait_for(world.desktop().leave(), 10)
