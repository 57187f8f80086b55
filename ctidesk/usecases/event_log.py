"""What happened at the desk, in the log: which, when and why; never who it was about."""

from __future__ import annotations

import logging

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem
from ctidesk.usecases.session import Session

log = logging.getLogger(__name__)

TOLD = frozenset(
    {
        ev.EngineStarted,
        ev.EngineLost,
        ev.RegistrationChanged,
        ev.IncomingCall,
        ev.CallRefused,
        ev.DialStarted,
        ev.AnswerRequested,
        ev.HangUpRequested,
        ev.LegProgressed,
        ev.LegAnswered,
        ev.LegEnded,
        ev.HoldChanged,
        ev.HeldByPeer,
        ev.FarEndSilent,
        ev.LegSecured,
        ev.TransferStarted,
        ev.TransferCancelled,
        ev.TransferTimedOut,
        ev.JoinRequested,
        ev.ReferProgressed,
        ev.StatusRequested,
        ev.WrapUpExpired,
        ev.SyncChanged,
        ev.ProblemArose,
        ev.SettingsRefused,
    }
)
_FACTS = ("leg_id", "state", "status", "cause", "code", "held", "refused", "final", "engine", "version", "transport")
_SHORT_ID = 8


class EventLog:
    def __init__(self, session: Session) -> None:
        session.react(self._react)

    def _react(self, before: Desk, event: ev.Event, after: Desk) -> None:
        if type(event) in TOLD:
            log.info("%s", line(event))


def line(event: ev.Event) -> str:
    """``LegEnded leg_id=1f2e3d4c cause=busy code=486``; of a problem its id and its technical detail."""
    facts = [(name, getattr(event, name, None)) for name in _FACTS]
    parts = [type(event).__name__, *(f"{name}={_short(name, fact)}" for name, fact in facts if fact not in (None, ""))]
    problem = getattr(event, "problem", None)
    if isinstance(problem, Problem):
        parts.append(f"problem={problem.id.value} {problem.detail}".strip())
    return " ".join(parts)


def _short(name: str, fact: object) -> str:
    return str(fact)[:_SHORT_ID] if name == "leg_id" else str(fact)
