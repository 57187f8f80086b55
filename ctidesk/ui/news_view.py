"""What the desktop's own notifications tell while the panel is not seen: pure, no Qt.

What a window of ours tells, no notification tells, and the other way round (:func:`view_state.notice_view`).
"""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.call import LegState
from ctidesk.domain.desk import Desk
from ctidesk.domain.notification import Notifies
from ctidesk.domain.records import Client
from ctidesk.ui.call_view import CallerView, caller_view
from ctidesk.ui.number_text import pretty


@dataclass(frozen=True, slots=True)
class RingingNews:
    """It rings here; as long as it does."""

    leg_id: str
    caller: CallerView


@dataclass(frozen=True, slots=True)
class MissedNews:
    """The last missed call. ``more``: how many were missed besides; ``dial``: what a call back dials (empty: none)."""

    leg_id: str
    number: str
    name: str
    more: int
    dial: str
    client: Client | None = None


def ringing_news(desk: Desk) -> RingingNews | None:
    leg = desk.leg
    if leg is None or leg.state is not LegState.RINGING or not desk.rings_outside:
        return None
    return RingingNews(leg.id, caller_view(desk, leg, None))


def missed_news(desk: Desk) -> MissedNews | None:
    call = desk.missed_call
    if call is None or desk.in_sight or desk.notifies is Notifies.NOTHING:
        return None
    dial = call.number if desk.can_dial else ""
    return MissedNews(call.id, pretty(call.number), call.name, max(0, desk.missed - 1), dial, call.client)
