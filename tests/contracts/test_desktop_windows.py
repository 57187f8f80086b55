"""The Windows desktop on a shell that is played: the real one is tried on Windows only."""

from __future__ import annotations

import asyncio

import pytest

from ctidesk.adapters.desktop.windows.desktop import WindowsDesktop
from ctidesk.adapters.desktop.windows.hotkeys import modifiers, virtual_key
from ctidesk.domain.hotkeys import Key
from ctidesk.domain.screen import NOTHING, Strip
from tests.contracts.desktop_contract import PANEL, DesktopContract
from tests.fakes.windows_shell import FakeShell

WINDOW = 0x10042


class Played:
    def __init__(self) -> None:
        self.shell = FakeShell()

    def desktop(self) -> WindowsDesktop:
        return WindowsDesktop(self.shell, self.shell, self.shell)

    def press(self, key: Key) -> None:
        self.shell.press((modifiers(key), virtual_key(key.name)))

    def window(self) -> int:
        return WINDOW

    async def reserved(self, window: int, strip: Strip) -> None:
        kept = None if strip == NOTHING else (strip.left, strip.top, strip.right, strip.bottom)
        while self.shell.bars.get(window) != kept:
            await asyncio.sleep(0.01)


@pytest.fixture
def world() -> Played:
    return Played()


class TestWindows(DesktopContract):
    pass


def test_codes_of_keys() -> None:
    """MOD_NOREPEAT, and virtual keys of winuser.h."""
    keys = ("F1", "F24", "Ctrl+Alt+A", "Meta+Shift+9", "Ctrl+PageUp")
    codes = [(modifiers(key), virtual_key(key.name)) for key in map(Key.parse, keys)]
    assert codes == [(0x4000, 0x70), (0x4000, 0x87), (0x4003, 0x41), (0x400C, 0x39), (0x4002, 0x21)]


async def test_the_panel_goes_below_a_taskbar_at_the_top_and_the_edge_is_given_back() -> None:
    shell = FakeShell(taskbar=40)
    desktop = WindowsDesktop(shell, shell, shell)
    desktop.reserve(WINDOW, PANEL)
    while not shell.moved:
        await asyncio.sleep(0.01)
    assert shell.bars == {WINDOW: (0, 40, 1600, 84)}
    assert shell.moved == [(WINDOW, 0, 40, 1600, 44, True)]
    await desktop.leave()
    assert shell.bars == {}


async def test_another_window_takes_the_place_of_the_first() -> None:
    shell = FakeShell()
    desktop = WindowsDesktop(shell, shell, shell)
    for window in (WINDOW, WINDOW + 1):
        desktop.reserve(window, PANEL)
    await desktop.leave()
    assert shell.bars == {} and [move[0] for move in shell.moved] == [WINDOW, WINDOW + 1]
