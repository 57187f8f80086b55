"""What everything does that shows notifications with buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import pytest

from ctidesk.domain.notification import Notification, Notifies
from ctidesk.ports import Notifier

RINGS = Notification(
    "call:1",
    "Входящий звонок",
    "+7 495 123-45-67  Иванов Иван\nООО «Ромашка»",
    (("default", "Показать панель"), ("accept", "Принять звонок"), ("end", "Отклонить звонок")),
    urgent=True,
    category="call.incoming",
)
MISSED = Notification("missed:2", "Пропущенный звонок", "8 800", (("call", "Перезвонить"),), category="call.unanswered")


class World(Protocol):
    """The desktop from outside."""

    def notifier(self) -> Notifier: ...

    async def shows(self, *titles: str) -> Sequence[str]:
        """Returns when these are to be seen, in the order of their coming, and no other; the lines of the last."""

    def press(self, button: str) -> None:
        """One of those to be seen, by what it says."""


class Program:
    """One that shows notifications."""

    def __init__(self, notifier: Notifier) -> None:
        self.notifier = notifier
        self.able: asyncio.Queue[Notifies] = asyncio.Queue()
        self.chosen: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        notifier.start(self.able.put_nowait, lambda key, action: self.chosen.put_nowait((key, action)))

    async def until_able(self, notifies: Notifies) -> None:
        while await asyncio.wait_for(self.able.get(), 15) is not notifies:
            pass

    async def hears(self) -> tuple[str, str]:
        return await asyncio.wait_for(self.chosen.get(), 15)


class NotifierContract:
    async def test_what_is_shown_is_seen_with_its_lines(self, world: World) -> None:
        program = Program(world.notifier())
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(RINGS)
        assert await world.shows(RINGS.title) == [RINGS.title, *RINGS.body.split("\n")]
        await program.notifier.leave()

    @pytest.mark.parametrize(("button", "action"), [("Принять звонок", "accept"), ("Отклонить звонок", "end")])
    async def test_a_button_is_heard_by_name(self, world: World, button: str, action: str) -> None:
        program = Program(world.notifier())
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(RINGS)
        await world.shows(RINGS.title)
        world.press(button)
        assert await program.hears() == (RINGS.key, action)
        await program.notifier.leave()

    async def test_news_of_the_same_thing_take_its_place(self, world: World) -> None:
        program = Program(world.notifier())
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(replace(RINGS, title="Кто-то звонит"))
        program.notifier.show(RINGS)
        await world.shows(RINGS.title)
        program.notifier.show(MISSED)
        await world.shows(RINGS.title, MISSED.title)
        await program.notifier.leave()

    async def test_what_is_withdrawn_is_gone_and_may_come_again(self, world: World) -> None:
        program = Program(world.notifier())
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(RINGS)
        program.notifier.show(MISSED)
        await world.shows(RINGS.title, MISSED.title)
        for key in (RINGS.key, RINGS.key, "call:9"):
            program.notifier.withdraw(key)
        await world.shows(MISSED.title)
        program.notifier.show(RINGS)
        await world.shows(MISSED.title, RINGS.title)
        await program.notifier.leave()

    async def test_who_leaves_takes_everything_back(self, world: World) -> None:
        program = Program(world.notifier())
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(RINGS)
        program.notifier.show(MISSED)
        await world.shows(RINGS.title, MISSED.title)
        await asyncio.wait_for(program.notifier.leave(), 3)
        await world.shows()

    async def test_who_has_not_begun_leaves_at_once(self, world: World) -> None:
        await asyncio.wait_for(world.notifier().leave(), 3)
