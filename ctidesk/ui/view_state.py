"""What the panel and the notice show of a desk: pure functions, no Qt. Windows render these and know no rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctidesk.domain.call import Leg, LegState
from ctidesk.domain.desk import Connection, Desk, SyncProgress
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import RegistrationState, SyncState
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.records import Client, Direction, MatchKind
from ctidesk.ui.number_text import pretty


class Next(StrEnum):
    """What becomes of the requested status, said beside the indicator where that does not say it itself."""

    NOTHING = ""
    NOW = "now"
    THEN = "then"
    CHOSEN = "chosen"


class EndMeans(StrEnum):
    """What the end button does just now."""

    END = "end"
    REJECT = "reject"
    CANCEL = "cancel"


class Found(StrEnum):
    """How far the search for the caller has come."""

    SILENT = ""
    LOOKING = "looking"
    NOBODY = "nobody"
    SIMILAR = "similar"
    MATCH = "match"
    LINKED = "linked"


class Level(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Topic(StrEnum):
    """What a message is about that no :class:`Problem` names."""

    PROBLEM = "problem"
    NOT_ALLOWED = "not_allowed"
    PROGRESS = "progress"


class Remedy(StrEnum):
    """The button beside a message."""

    NONE = ""
    DISMISS = "dismiss"
    SYNCHRONISE = "synchronise"


@dataclass(frozen=True, slots=True)
class StatusView:
    """``left_s`` counts a wrap-up down, ``share`` is what is left of it; ``one_click`` ends it."""

    connection: Connection
    requested: OperatorStatus
    next: Next = Next.NOTHING
    left_s: int | None = None
    share: float | None = None
    one_click: bool = False


@dataclass(frozen=True, slots=True)
class CallerView:
    """Who is on the line, or was last (``live`` is false). ``more``: how many others have the number too."""

    number: str
    name: str
    organization: str = ""
    more: int = 0
    found: Found = Found.SILENT
    matched: str = ""
    entity: str = ""
    seconds: int | None = None
    live: bool = True
    direction: Direction = Direction.INCOMING


@dataclass(frozen=True, slots=True)
class MessageView:
    """One line under the panel. ``unchecked`` adds that the right to work here could not be checked (M1)."""

    topic: Topic
    level: Level
    problem: Problem | None = None
    retry_s: int = 0
    remedy: Remedy = Remedy.NONE
    progress: SyncProgress | None = None
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class SyncView:
    state: SyncState
    progress: SyncProgress | None = None
    last: datetime | None = None
    records: int = 0
    outbox: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class PanelView:
    """The whole panel. ``ticking``: something on it changes with the clock alone."""

    status: StatusView
    accept: bool
    end: bool
    end_means: EndMeans
    transfer: bool
    rebind: bool
    can_dial: bool
    dialing: bool
    ringing: bool
    caller: CallerView | None
    message: MessageView | None
    sync: SyncView
    can_search: bool
    ticking: bool


@dataclass(frozen=True, slots=True)
class NoticeView:
    """The notice while it rings here."""

    caller: CallerView


def panel_view(desk: Desk, now: datetime) -> PanelView:
    buttons, leg = desk.buttons, desk.leg
    return PanelView(
        status=status_view(desk, now),
        accept=buttons.accept,
        end=buttons.end,
        end_means=_end_means(leg),
        transfer=buttons.transfer,
        rebind=buttons.rebind,
        can_dial=desk.can_dial,
        dialing=leg is not None and leg.state is LegState.DIALING,
        ringing=leg is not None and leg.state is LegState.RINGING,
        caller=caller_view(desk, now),
        message=message_view(desk),
        sync=_sync_view(desk),
        can_search=desk.crm.sync is not SyncState.OFF,
        ticking=_ticks(desk),
    )


def notice_view(desk: Desk) -> NoticeView | None:
    """Exactly as long as it rings and has not been answered."""
    leg = desk.leg
    if leg is None or leg.state is not LegState.RINGING:
        return None
    return NoticeView(_caller(desk, leg, None))


def status_view(desk: Desk, now: datetime) -> StatusView:
    left = desk.wrap_up.left_s(now) if desk.wrap_up else None
    shown = left if desk.connection is Connection.WRAP_UP else None
    return StatusView(
        connection=desk.connection,
        requested=desk.operator.requested,
        next=_next(desk),
        left_s=shown,
        share=None if shown is None else min(1.0, shown / max(1, desk.operator.wrap_up_s)),
        one_click=desk.connection is Connection.WRAP_UP,
    )


def caller_view(desk: Desk, now: datetime) -> CallerView | None:
    """The call, else the one that ended last: that is whom a rebind is about."""
    leg = desk.leg or desk.last
    return _caller(desk, leg, _seconds(leg, now)) if leg else None


def message_view(desk: Desk) -> MessageView | None:
    """The one thing that most needs saying."""
    if desk.settings_problem:
        return MessageView(Topic.PROBLEM, Level.ERROR, desk.settings_problem)
    if desk.operator.allowed is False:
        return MessageView(Topic.NOT_ALLOWED, Level.ERROR)
    if desk.notice:
        return MessageView(Topic.PROBLEM, Level.WARNING, desk.notice.problem, remedy=Remedy.DISMISS)
    return _registration_message(desk) or _crm_message(desk) or _outbox_message(desk) or _first_pull(desk)


def _registration_message(desk: Desk) -> MessageView | None:
    registration = desk.registration
    if registration.problem is None or registration.state is RegistrationState.REGISTERED:
        return None
    return MessageView(Topic.PROBLEM, Level.ERROR, registration.problem, registration.retry_s)


def _crm_message(desk: Desk) -> MessageView | None:
    crm = desk.crm
    if crm.sync not in (SyncState.OFFLINE, SyncState.ERROR):
        return None
    problem = crm.problem or Problem(ProblemId.CRM_UNREACHABLE)
    unchecked = desk.operator.allowed == "unchecked"
    return MessageView(Topic.PROBLEM, Level.WARNING, problem, crm.retry_s, Remedy.SYNCHRONISE, unchecked=unchecked)


def _outbox_message(desk: Desk) -> MessageView | None:
    problem = desk.crm.outbox_problem
    return MessageView(Topic.PROBLEM, Level.WARNING, problem, remedy=Remedy.SYNCHRONISE) if problem else None


def _first_pull(desk: Desk) -> MessageView | None:
    """Progress is told once, until this desk knows its clients; later pulls show on the indicator only."""
    if desk.crm.progress is None or desk.crm.last_sync is not None:
        return None
    return MessageView(Topic.PROGRESS, Level.INFO, progress=desk.crm.progress)


def _next(desk: Desk) -> Next:
    requested = desk.operator.requested
    if desk.connection is Connection.ACTIVE:
        return Next.NOW
    if desk.connection is Connection.INACTIVE:
        return Next.NOTHING if requested is OperatorStatus.INACTIVE else Next.CHOSEN
    unlike = OperatorStatus.WRAP_UP if desk.connection is Connection.WRAP_UP else OperatorStatus.AVAILABLE
    return Next.NOTHING if requested in (unlike, OperatorStatus.AVAILABLE) else Next.THEN


def _end_means(leg: Leg | None) -> EndMeans:
    if leg is None or leg.state is LegState.CONVERSATION:
        return EndMeans.END
    return EndMeans.REJECT if leg.direction is Direction.INCOMING else EndMeans.CANCEL


def _caller(desk: Desk, leg: Leg, seconds: int | None) -> CallerView:
    found = _found(desk, leg)
    client = _client(leg)
    best = leg.best_match
    return CallerView(
        number=pretty(leg.number),
        name=leg.name,
        organization=client.organization if client else "",
        more=_others(leg) if found in (Found.MATCH, Found.SIMILAR) else 0,
        found=found,
        matched=best.matched if best and found is Found.MATCH else "",
        entity=client.ref.entity.value if client else "",
        seconds=seconds,
        live=leg.live,
        direction=leg.direction,
    )


def _client(leg: Leg) -> Client | None:
    if leg.client:
        return leg.client
    return leg.best_match.client if leg.best_match else None


def _others(leg: Leg) -> int:
    found = sum(1 for match in leg.matches if match.active and match.kind is not MatchKind.LAST_7)
    similar = sum(1 for match in leg.matches if match.active)
    return found - 1 if found else similar


def _found(desk: Desk, leg: Leg) -> Found:
    if leg.client:
        return Found.LINKED
    if leg.best_match:
        return Found.MATCH
    if desk.crm.sync is SyncState.OFF or not leg.number:
        return Found.SILENT
    if not leg.looked_up:
        return Found.LOOKING if leg.live else Found.SILENT
    return Found.SIMILAR if any(match.active for match in leg.matches) else Found.NOBODY


def _seconds(leg: Leg, now: datetime) -> int | None:
    """Of the conversation; while it is being set up, how long it has been ringing."""
    since = leg.answered or leg.started
    until = leg.ended or now
    if leg.ended and not leg.answered:
        return None
    return max(0, int((until - since).total_seconds()))


def _sync_view(desk: Desk) -> SyncView:
    crm = desk.crm
    return SyncView(crm.sync, crm.progress, crm.last_sync, crm.records, crm.outbox, crm.problem or crm.outbox_problem)


def _ticks(desk: Desk) -> bool:
    counting_down = desk.wrap_up is not None and desk.wrap_up.until is not None
    return bool(desk.legs) or counting_down
