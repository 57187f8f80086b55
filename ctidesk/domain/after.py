"""The desk after an event: one short function an event, in one table.

Pure: nothing here waits, asks or writes. Events about legs that the desk no longer has change nothing (the far
end may hang up what the operator has ended a moment ago).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause, Leg, LegState, LegStep
from ctidesk.domain.desk import ClientSearch, Desk, Engine, Notice, Registration, SyncProgress
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import RegistrationState, SyncState
from ctidesk.domain.operator import OperatorStatus, WrapUp
from ctidesk.domain.records import Card, Direction, RecordRef

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


def after(desk: Desk, event: ev.Event) -> Desk:
    """What the desk is once ``event`` has happened."""
    return _AFTER[type(event)](desk, event)


# --- the engine ----------------------------------------------------------------------------------------------------


def _engine_started(desk: Desk, event: ev.EngineStarted) -> Desk:
    return replace(desk, engine=Engine(event.engine, event.version, event.transport, event.local))


def _engine_lost(desk: Desk, event: ev.EngineLost) -> Desk:
    for leg in desk.legs:
        desk = _leg_over(desk, leg, event.at, EndCause.ENGINE_LOST)
    registration = Registration(RegistrationState.UNREGISTERED, event.problem)
    return replace(desk, registration=registration, notice=Notice(event.problem, event.at))


def _registration_changed(desk: Desk, event: ev.RegistrationChanged) -> Desk:
    return replace(desk, registration=Registration(event.state, event.problem, event.retry_s))


# --- legs ----------------------------------------------------------------------------------------------------------


def _incoming_call(desk: Desk, event: ev.IncomingCall) -> Desk:
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
    )
    desk = replace(desk, legs=(leg,), notice=None)
    return _popped(desk, leg) if desk.pop == "ring" else desk


def _call_refused(desk: Desk, event: ev.CallRefused) -> Desk:
    return desk


def _dial_started(desk: Desk, event: ev.DialStarted) -> Desk:
    leg = Leg(
        event.leg_id,
        Direction.OUTGOING,
        LegState.DIALING,
        event.number,
        event.raw_number,
        event.at,
        client=event.client,
    )
    return replace(desk, legs=(*desk.legs, leg), notice=None)


def _leg_progressed(desk: Desk, event: ev.LegProgressed) -> Desk:
    leg = _live(desk, event.leg_id)
    return desk.with_leg(leg.after(LegStep.PROGRESS)) if leg and leg.state is LegState.DIALING else desk


def _answer_requested(desk: Desk, event: ev.AnswerRequested) -> Desk:
    leg = _live(desk, event.leg_id)
    return desk.with_leg(leg.after(LegStep.ACCEPT)) if leg and leg.state is LegState.RINGING else desk


def _leg_answered(desk: Desk, event: ev.LegAnswered) -> Desk:
    leg = _live(desk, event.leg_id)
    if leg is None or leg.state is LegState.CONVERSATION:
        return desk
    leg = leg.established(event.at)
    desk = replace(desk.with_leg(leg), wrap_up=None)
    pops = leg.direction is Direction.INCOMING and desk.pop == "answer"
    return _popped(desk, leg) if pops else desk


def _leg_ended(desk: Desk, event: ev.LegEnded) -> Desk:
    leg = _live(desk, event.leg_id)
    if leg is None:
        return desk
    desk = _leg_over(desk, leg, event.at, event.cause)
    return replace(desk, notice=_why_ended(leg, event) or desk.notice)


def _hang_up_requested(desk: Desk, event: ev.HangUpRequested) -> Desk:
    leg = _live(desk, event.leg_id)
    return _leg_over(desk, leg, event.at, EndCause.LOCAL_HANGUP) if leg else desk


def _live(desk: Desk, leg_id: str) -> Leg | None:
    return next((leg for leg in desk.legs if leg.id == leg_id), None)


def _leg_over(desk: Desk, leg: Leg, at: datetime, cause: EndCause) -> Desk:
    ended = leg.over(at, cause)
    desk = replace(desk, legs=tuple(other for other in desk.legs if other.id != leg.id), last=ended)
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


# --- the operator --------------------------------------------------------------------------------------------------


def _status_requested(desk: Desk, event: ev.StatusRequested) -> Desk:
    desk = replace(desk, operator=replace(desk.operator, requested=event.status))
    if desk.wrap_up is None:
        return desk
    kept = WrapUp(desk.wrap_up.leg_id, None) if event.status is OperatorStatus.WRAP_UP else None
    return replace(desk, wrap_up=kept)


def _wrap_up_expired(desk: Desk, event: ev.WrapUpExpired) -> Desk:
    mine = desk.wrap_up is not None and desk.wrap_up.leg_id == event.leg_id and desk.wrap_up.until is not None
    return replace(desk, wrap_up=None) if mine else desk


# --- finding the client --------------------------------------------------------------------------------------------


def _matches_found(desk: Desk, event: ev.MatchesFound) -> Desk:
    leg = desk.find_leg(event.leg_id)
    if leg:
        desk = desk.with_leg(replace(leg, matches=event.matches, looked_up=True, ignored=event.ignored))
    search = desk.search
    if search and search.leg_id == event.leg_id and not search.text:
        if event.ignored:
            return replace(desk, search=None)
        desk = replace(desk, search=replace(search, matches=event.matches, searching=False))
    return desk


def _popped(desk: Desk, leg: Leg) -> Desk:
    """The client search window for ``leg``; there is none without a CRM, nor for an ignored number."""
    if desk.crm.sync is SyncState.OFF or leg.ignored:
        return desk
    return _search_for(desk, leg)


def _search_for(desk: Desk, leg: Leg) -> Desk:
    search = ClientSearch(leg.id, leg.number, matches=leg.matches, searching=not leg.looked_up and bool(leg.number))
    return replace(desk, search=search)


def _search_opened(desk: Desk, event: ev.SearchOpened) -> Desk:
    leg = desk.find_leg(event.leg_id)
    return _search_for(desk, leg) if leg else replace(desk, search=ClientSearch("", ""))


def _search_typed(desk: Desk, event: ev.SearchTyped) -> Desk:
    if desk.search is None:
        return desk
    if event.text.strip():
        return replace(desk, search=replace(desk.search, text=event.text, searching=True))
    leg = desk.find_leg(desk.search.leg_id)
    by_number = leg.matches if leg else ()
    return replace(desk, search=replace(desk.search, text="", matches=by_number, searching=False))


def _search_found(desk: Desk, event: ev.SearchFound) -> Desk:
    if desk.search is None or desk.search.text != event.text:
        return desk
    return replace(desk, search=replace(desk.search, matches=event.matches, searching=False))


def _search_closed(desk: Desk, event: ev.SearchClosed) -> Desk:
    return replace(desk, search=None)


def _client_linked(desk: Desk, event: ev.ClientLinked) -> Desk:
    leg = desk.find_leg(event.leg_id)
    if leg:
        desk = desk.with_leg(replace(leg, client=event.client))
    closes = desk.search is not None and desk.search.leg_id == event.leg_id
    return replace(desk, search=None) if closes else desk


def _card_opened(desk: Desk, event: ev.CardOpened) -> Desk:
    return replace(desk, cards=(*_cards_without(desk, event.card.client.ref), event.card))


def _card_closed(desk: Desk, event: ev.CardClosed) -> Desk:
    return replace(desk, cards=_cards_without(desk, event.ref))


def _cards_without(desk: Desk, ref: RecordRef) -> tuple[Card, ...]:
    return tuple(card for card in desk.cards if card.client.ref != ref)


# --- the CRM -------------------------------------------------------------------------------------------------------


def _sync_changed(desk: Desk, event: ev.SyncChanged) -> Desk:
    progress = desk.crm.progress if event.state is SyncState.PULLING else None
    crm = replace(desk.crm, sync=event.state, problem=event.problem, retry_s=event.retry_s, progress=progress)
    return replace(desk, crm=crm)


def _sync_progressed(desk: Desk, event: ev.SyncProgressed) -> Desk:
    progress = SyncProgress(event.entity, event.done, event.total)
    return replace(desk, crm=replace(desk.crm, progress=progress))


def _sync_completed(desk: Desk, event: ev.SyncCompleted) -> Desk:
    crm = replace(desk.crm, sync=SyncState.IDLE, problem=None, retry_s=0, progress=None)
    return replace(desk, crm=replace(crm, last_sync=event.at, records=event.records))


def _operator_known(desk: Desk, event: ev.OperatorKnown) -> Desk:
    operator = replace(
        desk.operator, user_id=event.user_id, name=event.name, wrap_up_s=event.wrap_up_s, allowed=event.allowed
    )
    return replace(desk, operator=operator)


def _outbox_changed(desk: Desk, event: ev.OutboxChanged) -> Desk:
    return replace(desk, crm=replace(desk.crm, outbox=event.waiting, outbox_problem=event.problem))


# --- the desk itself -----------------------------------------------------------------------------------------------


def _problem_arose(desk: Desk, event: ev.ProblemArose) -> Desk:
    return replace(desk, notice=Notice(event.problem, event.at))


def _notice_dismissed(desk: Desk, event: ev.NoticeDismissed) -> Desk:
    return replace(desk, notice=None)


def _settings_refused(desk: Desk, event: ev.SettingsRefused) -> Desk:
    return replace(desk, settings_problem=event.problem)


_AFTER: Mapping[type, Callable[[Desk, Any], Desk]] = {
    ev.EngineStarted: _engine_started,
    ev.EngineLost: _engine_lost,
    ev.RegistrationChanged: _registration_changed,
    ev.IncomingCall: _incoming_call,
    ev.CallRefused: _call_refused,
    ev.LegProgressed: _leg_progressed,
    ev.LegAnswered: _leg_answered,
    ev.LegEnded: _leg_ended,
    ev.DialStarted: _dial_started,
    ev.AnswerRequested: _answer_requested,
    ev.HangUpRequested: _hang_up_requested,
    ev.StatusRequested: _status_requested,
    ev.WrapUpExpired: _wrap_up_expired,
    ev.MatchesFound: _matches_found,
    ev.SearchOpened: _search_opened,
    ev.SearchTyped: _search_typed,
    ev.SearchFound: _search_found,
    ev.SearchClosed: _search_closed,
    ev.ClientLinked: _client_linked,
    ev.CardOpened: _card_opened,
    ev.CardClosed: _card_closed,
    ev.SyncChanged: _sync_changed,
    ev.SyncProgressed: _sync_progressed,
    ev.SyncCompleted: _sync_completed,
    ev.OperatorKnown: _operator_known,
    ev.OutboxChanged: _outbox_changed,
    ev.ProblemArose: _problem_arose,
    ev.NoticeDismissed: _notice_dismissed,
    ev.SettingsRefused: _settings_refused,
}
