"""Legs: how a call begins, goes on and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ctidesk.domain import events as ev
from ctidesk.domain.after import transfer
from ctidesk.domain.after.notices import OF_A_CALL, OF_A_HOLD, WHILE_A_CALL, without_notice
from ctidesk.domain.after.panel import at_the_panel
from ctidesk.domain.after.search import popped
from ctidesk.domain.call import EndCause, Leg, LegState, LegStep
from ctidesk.domain.desk import Desk, Notice
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.operator import OperatorStatus, WrapUp
from ctidesk.domain.records import Direction
from ctidesk.domain.transfer import TransferStep

_WHY_NOT_CONNECTED: Mapping[EndCause, ProblemId] = {
    EndCause.BUSY: ProblemId.CALL_BUSY,
    EndCause.REJECTED: ProblemId.CALL_REJECTED,
    EndCause.NO_SUCH_NUMBER: ProblemId.CALL_NO_SUCH_NUMBER,
    EndCause.NO_ANSWER: ProblemId.CALL_NO_ANSWER,
    EndCause.UNAVAILABLE: ProblemId.CALL_UNAVAILABLE,
    EndCause.NOT_ALLOWED: ProblemId.CALL_NOT_ALLOWED,
    EndCause.PBX_FAULT: ProblemId.CALL_PBX_FAULT,
    EndCause.FAILED: ProblemId.CALL_FAILED,
    EndCause.REMOTE_HANGUP: ProblemId.CALL_REJECTED,
}


def incoming_call(desk: Desk, event: ev.IncomingCall) -> Desk:
    if not desk.accepts_calls:
        return desk
    leg = Leg(
        event.leg_id,
        Direction.INCOMING,
        LegState.RINGING,
        event.number or event.raw_number,
        event.raw_number,
        event.at,
        event.display_name,
        referral=event.referral,
    )
    desk = replace(desk, legs=(leg,), notice=None, offer=None, rebound=None, note_line="")
    return popped(desk, leg) if desk.pop == "ring" else desk


def call_refused(desk: Desk, event: ev.CallRefused) -> Desk:
    return desk


def dial_started(desk: Desk, event: ev.DialStarted) -> Desk:
    leg = Leg(
        event.leg_id,
        Direction.OUTGOING,
        LegState.DIALING,
        event.number,
        event.raw_number,
        event.at,
        client=event.client,
    )
    desk = replace(desk, legs=(*desk.legs, leg), notice=None, offer=None, rebound=None, note_line="")
    return at_the_panel(replace(desk, dialled=event.raw_number), called=event.number)


def leg_progressed(desk: Desk, event: ev.LegProgressed) -> Desk:
    leg = desk.live(event.leg_id)
    return desk.with_leg(leg.after(LegStep.PROGRESS)) if leg and leg.state is LegState.DIALING else desk


def answer_requested(desk: Desk, event: ev.AnswerRequested) -> Desk:
    leg = desk.live(event.leg_id)
    return at_the_panel(desk.with_leg(leg.after(LegStep.ACCEPT))) if leg and leg.state is LegState.RINGING else desk


def leg_answered(desk: Desk, event: ev.LegAnswered) -> Desk:
    leg = desk.live(event.leg_id)
    if leg is None:
        return transfer.consult_answered(desk, event)
    if leg.state is LegState.CONVERSATION:
        return desk
    leg = leg.established(event.at)
    desk = replace(desk.with_leg(leg), wrap_up=None)
    pops = leg.direction is Direction.INCOMING and desk.pop == "answer"
    return popped(desk, leg) if pops else desk


def leg_identified(desk: Desk, event: ev.LegIdentified) -> Desk:
    """Somebody else is on the line now: his number counts, on the panel and in the record."""
    leg = desk.live(event.leg_id)
    if leg is None or not (event.raw_number or event.display_name):
        return desk
    number = event.number or event.raw_number
    if number == leg.number:
        return desk.with_leg(replace(leg, display_name=event.display_name or leg.display_name))
    looked_up = leg.looked_up and number == leg.caller_number
    matches = leg.matches if looked_up else ()
    leg = replace(leg, number=number, raw_number=event.raw_number, display_name=event.display_name)
    return desk.with_leg(replace(leg, matches=matches, looked_up=looked_up))


def leg_ended(desk: Desk, event: ev.LegEnded) -> Desk:
    leg = desk.live(event.leg_id)
    if leg is None:
        return transfer.consult_ended(desk, event)
    desk = leg_over(desk, leg, event.at, event.cause)
    return replace(desk, notice=_why_ended(leg, event) or desk.notice)


def hang_up_requested(desk: Desk, event: ev.HangUpRequested) -> Desk:
    leg = desk.live(event.leg_id)
    return leg_over(desk, leg, event.at, EndCause.LOCAL_HANGUP) if leg else desk


def leg_over(desk: Desk, leg: Leg, at: datetime, cause: EndCause) -> Desk:
    ended = leg.with_transfer(TransferStep.CALLER_GONE).over(at, cause)
    desk = replace(desk, legs=tuple(other for other in desk.legs if other.id != leg.id), last=ended)
    if not desk.legs:
        desk = without_notice(replace(desk, transfer_form=None, quit_asked=False), WHILE_A_CALL)
    desk = without_notice(desk, OF_A_CALL)
    return replace(desk, wrap_up=_wrap_up_after(desk, ended, at)) if ended.answered else desk


def _wrap_up_after(desk: Desk, leg: Leg, at: datetime) -> WrapUp | None:
    """Wrap-up follows a conversation only (D6); one that the operator has chosen by hand has no end."""
    if desk.operator.requested is OperatorStatus.WRAP_UP:
        return WrapUp(leg.id, None)
    seconds = desk.operator.wrap_up_s
    return WrapUp(leg.id, at + timedelta(seconds=seconds)) if seconds > 0 else None


def _why_ended(leg: Leg, event: ev.LegEnded) -> Notice | None:
    """A message for an outgoing call that did not come about and for a conversation that was cut off."""
    detail = f"{event.code} {event.reason}".strip() if event.code else event.reason
    if leg.answered:
        lost = event.cause in (EndCause.FAILED, EndCause.PBX_FAULT)
        return Notice(Problem(ProblemId.CALL_LOST, detail=detail), event.at) if lost else None
    if leg.direction is Direction.INCOMING or event.cause is EndCause.LOCAL_HANGUP:
        return None
    id = _WHY_NOT_CONNECTED.get(event.cause, ProblemId.CALL_FAILED)
    return Notice(Problem.of(id, detail, number=leg.number), event.at)


# --- in the conversation -------------------------------------------------------------------------------------------


def hold_changed(desk: Desk, event: ev.HoldChanged) -> Desk:
    leg = desk.live(event.leg_id)
    if leg is None:
        return desk
    desk = desk.with_leg(replace(leg, on_hold=event.held))
    return desk if event.refused else without_notice(desk, OF_A_CALL if event.held else OF_A_HOLD)


def held_by_peer(desk: Desk, event: ev.HeldByPeer) -> Desk:
    leg = desk.live(event.leg_id)
    return desk.with_leg(replace(leg, held_by_peer=event.held)) if leg else desk


def far_end_silent(desk: Desk, event: ev.FarEndSilent) -> Desk:
    """The caller, or the colleague in a consultation."""
    leg = desk.live(event.leg_id)
    if leg:
        return desk.with_leg(replace(leg, silent=event.silent))
    leg = desk.consulting(event.leg_id)
    if leg and leg.transfer:
        return desk.with_leg(replace(leg, transfer=replace(leg.transfer, silent=event.silent)))
    return desk


def mute_changed(desk: Desk, event: ev.MuteChanged) -> Desk:
    leg = desk.live(event.leg_id)
    return desk.with_leg(replace(leg, muted=event.muted)) if leg else desk


def leg_secured(desk: Desk, event: ev.LegSecured) -> Desk:
    leg = desk.live(event.leg_id)
    return desk.with_leg(replace(leg, srtp=event.srtp)) if leg else desk


def not_heard(desk: Desk, event: ev.NotHeard) -> Desk:
    """Before the answer nobody is to be heard: the engine already listens then, for early media."""
    leg = desk.live(event.leg_id)
    why = "" if event.heard else "muted" if event.muted else "silent"
    talks = leg is not None and leg.state is LegState.CONVERSATION
    return desk.with_leg(replace(leg, unheard=why)) if leg and talks else desk
