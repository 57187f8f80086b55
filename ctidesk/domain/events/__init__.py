"""What happened, past tense. Engines, the CRM, the cache and the operator all come to the desk as these.

``at`` is an aware UTC time, stamped where it happened.
"""

from __future__ import annotations

from typing import TypeAlias

from ctidesk.domain.events.desk import (
    AnswerRequested,
    AudioChosen,
    CallRebound,
    CardClosed,
    CardOpened,
    CardRead,
    ClientLinked,
    ColleagueNamed,
    DialStarted,
    DirectoryRead,
    EntitiesKnown,
    GuideClosed,
    GuideOpened,
    HangUpRequested,
    JoinRequested,
    LastSpokenFound,
    ListAsked,
    ListClosed,
    ListFollowed,
    ListPageRead,
    MatchesFound,
    NoticeDismissed,
    NumberOffered,
    OperatorKnown,
    OutboxChanged,
    ProblemArose,
    ReboundSettled,
    RecordsCounted,
    RegardingLinked,
    SearchClosed,
    SearchFound,
    SearchOpened,
    SearchTyped,
    SettingsRefused,
    StatusRequested,
    SyncChanged,
    SyncCompleted,
    SyncProgressed,
    SyncState,
    TargetsRead,
    TransferCancelled,
    TransferFormClosed,
    TransferFormOpened,
    TransferStarted,
    TransferTimedOut,
    UnsentClosed,
    UnsentListed,
    UnsentOpened,
    WrapUpExpired,
)
from ctidesk.domain.events.drafts import (
    EditBegan,
    EditEnded,
    FieldTyped,
    LeaveAsked,
    LeaveForgotten,
    OrganizationChosen,
    OrganizationsFound,
    OrganizationSought,
    SaveBegan,
    Saved,
    SaveRefused,
    SaveTried,
)
from ctidesk.domain.events.engine import (
    AudioDevicesChanged,
    AudioLevels,
    CallRefused,
    EngineLost,
    EngineStarted,
    FarEndSilent,
    HeldByPeer,
    HoldChanged,
    IncomingCall,
    LegAnswered,
    LegEnded,
    LegIdentified,
    LegProgressed,
    LegSecured,
    MessagesTold,
    MuteChanged,
    NotHeard,
    PresenceChanged,
    ReferProgressed,
    RefusedHold,
    RegistrationChanged,
    RegistrationState,
)
from ctidesk.domain.events.first_start import (
    AnswersKept,
    CheckMoved,
    CheckProgressed,
    CrmFound,
    FirstAnswered,
    FirstStartClosed,
    FirstStartOpened,
    SoundTried,
    StepReached,
)
from ctidesk.domain.events.history import (
    CalledBackFound,
    CallKept,
    CallMissed,
    CallsRead,
    DispositionChosen,
    HistoryClosed,
    HistoryFiltered,
    HistoryOpened,
    JournalRead,
    NoteLineClosed,
    NoteLineOpened,
    NoteTyped,
    NoteWritten,
)
from ctidesk.domain.events.settings import (
    SettingsClosed,
    SettingsLeaveAsked,
    SettingsLeaveForgotten,
    SettingsOpened,
    SettingsSaveBegan,
    SettingsSaved,
    SettingsSaveRefused,
    SettingsSaveTried,
    SettingsShown,
    SettingTyped,
)
from ctidesk.domain.events.sign_in import (
    DeviceCodeGiven,
    PasswordGiven,
    SignInBegun,
    SignInEnded,
    SignInFailed,
)
from ctidesk.domain.events.surroundings import NotifierChanged, PanelHidden, PanelShown, QuitAsked

__all__ = [
    "AnswerRequested",
    "AnswersKept",
    "AudioChosen",
    "AudioDevicesChanged",
    "AudioLevels",
    "CallKept",
    "CallMissed",
    "CallRebound",
    "CallRefused",
    "CalledBackFound",
    "CallsRead",
    "CardClosed",
    "CardOpened",
    "CardRead",
    "CheckMoved",
    "CheckProgressed",
    "ClientLinked",
    "ColleagueNamed",
    "CrmFound",
    "DeviceCodeGiven",
    "DialStarted",
    "DirectoryRead",
    "DispositionChosen",
    "EditBegan",
    "EditEnded",
    "EngineLost",
    "EngineStarted",
    "EntitiesKnown",
    "Event",
    "FarEndSilent",
    "FieldTyped",
    "FirstAnswered",
    "FirstStartClosed",
    "FirstStartOpened",
    "GuideClosed",
    "GuideOpened",
    "HangUpRequested",
    "HeldByPeer",
    "HistoryClosed",
    "HistoryFiltered",
    "HistoryOpened",
    "HoldChanged",
    "IncomingCall",
    "JoinRequested",
    "JournalRead",
    "LastSpokenFound",
    "LeaveAsked",
    "LeaveForgotten",
    "LegAnswered",
    "LegEnded",
    "LegIdentified",
    "LegProgressed",
    "LegSecured",
    "ListAsked",
    "ListClosed",
    "ListFollowed",
    "ListPageRead",
    "MatchesFound",
    "MessagesTold",
    "MuteChanged",
    "NotHeard",
    "NoteLineClosed",
    "NoteLineOpened",
    "NoteTyped",
    "NoteWritten",
    "NoticeDismissed",
    "NotifierChanged",
    "NumberOffered",
    "OperatorKnown",
    "OrganizationChosen",
    "OrganizationSought",
    "OrganizationsFound",
    "OutboxChanged",
    "PanelHidden",
    "PanelShown",
    "PasswordGiven",
    "PresenceChanged",
    "ProblemArose",
    "QuitAsked",
    "ReboundSettled",
    "RecordsCounted",
    "ReferProgressed",
    "RefusedHold",
    "RegardingLinked",
    "RegistrationChanged",
    "RegistrationState",
    "SaveBegan",
    "SaveRefused",
    "SaveTried",
    "Saved",
    "SearchClosed",
    "SearchFound",
    "SearchOpened",
    "SearchTyped",
    "SettingTyped",
    "SettingsClosed",
    "SettingsLeaveAsked",
    "SettingsLeaveForgotten",
    "SettingsOpened",
    "SettingsRefused",
    "SettingsSaveBegan",
    "SettingsSaveRefused",
    "SettingsSaveTried",
    "SettingsSaved",
    "SettingsShown",
    "SignInBegun",
    "SignInEnded",
    "SignInFailed",
    "SoundTried",
    "StatusRequested",
    "StepReached",
    "SyncChanged",
    "SyncCompleted",
    "SyncProgressed",
    "SyncState",
    "TargetsRead",
    "TransferCancelled",
    "TransferFormClosed",
    "TransferFormOpened",
    "TransferStarted",
    "TransferTimedOut",
    "UnsentClosed",
    "UnsentListed",
    "UnsentOpened",
    "WrapUpExpired",
]

Event: TypeAlias = (
    EngineStarted
    | EngineLost
    | RegistrationChanged
    | IncomingCall
    | CallRefused
    | LegProgressed
    | LegAnswered
    | LegEnded
    | HoldChanged
    | FarEndSilent
    | HeldByPeer
    | MessagesTold
    | MuteChanged
    | LegSecured
    | LegIdentified
    | ReferProgressed
    | PresenceChanged
    | AudioDevicesChanged
    | AudioLevels
    | NotHeard
    | TransferStarted
    | TransferCancelled
    | JoinRequested
    | TransferTimedOut
    | TransferFormOpened
    | TransferFormClosed
    | DirectoryRead
    | TargetsRead
    | DialStarted
    | AnswerRequested
    | HangUpRequested
    | StatusRequested
    | WrapUpExpired
    | MatchesFound
    | SearchOpened
    | SearchTyped
    | SearchFound
    | LastSpokenFound
    | SearchClosed
    | ClientLinked
    | CallRebound
    | ReboundSettled
    | ColleagueNamed
    | CardOpened
    | CardRead
    | RegardingLinked
    | AudioChosen
    | CardClosed
    | EditBegan
    | FieldTyped
    | LeaveAsked
    | LeaveForgotten
    | OrganizationSought
    | OrganizationsFound
    | OrganizationChosen
    | SaveTried
    | SaveBegan
    | Saved
    | SaveRefused
    | EditEnded
    | ListAsked
    | ListPageRead
    | ListFollowed
    | ListClosed
    | SyncChanged
    | SyncProgressed
    | SyncCompleted
    | EntitiesKnown
    | RecordsCounted
    | OperatorKnown
    | OutboxChanged
    | SignInBegun
    | PasswordGiven
    | DeviceCodeGiven
    | SignInFailed
    | SignInEnded
    | GuideOpened
    | GuideClosed
    | UnsentOpened
    | UnsentListed
    | UnsentClosed
    | ProblemArose
    | NoticeDismissed
    | NoteTyped
    | NoteWritten
    | DispositionChosen
    | NoteLineOpened
    | NoteLineClosed
    | JournalRead
    | CallKept
    | CallMissed
    | HistoryOpened
    | HistoryFiltered
    | CallsRead
    | CalledBackFound
    | HistoryClosed
    | NumberOffered
    | SettingsRefused
    | SettingTyped
    | SettingsClosed
    | SettingsLeaveAsked
    | SettingsLeaveForgotten
    | SettingsOpened
    | SettingsSaveBegan
    | SettingsSaveRefused
    | SettingsSaveTried
    | SettingsSaved
    | SettingsShown
    | FirstStartOpened
    | FirstStartClosed
    | FirstAnswered
    | StepReached
    | CheckMoved
    | CheckProgressed
    | CrmFound
    | SoundTried
    | AnswersKept
    | PanelShown
    | PanelHidden
    | NotifierChanged
    | QuitAsked
)
