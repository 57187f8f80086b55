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
    if event.status is OperatorStatus.WRAP_UP:
        return replace(desk, wrap_up=WrapUp(desk.wrap_up.leg_id, None))
    return _without_wrap_up(desk)


def wrap_up_expired(desk: Desk, event: ev.WrapUpExpired) -> Desk:
    mine = desk.wrap_up is not None and desk.wrap_up.leg_id == event.leg_id and desk.wrap_up.until is not None
    if not mine:
        return desk
    return replace(desk, wrap_up=None) if desk.panel_open else _without_wrap_up(desk)


def _without_wrap_up(desk: Desk) -> Desk:
    """The note line goes with the wrap-up that it was open for. Where time has ended that, the line closes itself as
    soon as nobody is in it: it never goes from under whoever thinks about the next word."""
    over = desk.wrap_up is not None and desk.wrap_up.leg_id == desk.note_line
    return replace(desk, wrap_up=None, note_line="" if over else desk.note_line)
