"""Slow work that a window asked for, beside the desk: what goes wrong with it becomes a message on the panel."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from ctidesk.domain.errors import DeskError
from ctidesk.domain.events import ProblemArose
from ctidesk.ports import Clock
from ctidesk.usecases.session import Session


def beside(session: Session, clock: Clock, work: Coroutine[Any, Any, None]) -> None:
    session.spawn(_told(session, clock, work))


async def _told(session: Session, clock: Clock, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except DeskError as error:
        session.post(ProblemArose(error.problem, clock.now()))
