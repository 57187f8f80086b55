"""What happened, past tense. Engines, the CRM, the cache and the operator all come to the desk as these.

``at`` is an aware UTC time, stamped where it happened.
"""

from __future__ import annotations

from typing import TypeAlias

from ctidesk.domain.events.desk import (
    AnswerRequested,
    AudioChosen,
    CardClosed,
    CardOpened,
    CardRead,
    ClientLinked,
    ColleagueNamed,
    DialStarted,
    DirectoryRead,
    HangUpRequested,
    JoinRequested,
    ListAsked,
    ListClosed,
    ListPageRead,
    MatchesFound,
    NoticeDismissed,
    OperatorKnown,
    OutboxChanged,
    ProblemArose,
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
    WrapUpExpired,
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
    MuteChanged,
    NotHeard,
    PresenceChanged,
    ReferProgressed,
    RefusedHold,
    RegistrationChanged,
    RegistrationState,
)

__all__ = [
    "AnswerRequested",
    "AudioChosen",
    "AudioDevicesChanged",
    "AudioLevels",
    "CallRefused",
    "CardClosed",
    "CardOpened",
    "CardRead",
    "ClientLinked",
    "ColleagueNamed",
    "DialStarted",
    "DirectoryRead",
    "EngineLost",
    "EngineStarted",
    "Event",
    "FarEndSilent",
    "HangUpRequested",
    "HeldByPeer",
    "HoldChanged",
    "IncomingCall",
    "JoinRequested",
    "LegAnswered",
    "LegEnded",
    "LegIdentified",
    "LegProgressed",
    "LegSecured",
    "ListAsked",
    "ListClosed",
    "ListPageRead",
    "MatchesFound",
    "MuteChanged",
    "NotHeard",
    "NoticeDismissed",
    "OperatorKnown",
    "OutboxChanged",
    "PresenceChanged",
    "ProblemArose",
    "ReferProgressed",
    "RefusedHold",
    "RegardingLinked",
    "RegistrationChanged",
    "RegistrationState",
    "SearchClosed",
    "SearchFound",
    "SearchOpened",
    "SearchTyped",
    "SettingsRefused",
    "StatusRequested",
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
    | SearchClosed
    | ClientLinked
    | ColleagueNamed
    | CardOpened
    | CardRead
    | RegardingLinked
    | AudioChosen
    | CardClosed
    | ListAsked
    | ListPageRead
    | ListClosed
    | SyncChanged
    | SyncProgressed
    | SyncCompleted
    | OperatorKnown
    | OutboxChanged
    | ProblemArose
    | NoticeDismissed
    | SettingsRefused
)
