"""The desk after an event: one short function an event, in one table.

Pure: nothing here waits, asks or writes. Events about legs that the desk no longer has change nothing (the far
end may hang up what the operator has ended a moment ago).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ctidesk.domain import events as ev
from ctidesk.domain.after import (
    cards,
    crm,
    drafts,
    engine,
    first_start,
    history,
    legs,
    lists,
    panel,
    search,
    settings,
    sign_in,
    status,
    transfer,
)
from ctidesk.domain.desk import Desk, Notice, Offer


def after(desk: Desk, event: ev.Event) -> Desk:
    """What the desk is once ``event`` has happened."""
    return _AFTER[type(event)](desk, event)


def _problem_arose(desk: Desk, event: ev.ProblemArose) -> Desk:
    return replace(desk, notice=Notice(event.problem, event.at))


def _notice_dismissed(desk: Desk, event: ev.NoticeDismissed) -> Desk:
    """What is shown first goes first."""
    if desk.quit_asked:
        return replace(desk, quit_asked=False)
    if desk.notice:
        return replace(desk, notice=None)
    return replace(desk, rebound=None) if desk.rebound else replace(desk, offer=None)


def _number_offered(desk: Desk, event: ev.NumberOffered) -> Desk:
    """What was told before has been read by whoever goes on to the next call."""
    return replace(desk, offer=Offer(event.number, event.ask, event.at), notice=None)


def _nothing(desk: Desk, event: ev.Event) -> Desk:
    """An answer to whoever asked."""
    return desk


def _settings_refused(desk: Desk, event: ev.SettingsRefused) -> Desk:
    return replace(desk, settings_problem=event.problem)


def _guide_opened(desk: Desk, event: ev.GuideOpened) -> Desk:
    return replace(desk, guide=True)


def _guide_closed(desk: Desk, event: ev.GuideClosed) -> Desk:
    return replace(desk, guide=False)


_AFTER: Mapping[type, Callable[[Desk, Any], Desk]] = {
    ev.EngineStarted: engine.engine_started,
    ev.MessagesTold: _nothing,
    ev.EngineLost: engine.engine_lost,
    ev.RegistrationChanged: engine.registration_changed,
    ev.AudioDevicesChanged: engine.audio_devices_changed,
    ev.AudioChosen: engine.audio_chosen,
    ev.AudioLevels: first_start.audio_levels,
    ev.IncomingCall: legs.incoming_call,
    ev.CallRefused: legs.call_refused,
    ev.LegProgressed: legs.leg_progressed,
    ev.LegAnswered: legs.leg_answered,
    ev.LegIdentified: legs.leg_identified,
    ev.LegEnded: legs.leg_ended,
    ev.DialStarted: legs.dial_started,
    ev.AnswerRequested: legs.answer_requested,
    ev.HangUpRequested: legs.hang_up_requested,
    ev.HoldChanged: legs.hold_changed,
    ev.HeldByPeer: legs.held_by_peer,
    ev.FarEndSilent: legs.far_end_silent,
    ev.MuteChanged: legs.mute_changed,
    ev.LegSecured: legs.leg_secured,
    ev.NotHeard: legs.not_heard,
    ev.TransferStarted: transfer.transfer_started,
    ev.TransferCancelled: transfer.transfer_cancelled,
    ev.JoinRequested: transfer.join_requested,
    ev.TransferTimedOut: transfer.transfer_timed_out,
    ev.ReferProgressed: transfer.refer_progressed,
    ev.ColleagueNamed: transfer.colleague_named,
    ev.TransferFormOpened: transfer.transfer_form_opened,
    ev.TransferFormClosed: transfer.transfer_form_closed,
    ev.DirectoryRead: transfer.directory_read,
    ev.TargetsRead: transfer.targets_read,
    ev.PresenceChanged: transfer.presence_changed,
    ev.StatusRequested: status.status_requested,
    ev.WrapUpExpired: status.wrap_up_expired,
    ev.MatchesFound: search.matches_found,
    ev.SearchOpened: search.search_opened,
    ev.SearchTyped: search.search_typed,
    ev.SearchFound: search.search_found,
    ev.LastSpokenFound: search.last_spoken_found,
    ev.SearchClosed: search.search_closed,
    ev.ClientLinked: search.client_linked,
    ev.CallRebound: search.call_rebound,
    ev.ReboundSettled: search.rebound_settled,
    ev.CardOpened: cards.card_opened,
    ev.CardRead: cards.card_read,
    ev.CardClosed: cards.card_closed,
    ev.RegardingLinked: cards.regarding_linked,
    ev.EditBegan: drafts.edit_began,
    ev.FieldTyped: drafts.field_typed,
    ev.OrganizationSought: drafts.organization_sought,
    ev.OrganizationsFound: drafts.organizations_found,
    ev.OrganizationChosen: drafts.organization_chosen,
    ev.LeaveAsked: drafts.leave_asked,
    ev.LeaveForgotten: drafts.leave_forgotten,
    ev.SaveTried: drafts.save_tried,
    ev.SaveBegan: drafts.save_began,
    ev.Saved: drafts.saved,
    ev.SaveRefused: drafts.save_refused,
    ev.EditEnded: drafts.edit_ended,
    ev.ListAsked: lists.list_asked,
    ev.ListPageRead: lists.list_page_read,
    ev.ListFollowed: lists.list_followed,
    ev.ListClosed: lists.list_closed,
    ev.SyncChanged: crm.sync_changed,
    ev.SyncProgressed: crm.sync_progressed,
    ev.SyncCompleted: crm.sync_completed,
    ev.EntitiesKnown: crm.entities_known,
    ev.RecordsCounted: crm.records_counted,
    ev.OperatorKnown: crm.operator_known,
    ev.OutboxChanged: crm.outbox_changed,
    ev.SignInBegun: sign_in.sign_in_begun,
    ev.PasswordGiven: sign_in.password_given,
    ev.DeviceCodeGiven: sign_in.device_code_given,
    ev.SignInFailed: sign_in.sign_in_failed,
    ev.SignInEnded: sign_in.sign_in_ended,
    ev.GuideOpened: _guide_opened,
    ev.GuideClosed: _guide_closed,
    ev.UnsentOpened: crm.unsent_opened,
    ev.UnsentListed: crm.unsent_listed,
    ev.UnsentClosed: crm.unsent_closed,
    ev.NoteTyped: history.note_typed,
    ev.NoteWritten: history.note_written,
    ev.DispositionChosen: history.disposition_chosen,
    ev.NoteLineOpened: history.note_line_opened,
    ev.NoteLineClosed: history.note_line_closed,
    ev.JournalRead: history.journal_read,
    ev.CallKept: history.call_kept,
    ev.CallMissed: panel.call_missed,
    ev.HistoryOpened: history.history_opened,
    ev.HistoryFiltered: history.history_filtered,
    ev.CallsRead: history.calls_read,
    ev.CalledBackFound: history.called_back_found,
    ev.HistoryClosed: history.history_closed,
    ev.SettingsOpened: settings.settings_opened,
    ev.SettingsShown: settings.settings_shown,
    ev.SettingTyped: settings.setting_typed,
    ev.SettingsLeaveAsked: settings.leave_asked,
    ev.SettingsLeaveForgotten: settings.leave_forgotten,
    ev.SettingsSaveTried: settings.save_tried,
    ev.SettingsSaveBegan: settings.save_began,
    ev.SettingsSaveRefused: settings.save_refused,
    ev.SettingsSaved: settings.saved,
    ev.SettingsClosed: settings.settings_closed,
    ev.ProblemArose: _problem_arose,
    ev.NoticeDismissed: _notice_dismissed,
    ev.NumberOffered: _number_offered,
    ev.SettingsRefused: _settings_refused,
    ev.FirstStartOpened: first_start.first_start_opened,
    ev.FirstStartClosed: first_start.first_start_closed,
    ev.FirstAnswered: first_start.first_answered,
    ev.StepReached: first_start.step_reached,
    ev.CheckMoved: first_start.check_moved,
    ev.CheckProgressed: first_start.check_progressed,
    ev.CrmFound: first_start.crm_found,
    ev.SoundTried: first_start.sound_tried,
    ev.AnswersKept: first_start.answers_kept,
    ev.PanelShown: panel.panel_shown,
    ev.PanelHidden: panel.panel_hidden,
    ev.NotifierChanged: panel.notifier_changed,
    ev.QuitAsked: panel.quit_asked,
}
