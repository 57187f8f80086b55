"""Favourites and recent targets of the transfer form."""

from __future__ import annotations

import asyncio

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.intents import ToggleFavourite
from ctidesk.usecases.session import Session
from ctidesk.usecases.targets import Targets
from tests.unit.usecases.test_session import Russian, StoppedClock


class Memory:
    def __init__(self) -> None:
        self.kept: tuple[str, ...] = ("1002",)
        self.broken = False

    async def favourites(self) -> tuple[str, ...]:
        if self.broken:
            raise DeskError(Problem.of(ProblemId.CACHE_FAULT, file="cache"))
        return self.kept

    async def keep_favourites(self, numbers: tuple[str, ...]) -> None:
        self.kept = numbers

    async def recent_targets(self, limit: int) -> tuple[str, ...]:
        return ("1003", "1002")[:limit]


def desk_with(memory: Memory) -> Session:
    session = Session(Desk(), Russian())
    Targets(session, memory, StoppedClock())  # type: ignore[arg-type]
    session.post(ev.TransferFormOpened())
    return session


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_the_form_is_told_when_it_opens() -> None:
    session = desk_with(Memory())
    await settled()
    form = session.desk.transfer_form
    assert form and (form.favourites, form.recent) == (("1002",), ("1003", "1002"))


async def test_a_favourite_comes_and_goes() -> None:
    memory = Memory()
    session = desk_with(memory)
    session.do(ToggleFavourite("1005"))
    await settled()
    assert memory.kept == ("1002", "1005")
    session.do(ToggleFavourite("1002"))
    await settled()
    assert session.desk.transfer_form and session.desk.transfer_form.favourites == ("1005",)


async def test_a_cache_that_fails_is_told_and_a_closed_form_stays_closed() -> None:
    memory = Memory()
    session = desk_with(memory)
    session.post(ev.TransferFormClosed())
    await settled()
    assert session.desk.transfer_form is None
    memory.broken = True
    session.do(ToggleFavourite("1002"))
    await settled()
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.CACHE_FAULT
