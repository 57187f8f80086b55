"""A colleague's number gets its name from the directory."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.presence import Colleague
from ctidesk.domain.transfer import Referral
from ctidesk.usecases.colleague_names import ColleagueNames
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import NOW, Russian, StoppedClock


class Directory:
    async def colleagues(self) -> tuple[Colleague, ...]:
        return (Colleague("10-02", "Борис"), Colleague("1003", "Вера"))


@pytest.fixture
def session() -> Session:
    return Session(Desk(), Russian())


def names(session: Session) -> ColleagueNames:
    directory: Any = Directory()
    return ColleagueNames(session, directory, Russian(), StoppedClock())


async def test_by_the_number_however_the_directory_writes_it(session: Session) -> None:
    found = names(session)
    assert [await found.of(number) for number in ("1002", "1003", "1004")] == ["Борис", "Вера", ""]


@pytest.mark.manual("M20", "D12")
@pytest.mark.parametrize(("referral", "name"), [(Referral(by="1003"), "Вера"), (Referral(number="+7495"), "Борис")])
async def test_who_hands_a_call_over_is_named(session: Session, referral: Referral, name: str) -> None:
    names(session)
    session.post(ev.RegistrationChanged(RegistrationState.REGISTERED))
    session.post(ev.IncomingCall("leg", "1002", "", NOW, "1002", referral))
    while not (session.desk.leg and session.desk.leg.referral and session.desk.leg.referral.by_name):
        await asyncio.sleep(0)
    assert session.desk.leg.referral.by_name == name
