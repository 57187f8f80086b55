"""The telephone's account: registered, or what it lacks in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.commands import Register
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.settings import CallSettings, SipSettings
from ctidesk.usecases import registering
from ctidesk.usecases.registering import register
from ctidesk.usecases.session import Session
from ctidesk.usecases.status import LineState, sip_account
from tests.fakes.secrets import FakeSecrets
from tests.unit.usecases.test_session import STARTED, Line, Russian

FILE = Path("/profile/config.toml")
SIP = SipSettings(server="pbx", username="1001")


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def session() -> Session:
    return Session(Desk(), Russian())


@pytest.fixture
def state(session: Session, line: Line) -> LineState:
    state = LineState(session, line, CallSettings())
    session.post(STARTED)
    return state


async def test_with_a_password_the_line_registers(session: Session, line: Line, state: LineState) -> None:
    await register(session, state, FakeSecrets(crm="secret"), SIP, FILE)
    assert Register(sip_account(SIP, "secret")) in line.sent


async def test_without_server_or_name_it_says_where_they_belong(session: Session, line: Line, state: LineState) -> None:
    await register(session, state, FakeSecrets(crm="secret"), SipSettings(server="pbx"), FILE)
    problem = session.desk.registration.problem
    assert problem is not None and problem.id is ProblemId.SIP_NOT_CONFIGURED and str(FILE) in str(problem.args)
    assert session.desk.registration.retry_s == 0 and line.sent == []


async def test_a_locked_keyring_is_told_and_asked_again(
    session: Session, line: Line, state: LineState, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = FakeSecrets(crm="secret", locked=True)
    monkeypatch.setattr(registering, "RETRY_S", 0)

    def unlock(before: Desk, event: ev.Event, after: Desk) -> None:
        if isinstance(event, ev.RegistrationChanged) and event.problem:
            assert event.problem.id is ProblemId.KEYRING_UNAVAILABLE
            secrets.locked = False

    session.react(unlock)
    await register(session, state, secrets, SIP, FILE)
    assert secrets.asked == 2 and Register(sip_account(SIP, "secret")) in line.sent
