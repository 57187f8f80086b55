"""What the panel and the notice show of a desk: pure functions, no Qt. Windows render these and know no rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ctidesk.domain.call import Leg, LegState
from ctidesk.domain.desk import Audio, Connection, Desk, Offer, SyncProgress
from ctidesk.domain.errors import Problem
from ctidesk.domain.events import SyncState
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.records import Client, Direction
from ctidesk.domain.sign_in import ASKS_FOR_SIGN_IN
from ctidesk.ui.call_view import CallerView, Found, KeysView, KeyView, Off, caller_view, keys_view
from ctidesk.ui.history_view import note_key
from ctidesk.ui.message_view import MessageView, message_view
from ctidesk.ui.transfer_view import can_hand_over


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
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class StatusView:
    """``left_s`` counts a wrap-up down, ``share`` is what is left of it; ``one_click`` ends it.

    ``minutes``: how long a state has lasted that no call and no countdown tells of.
    """

    connection: Connection
    requested: OperatorStatus
    next: Next = Next.NOTHING
    left_s: int | None = None
    share: float | None = None
    one_click: bool = False
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class SyncView:
    state: SyncState
    progress: SyncProgress | None = None
    last: datetime | None = None
    records: int = 0
    outbox: int = 0
    problem: Problem | None = None
    syncing: bool = False


@dataclass(frozen=True, slots=True)
class PanelView:
    """The whole panel. ``ticking``: something on it changes with the clock alone.

    ``transferring``: the transfer button cancels; ``can_transfer``: the engine knows how to hand a caller over.
    ``missed``: calls since the operator last looked, untold during a call; ``dialled``: the number for a redial.
    """

    status: StatusView
    accept: bool
    end: bool
    end_means: EndMeans
    transfer: bool
    transferring: bool
    can_transfer: bool
    rebind: bool
    keys: KeysView
    can_dial: bool
    dialing: bool
    ringing: bool
    caller: CallerView | None
    message: MessageView | None
    sync: SyncView
    can_search: bool
    can_sign_in: bool
    ticking: bool
    audio: Audio = field(default_factory=Audio)
    note: KeyView = field(default_factory=lambda: KeyView(Off.NO_CALL))
    missed: int = 0
    dialled: str = ""
    offer: Offer | None = None
    linked: Client | None = None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """The notice while it rings here; a caller that is ``referred`` is handed over by a colleague.

    ``as_of``: when the copy of the CRM, in which the caller was found, was last true.
    """

    caller: CallerView
    as_of: datetime | None = None


def panel_view(desk: Desk, now: datetime, *, secure: bool = False, since: datetime | None = None) -> PanelView:
    """``secure``: the settings ask for encrypted media; ``since``: when the connection became what it is."""
    buttons, leg = desk.buttons, desk.leg
    shown = leg or desk.last  # the call, else the one that ended last: that is whom a rebind is about
    return PanelView(
        status=status_view(desk, now, since),
        accept=buttons.accept,
        end=buttons.end,
        end_means=_end_means(leg),
        transfer=buttons.transfer,
        transferring=leg is not None and leg.transferring,
        can_transfer=can_hand_over(desk),
        rebind=buttons.rebind,
        keys=keys_view(desk),
        can_dial=desk.can_dial,
        dialing=leg is not None and leg.state is LegState.DIALING,
        ringing=leg is not None and leg.state is LegState.RINGING,
        caller=caller_view(desk, shown, now, secure=secure) if shown else None,
        message=message_view(desk),
        sync=_sync_view(desk),
        can_search=desk.crm.sync is not SyncState.OFF,
        can_sign_in=desk.crm.problem is not None and desk.crm.problem.id in ASKS_FOR_SIGN_IN,
        ticking=_ticks(desk),
        audio=desk.audio,
        note=note_key(desk),
        missed=0 if leg else desk.missed,
        dialled=desk.dialled,
        offer=desk.offer,
        linked=desk.call_to_link.client if desk.call_to_link else None,
    )


def notice_view(desk: Desk) -> NoticeView | None:
    """Exactly as long as it rings and has not been answered, where the desktop's notification does not tell of it."""
    leg = desk.leg
    if leg is None or leg.state is not LegState.RINGING or desk.rings_outside:
        return None
    caller = caller_view(desk, leg, None)
    return NoticeView(caller, desk.crm.last_sync if caller.found in (Found.MATCH, Found.SIMILAR) else None)


def status_view(desk: Desk, now: datetime, since: datetime | None = None) -> StatusView:
    left = desk.wrap_up.left_s(now) if desk.wrap_up else None
    shown = left if desk.connection is Connection.WRAP_UP else None
    return StatusView(
        connection=desk.connection,
        requested=desk.operator.requested,
        next=_next(desk),
        left_s=shown,
        share=None if shown is None else min(1.0, shown / max(1, desk.operator.wrap_up_s)),
        one_click=desk.connection is Connection.WRAP_UP,
        minutes=_minutes(desk, since, now) if since and shown is None else None,
    )


def _minutes(desk: Desk, since: datetime, now: datetime) -> int | None:
    return None if desk.legs else int((now - since).total_seconds()) // 60


def _next(desk: Desk) -> Next:
    requested = desk.operator.requested
    if desk.connection is Connection.ACTIVE:
        return Next.NOW
    if desk.connection is Connection.INACTIVE:
        return Next.NOTHING if requested is OperatorStatus.INACTIVE else Next.CHOSEN
    unlike = OperatorStatus.WRAP_UP if desk.connection is Connection.WRAP_UP else OperatorStatus.AVAILABLE
    return Next.NOTHING if requested in (unlike, OperatorStatus.AVAILABLE) else Next.THEN


def _end_means(leg: Leg | None) -> EndMeans:
    if leg and leg.transferring:
        return EndMeans.TAKE_BACK
    if leg is None or leg.state is LegState.CONVERSATION:
        return EndMeans.END
    return EndMeans.REJECT if leg.direction is Direction.INCOMING else EndMeans.CANCEL


def _sync_view(desk: Desk) -> SyncView:
    crm = desk.crm
    problem = crm.problem or crm.outbox_problem
    return SyncView(crm.sync, crm.progress, crm.last_sync, crm.records, crm.outbox, problem, crm.syncing)


def _ticks(desk: Desk) -> bool:
    counting_down = desk.wrap_up is not None and desk.wrap_up.until is not None
    return bool(desk.legs) or counting_down
