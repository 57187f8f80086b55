"""What happened, past tense. Engines, the CRM, the cache and the operator all come to the desk as these.

``at`` is an aware UTC time, stamped where it happened.
"""

from __future__ import annotations

from typing import TypeAlias

from ctidesk.domain.events.desk import (
    AnswerRequested,
    CardClosed,
    CardOpened,
    ClientLinked,
    DialStarted,
    DirectoryRead,
    HangUpRequested,
    JoinRequested,
    MatchesFound,
    NoticeDismissed,
    NumberOffered,
    OperatorKnown,
    OutboxChanged,
    ProblemArose,
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
    RegistrationChanged,
    RegistrationState,
)

__all__ = [
    "AnswerRequested",
    "AudioDevicesChanged",
    "AudioLevels",
    "CallRefused",
    "CardClosed",
    "CardOpened",
    "ClientLinked",
    "DialStarted",
    "DirectoryRead",
    "EngineLost",
    "EngineStarted",
    "Event",
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
    "MatchesFound",
    "MuteChanged",
    "NotHeard",
    "NoticeDismissed",
    "NumberOffered",
    "OperatorKnown",
    "OutboxChanged",
    "PresenceChanged",
    "ProblemArose",
    "ReferProgressed",
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
    | CardOpened
    | CardClosed
    | SyncChanged
    | SyncProgressed
    | SyncCompleted
    | OperatorKnown
    | OutboxChanged
    | ProblemArose
    | NoticeDismissed
    | NumberOffered
    | SettingsRefused
)
