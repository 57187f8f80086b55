"""The telephone's account, from the settings and the keyring; what it lacks is told, and asked for again."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.events import RegistrationChanged, RegistrationState
from ctidesk.domain.first_settings import is_needed
from ctidesk.domain.settings import SipSettings
from ctidesk.ports import Secrets
from ctidesk.usecases.session import Session
from ctidesk.usecases.status import LineState, sip_account

RETRY_S = 10
"""A keyring is opened by hand, in another program."""


async def register(session: Session, line: LineState, secrets: Secrets, sip: SipSettings, file: Path) -> None:
    """Have ``line`` register; returns at once where ``file``, the user's own, does not say as whom."""
    if is_needed(sip):
        _failed(session, Problem.of(ProblemId.SIP_NOT_CONFIGURED, file=file), 0)
    else:
        line.use_account(sip_account(sip, await _password(session, secrets, sip.username)))


async def _password(session: Session, secrets: Secrets, account: str) -> str:
    """While there is none, say so and ask again now and then."""
    while True:
        try:
            return await secrets.password("sip", account)
        except DeskError as error:
            _failed(session, error.problem, RETRY_S)
            await asyncio.sleep(RETRY_S)


def _failed(session: Session, problem: Problem, retry_s: int) -> None:
    session.post(RegistrationChanged(RegistrationState.FAILED, problem, retry_s))
