"""Services that can less than others, are broken, or are not there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ctidesk.adapters.desktop.notifications import FreedesktopNotifier
from ctidesk.domain.notification import Notifies
from tests.contracts.notifier_contract import RINGS, Program
from tests.peers.notification_service import Service, service
from tests.peers.session_bus import session_bus

ODD = replace(RINGS, body="<i>Петров</i> & сын")
SUMMARY, BODY, ACTIONS, HINTS, EXPIRES = 3, 4, 5, 6, 7
"""Places among the arguments of Notify."""


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    with session_bus(tmp_path) as address:
        yield address


async def test_without_buttons_it_is_a_text(bus: str) -> None:
    async with service(bus, "body") as played:
        program = Program(FreedesktopNotifier("ctidesk", bus))
        await program.until_able(Notifies.TEXT)
        program.notifier.show(RINGS)
        told = await asyncio.wait_for(played.notified.get(), 10)
        assert (told[ACTIONS], told[BODY], told[EXPIRES]) == ([], RINGS.body, 0)
        assert told[HINTS]["suppress-sound"] == ("b", True)
        await program.notifier.leave()


@pytest.mark.parametrize(
    ("capabilities", "summary", "body"),
    [
        (("body", "body-markup", "actions"), ODD.title, "&lt;i&gt;Петров&lt;/i&gt; &amp; сын"),
        (("body", "actions"), ODD.title, ODD.body),
        (("actions",), f"{ODD.title} · {ODD.body}", ""),
    ],
)
async def test_markup_is_written_for_those_who_read_it(
    bus: str, capabilities: tuple[str, ...], summary: str, body: str
) -> None:
    async with service(bus, *capabilities) as played:
        program = Program(FreedesktopNotifier("ctidesk", bus))
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(ODD)
        told = await asyncio.wait_for(played.notified.get(), 10)
        assert (told[SUMMARY], told[BODY]) == (summary, body)
        await program.notifier.leave()


async def test_other_peoples_notifications_are_not_ours(bus: str) -> None:
    async with service(bus, "body", "actions") as played:
        program = Program(FreedesktopNotifier("ctidesk", bus))
        await program.until_able(Notifies.BUTTONS)
        program.notifier.show(RINGS)
        await asyncio.wait_for(played.notified.get(), 10)
        await played.say("ActionInvoked", "us", 8, "end")
        await played.say("ActionInvoked", "us", 7, "accept")
        assert await program.hears() == (RINGS.key, "accept")
        await played.say("NotificationClosed", "uu", 7, 2)
        await played.say("ActionInvoked", "us", 7, "end")
        await asyncio.wait_for(_shown_anew(program, played), 10)
        assert program.chosen.empty()
        await program.notifier.leave()


async def _shown_anew(program: Program, played: Service) -> None:
    """What was closed is not replaced, as soon as that has been heard."""
    replaced = 7
    while replaced:
        program.notifier.show(RINGS)
        replaced = (await played.notified.get())[1]


async def test_who_does_not_show_a_call_is_not_relied_upon(bus: str) -> None:
    async with service(bus, "body", "actions") as played:
        program = Program(FreedesktopNotifier("ctidesk", bus))
        await program.until_able(Notifies.BUTTONS)
        played.broken = True
        program.notifier.show(RINGS)
        await program.until_able(Notifies.NOTHING)
        await program.notifier.leave()


async def test_nor_who_does_not_answer(bus: str) -> None:
    async with service(bus, "body", "actions") as played:
        program = Program(FreedesktopNotifier("ctidesk", bus))
        await program.until_able(Notifies.BUTTONS)
        played.deaf = True
        program.notifier.show(RINGS)
        await asyncio.wait_for(program.until_able(Notifies.NOTHING), 5)
        await asyncio.wait_for(program.notifier.leave(), 3)


async def test_a_bus_without_a_service_is_said_once(bus: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    program = Program(FreedesktopNotifier("ctidesk", bus))
    await program.until_able(Notifies.NOTHING)
    for _ in range(3):
        program.notifier.show(RINGS)
        program.notifier.withdraw(RINGS.key)
    await program.notifier.leave()
    assert [record.levelname for record in caplog.records if record.name.startswith("ctidesk")] == ["INFO"]


@pytest.mark.parametrize(
    "address", ["", "disabled:", "unix:path=/nowhere/bus", "tcp:host=127.0.0.1,port=1", "nonsense"]
)
async def test_nor_does_it_matter_that_there_is_no_bus(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    program = Program(FreedesktopNotifier("ctidesk", address))
    program.notifier.show(RINGS)
    await asyncio.wait_for(program.notifier.leave(), 3)
    assert [record.levelname for record in caplog.records if record.name.startswith("ctidesk")] == ["INFO"]
    assert program.able.empty()


async def test_a_bus_that_goes_away(tmp_path: Path) -> None:
    with session_bus(tmp_path) as bus:
        async with service(bus, "body", "actions"):
            program = Program(FreedesktopNotifier("ctidesk", bus))
            await program.until_able(Notifies.BUTTONS)
    program.notifier.show(RINGS)
    await program.until_able(Notifies.NOTHING)
    await program.notifier.leave()
