"""Handing a caller over: what the consultation leg, the PBX and the operator do to the transfer of a leg."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause, Leg
from ctidesk.domain.desk import Desk, TransferForm
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.transfer import Phase, Transfer, TransferKind, TransferStep

_WHY: Mapping[EndCause, ProblemId] = {
    EndCause.BUSY: ProblemId.TRANSFER_BUSY,
    EndCause.REJECTED: ProblemId.TRANSFER_REJECTED,
    EndCause.UNAVAILABLE: ProblemId.TRANSFER_UNAVAILABLE,
    EndCause.NO_ANSWER: ProblemId.TRANSFER_NO_ANSWER,
    EndCause.NO_SUCH_NUMBER: ProblemId.TRANSFER_NO_SUCH_NUMBER,
}
_REJECTIONS = (EndCause.BUSY, EndCause.REJECTED, EndCause.UNAVAILABLE)
_REFUSALS: Mapping[int, EndCause] = {
    404: EndCause.NO_SUCH_NUMBER,
    408: EndCause.NO_ANSWER,
    480: EndCause.UNAVAILABLE,
    486: EndCause.BUSY,
    487: EndCause.NO_ANSWER,
    600: EndCause.BUSY,
    603: EndCause.REJECTED,
}
_TOO_LATE: Mapping[Phase, ProblemId] = {
    Phase.JOINING: ProblemId.TRANSFER_JOIN_FAILED,
    Phase.REPLACED: ProblemId.TRANSFER_JOIN_FAILED,
}


_LOOKS_LIKE = frozenset({ProblemId.TRANSFER_NO_ANSWER, ProblemId.TRANSFER_FAILED, ProblemId.TRANSFER_JOIN_FAILED})
"""What the colleague, or the PBX, seems to have done while the PBX is away."""


# --- the operator --------------------------------------------------------------------------------------------------


def transfer_started(desk: Desk, event: ev.TransferStarted) -> Desk:
    leg = desk.live(event.leg_id)
    if leg is None:
        return desk
    return replace(desk.with_leg(replace(leg, transfer=event.transfer)), transfer_form=None, notice=None)


def transfer_cancelled(desk: Desk, event: ev.TransferCancelled) -> Desk:
    leg = desk.live(event.leg_id)
    if leg is None or leg.transfer is None:
        return desk
    rings_on = _problem(desk, leg.transfer, ProblemId.TRANSFER_MAY_STILL_RING)
    return _step(desk, leg, TransferStep.CANCEL, rings_on if leg.transfer.may_still_ring else None)


def join_requested(desk: Desk, event: ev.JoinRequested) -> Desk:
    return _step(desk, desk.live(event.leg_id), TransferStep.COMPLETE)


def transfer_timed_out(desk: Desk, event: ev.TransferTimedOut) -> Desk:
    leg = desk.live(event.leg_id)
    if leg is None or leg.transfer is None:
        return desk
    id = _TOO_LATE.get(leg.transfer.phase, ProblemId.TRANSFER_NO_ANSWER)
    if leg.transfer.may_still_ring:
        id = ProblemId.TRANSFER_MAY_STILL_RING
    return _step(desk, leg, TransferStep.TIMED_OUT, _problem(desk, leg.transfer, id))


# --- the second operator -------------------------------------------------------------------------------------------


def consult_answered(desk: Desk, event: ev.LegAnswered) -> Desk:
    """Without a consultation the two are joined at once."""
    leg = desk.consulting(event.leg_id)
    if leg is None or leg.transfer is None:
        return desk
    desk = _step(desk, leg, TransferStep.ANSWERED)
    at_once = leg.transfer.kind is TransferKind.JOINED
    return _step(desk, desk.live(leg.id), TransferStep.COMPLETE) if at_once else desk


def consult_ended(desk: Desk, event: ev.LegEnded) -> Desk:
    leg = desk.consulting(event.leg_id)
    if leg is None or leg.transfer is None:
        return desk
    detail = f"{event.code} {event.reason}".strip()
    if leg.transfer.phase is not Phase.RINGING:
        lost = _problem(desk, leg.transfer, ProblemId.TRANSFER_CONSULT_LOST, detail)
        return _step(desk, leg, TransferStep.CONSULT_ENDED, lost)
    step = TransferStep.REJECTED if event.cause in _REJECTIONS else TransferStep.CONSULT_ENDED
    id = _WHY.get(event.cause, ProblemId.TRANSFER_FAILED)
    return _step(desk, leg, step, _problem(desk, leg.transfer, id, detail))


# --- the PBX -------------------------------------------------------------------------------------------------------


def refer_progressed(desk: Desk, event: ev.ReferProgressed) -> Desk:
    leg = desk.find_leg(event.leg_id)  # a PBX may hang up before it reports success
    if leg is None or leg.transfer is None:
        return desk
    if event.code < 200:
        return _step(desk, leg, TransferStep.PROGRESS)
    if event.code < 300:
        return _step(desk, leg, TransferStep.JOINED)
    return _step(desk, leg, TransferStep.REFUSED, _why_refused(desk, leg.transfer, event))


def _why_refused(desk: Desk, transfer: Transfer, event: ev.ReferProgressed) -> Problem:
    if transfer.phase is Phase.REFERRED:
        return _problem(desk, transfer, ProblemId.TRANSFER_NOT_TAKEN, str(event.code))
    if transfer.kind is not TransferKind.REFER:
        return _problem(desk, transfer, ProblemId.TRANSFER_JOIN_FAILED, str(event.code))
    cause = _REFUSALS.get(event.code, EndCause.FAILED)
    return _problem(desk, transfer, _WHY.get(cause, ProblemId.TRANSFER_FAILED), str(event.code))


def _step(desk: Desk, leg: Leg | None, step: TransferStep, problem: Problem | None = None) -> Desk:
    return desk.with_leg(leg.with_transfer(step, problem)) if leg else desk


def _problem(desk: Desk, transfer: Transfer, id: ProblemId, detail: str = "") -> Problem:
    away = id in _LOOKS_LIKE and not desk.registered
    name = {"name": transfer.name} if transfer.name else {}
    return Problem.of(ProblemId.TRANSFER_PBX_AWAY if away else id, detail, number=transfer.to, **name)


def colleague_named(desk: Desk, event: ev.ColleagueNamed) -> Desk:
    leg = desk.find_leg(event.leg_id)
    if leg is None or leg.referral is None:
        return desk
    return desk.with_leg(replace(leg, referral=replace(leg.referral, by_name=event.name)))


# --- the form ------------------------------------------------------------------------------------------------------


def transfer_form_opened(desk: Desk, event: ev.TransferFormOpened) -> Desk:
    return replace(desk, transfer_form=desk.transfer_form or TransferForm(own=event.own))


def transfer_form_closed(desk: Desk, event: ev.TransferFormClosed) -> Desk:
    return replace(desk, transfer_form=None)


def directory_read(desk: Desk, event: ev.DirectoryRead) -> Desk:
    form = desk.transfer_form
    return replace(desk, transfer_form=replace(form, colleagues=event.colleagues, read=True)) if form else desk


def targets_read(desk: Desk, event: ev.TargetsRead) -> Desk:
    form = desk.transfer_form
    if form is None:
        return desk
    return replace(desk, transfer_form=replace(form, favourites=event.favourites, recent=event.recent))


def presence_changed(desk: Desk, event: ev.PresenceChanged) -> Desk:
    form = desk.transfer_form
    if form is None:
        return desk
    others = tuple(pair for pair in form.presences if pair[0] != event.number)
    return replace(desk, transfer_form=replace(form, presences=(*others, (event.number, event.presence))))
