"""Notifications on a real service: dunst, on a bus and a screen of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ctidesk.adapters.desktop.notifications import FreedesktopNotifier
from ctidesk.domain.notification import Notifies
from tests.contracts.notifier_contract import MISSED, RINGS, NotifierContract, Program
from tests.peers.dunst import Dunst, dunst
from tests.peers.session_bus import session_bus
from tests.peers.xvfb import screen


class Desktop:
    def __init__(self, service: Dunst, bus: str) -> None:
        self.service, self.bus = service, bus

    def notifier(self) -> FreedesktopNotifier:
        return FreedesktopNotifier("ctidesk", self.bus)

    async def shows(self, *titles: str) -> Sequence[str]:
        last = await asyncio.to_thread(self.service.until, len(titles), titles[-1] if titles else "")
        return last.shown.split("\n") if last else []

    def press(self, button: str) -> None:
        self.service.choose(button)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


@pytest.fixture
def world(display: str, tmp_path: Path) -> Iterator[Desktop]:
    with session_bus(tmp_path) as bus, dunst(tmp_path, display, bus) as service:
        yield Desktop(service, bus)


class TestDunst(NotifierContract):
    async def test_a_call_is_urgent_and_has_its_buttons(self, world: Desktop) -> None:
        program = Program(world.notifier())
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(RINGS)
        await world.shows(RINGS.title)
        (printed,) = world.service.printed()
        assert (printed.urgency, printed.category) == ("CRITICAL", "call.incoming")
        assert set(printed.buttons) == {"Показать панель", "Принять звонок", "Отклонить звонок"}
        await program.notifier.leave()

    @pytest.mark.parametrize(
        ("body", "drawn"),
        [
            (
                "<b>Иванов</b> & <a href='http://evil/'>сын</a>",
                "&lt;b&gt;Иванов&lt;/b&gt; &amp; &lt;a href='http://evil/'&gt;сын&lt;/a&gt;",
            ),
            ("Ива\x00нов\x1b[31m \u202eнави\u202c", "Иванов[31m нави"),
            ("половина \ud83d пары", "половина  пары"),
            ("8 (916)\u00a0700-80-90", "8 (916) 700-80-90"),
        ],
    )
    async def test_a_name_is_text_and_nothing_else(self, world: Desktop, body: str, drawn: str) -> None:
        program = Program(world.notifier())
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(replace(MISSED, body=body))
        assert await world.shows(MISSED.title) == [MISSED.title, drawn]
        await program.notifier.leave()

    async def test_a_name_without_end_is_cut(self, world: Desktop) -> None:
        program = Program(world.notifier())
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(replace(MISSED, body="Ж" * 100_000))
        assert len((await world.shows(MISSED.title))[-1]) <= 300
        await program.notifier.leave()


async def test_a_service_that_comes_later_is_found_and_one_that_goes_is_missed(display: str, tmp_path: Path) -> None:
    with session_bus(tmp_path) as bus:
        program = Program(FreedesktopNotifier("ctidesk", bus))
        await program.until_able(Notifies.NOTHING)
        for _ in range(2):
            with dunst(tmp_path, display, bus) as service:
                await program.until_able(Notifies.BUTTONS)
                program.notifier.show(RINGS)
                await asyncio.to_thread(service.until, 1, RINGS.title)
            await program.until_able(Notifies.NOTHING)
        await program.notifier.leave()
