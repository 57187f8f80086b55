"""The CRM and its cache."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk, SyncProgress, Unsent
from ctidesk.domain.events import SyncState


def sync_changed(desk: Desk, event: ev.SyncChanged) -> Desk:
    progress = desk.crm.progress if event.state is SyncState.PULLING else None
    crm = replace(desk.crm, sync=event.state, problem=event.problem, retry_s=event.retry_s, progress=progress)
    return replace(desk, crm=crm)


def sync_progressed(desk: Desk, event: ev.SyncProgressed) -> Desk:
    progress = SyncProgress(event.entity, event.done, event.total, event.rows_per_s)
    return replace(desk, crm=replace(desk.crm, progress=progress))


def sync_completed(desk: Desk, event: ev.SyncCompleted) -> Desk:
    crm = replace(desk.crm, sync=SyncState.IDLE, problem=None, retry_s=0, progress=None)
    return replace(desk, crm=replace(crm, last_sync=event.at, records=event.records))


def entities_known(desk: Desk, event: ev.EntitiesKnown) -> Desk:
    return replace(desk, crm=replace(desk.crm, absent=event.absent))


def records_counted(desk: Desk, event: ev.RecordsCounted) -> Desk:
    return replace(desk, crm=replace(desk.crm, records=event.records))


def operator_known(desk: Desk, event: ev.OperatorKnown) -> Desk:
    operator = replace(
        desk.operator, user_id=event.user_id, name=event.name, wrap_up_s=event.wrap_up_s, allowed=event.allowed
    )
    return replace(desk, operator=operator)


def outbox_changed(desk: Desk, event: ev.OutboxChanged) -> Desk:
    crm = replace(desk.crm, outbox=event.waiting, outbox_problem=event.problem)
    return replace(desk, crm=replace(crm, parked=event.parked, sending=event.sending))


def unsent_opened(desk: Desk, event: ev.UnsentOpened) -> Desk:
    return replace(desk, unsent=desk.unsent or Unsent())


def unsent_listed(desk: Desk, event: ev.UnsentListed) -> Desk:
    return replace(desk, unsent=Unsent(event.writes, read=True)) if desk.unsent else desk


def unsent_closed(desk: Desk, event: ev.UnsentClosed) -> Desk:
    return replace(desk, unsent=None)
