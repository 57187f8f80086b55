"""Diagnostics saved from the menu, the engine's messages, and what the log tells of the desk."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import TellMessages
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.intents import SaveDiagnostics
from ctidesk.usecases import diagnostics
from ctidesk.usecases.diagnostics import Diagnostics
from ctidesk.usecases.event_log import EventLog, line
from ctidesk.usecases.request import Request
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import NOW, Line, Russian, StoppedClock


@pytest.fixture
def session() -> Session:
    return Session(Desk(), Russian())


def told(session: Session) -> list[ProblemId]:
    """Every message from now on."""
    ids: list[ProblemId] = []
    session.react(
        lambda before, event, after: ids.append(event.problem.id) if isinstance(event, ev.ProblemArose) else None
    )
    return ids


async def test_it_is_told_where_the_bundle_lies_and_a_second_wish_makes_no_second_one(session: Session) -> None:
    go, saved = asyncio.Event(), list[str]()

    async def save() -> str:
        saved.append("x")
        await go.wait()
        return "/home/anna/bundle.zip"

    Diagnostics(session, Line(), StoppedClock(), save)
    said = told(session)
    for _ in range(2):
        session.do(SaveDiagnostics())
        await asyncio.sleep(0)
    assert said == [ProblemId.BUNDLE_UNDER_WAY]
    go.set()
    while len(said) < 2:
        await asyncio.sleep(0)
    assert saved == ["x"]
    assert session.desk.notice and session.desk.notice.problem == Problem.of(
        ProblemId.BUNDLE_SAVED, file="/home/anna/bundle.zip"
    )


async def test_one_that_could_not_be_saved_can_be_tried_again(session: Session) -> None:
    async def save() -> str:
        raise DeskError(Problem.of(ProblemId.BUNDLE_NOT_SAVED, file="x"))

    Diagnostics(session, Line(), StoppedClock(), save)
    said = told(session)
    for count in (2, 4):
        session.do(SaveDiagnostics())
        while len(said) < count:
            await asyncio.sleep(0)
    assert said == [ProblemId.BUNDLE_UNDER_WAY, ProblemId.BUNDLE_NOT_SAVED] * 2


async def test_the_engines_messages(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing: Any = None
    line = Line()
    verb = Diagnostics(session, line, StoppedClock(), nothing).verbs["sip-messages"]
    asked = asyncio.ensure_future(verb(Request("sip-messages")))
    await asyncio.sleep(0)
    assert line.sent == [TellMessages()]
    session.post(ev.MessagesTold(("INVITE",)))
    assert await asked == {"messages": ["INVITE"]}
    monkeypatch.setattr(diagnostics, "ANSWER_WITHIN_S", 0)
    assert await verb(Request("sip-messages")) == {"messages": []}


def test_the_log_tells_what_happened_and_not_to_whom(session: Session, caplog: pytest.LogCaptureFixture) -> None:
    EventLog(session)
    with caplog.at_level(logging.INFO):
        session.post(ev.RegistrationChanged(RegistrationState.FAILED, Problem(ProblemId.PBX_REFUSED, detail="503")))
        session.post(ev.IncomingCall("1f2e3d4c5b6a", "84951234567", "Иванова Ольга", NOW))
        session.post(ev.LegEnded("1f2e3d4c5b6a", EndCause.BUSY, NOW, 486))
        session.post(ev.AudioLevels(0.1, 0.2))
    assert [record.message for record in caplog.records] == [
        "RegistrationChanged state=failed problem=pbx_refused 503",
        "IncomingCall leg_id=1f2e3d4c",
        "LegEnded leg_id=1f2e3d4c cause=busy code=486",
    ]


def test_a_problem_without_detail() -> None:
    assert line(ev.ProblemArose(Problem(ProblemId.CACHE_FAULT), NOW)) == "ProblemArose problem=cache_fault"
