"""The operator's status."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.operator import OperatorStatus, WrapUp


def status_requested(desk: Desk, event: ev.StatusRequested) -> Desk:
    desk = replace(desk, operator=replace(desk.operator, requested=event.status))
    if desk.wrap_up is None:
        return desk
    kept = WrapUp(desk.wrap_up.leg_id, None) if event.status is OperatorStatus.WRAP_UP else None
    return replace(desk, wrap_up=kept)


def wrap_up_expired(desk: Desk, event: ev.WrapUpExpired) -> Desk:
    mine = desk.wrap_up is not None and desk.wrap_up.leg_id == event.leg_id and desk.wrap_up.until is not None
    return replace(desk, wrap_up=None) if mine else desk
