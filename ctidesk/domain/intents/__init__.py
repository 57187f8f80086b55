"""What the operator wants, from a window, a key or ``ctl``. Imperative; legality is decided by the session."""

from __future__ import annotations

from typing import TypeAlias

from ctidesk.domain.intents.calls import (
    Accept,
    CancelTransfer,
    ChooseAudio,
    CloseTransferForm,
    CompleteTransfer,
    Dial,
    DialText,
    End,
    OpenTransferForm,
    PressKeys,
    Redial,
    SetHold,
    SetMute,
    SetStatus,
    ToggleFavourite,
    TransferTo,
)
from ctidesk.domain.intents.desk import (
    CancelSignIn,
    CancelSync,
    CloseGuide,
    DismissNotice,
    GivePassword,
    HidePanel,
    OpenGuide,
    OpenLink,
    Quit,
    QuitInCall,
    SaveDiagnostics,
    ShowPanel,
    SignIn,
    Synchronise,
)
from ctidesk.domain.intents.editing import (
    CancelEdit,
    ChooseOrganization,
    CloseUnsent,
    CreateRecord,
    DiscardWrite,
    DropChanges,
    EditCard,
    GoOnEditing,
    NewRecord,
    OpenUnsent,
    ResolveConflict,
    RetryWrite,
    SaveCard,
    SeekOrganization,
    TypeField,
    UpdateRecord,
)
from ctidesk.domain.intents.finding import (
    AskList,
    CloseCard,
    CloseList,
    CloseSearch,
    LinkRegarding,
    OpenInCrm,
    OpenList,
    OpenSearch,
    ReadOn,
    Rebind,
    SaveNumber,
    SearchText,
    SelectClient,
    ShowCard,
    UndoRebind,
)
from ctidesk.domain.intents.first_start import (
    AnswerFirst,
    CancelTry,
    ChangePassword,
    CloseFirstStart,
    NextStep,
    OpenFirstStart,
    PreviousStep,
    SkipStep,
    TrySound,
    TryStep,
)
from ctidesk.domain.intents.journal import (
    CloseHistory,
    CloseNoteLine,
    FilterHistory,
    LookAtCalls,
    OpenHistory,
    OpenNoteLine,
    ReadOlderCalls,
    SetDisposition,
    SetNote,
    TypeNote,
)
from ctidesk.domain.intents.settings import (
    CloseSettings,
    DropSettings,
    GoOnWithSettings,
    OpenSettings,
    RestartDesk,
    SaveSettings,
    ShowSettings,
    TypeSetting,
)

__all__ = [
    "Accept",
    "AnswerFirst",
    "AskList",
    "CancelEdit",
    "CancelSignIn",
    "CancelSync",
    "CancelTransfer",
    "CancelTry",
    "ChangePassword",
    "ChooseAudio",
    "ChooseOrganization",
    "CloseCard",
    "CloseFirstStart",
    "CloseGuide",
    "CloseHistory",
    "CloseList",
    "CloseNoteLine",
    "CloseSearch",
    "CloseSettings",
    "CloseTransferForm",
    "CloseUnsent",
    "CompleteTransfer",
    "CreateRecord",
    "Dial",
    "DialText",
    "DiscardWrite",
    "DismissNotice",
    "DropChanges",
    "DropSettings",
    "EditCard",
    "End",
    "FilterHistory",
    "GivePassword",
    "GoOnEditing",
    "GoOnWithSettings",
    "HidePanel",
    "Intent",
    "LinkRegarding",
    "LookAtCalls",
    "NewRecord",
    "NextStep",
    "OpenFirstStart",
    "OpenGuide",
    "OpenHistory",
    "OpenInCrm",
    "OpenLink",
    "OpenList",
    "OpenNoteLine",
    "OpenSearch",
    "OpenSettings",
    "OpenTransferForm",
    "OpenUnsent",
    "PressKeys",
    "PreviousStep",
    "Quit",
    "QuitInCall",
    "ReadOlderCalls",
    "ReadOn",
    "Rebind",
    "Redial",
    "ResolveConflict",
    "RestartDesk",
    "RetryWrite",
    "SaveCard",
    "SaveDiagnostics",
    "SaveNumber",
    "SaveSettings",
    "SearchText",
    "SeekOrganization",
    "SelectClient",
    "SetDisposition",
    "SetHold",
    "SetMute",
    "SetNote",
    "SetStatus",
    "ShowCard",
    "ShowPanel",
    "ShowSettings",
    "SignIn",
    "SkipStep",
    "Synchronise",
    "ToggleFavourite",
    "TransferTo",
    "TrySound",
    "TryStep",
    "TypeField",
    "TypeNote",
    "TypeSetting",
    "UndoRebind",
    "UpdateRecord",
]

Intent: TypeAlias = (
    Accept
    | End
    | Dial
    | Redial
    | DialText
    | SetHold
    | SetMute
    | PressKeys
    | OpenTransferForm
    | CloseTransferForm
    | TransferTo
    | CompleteTransfer
    | CancelTransfer
    | ChooseAudio
    | SetStatus
    | OpenSearch
    | SearchText
    | SelectClient
    | CloseSearch
    | ShowCard
    | CloseCard
    | ToggleFavourite
    | OpenInCrm
    | LinkRegarding
    | OpenList
    | AskList
    | ReadOn
    | CloseList
    | Rebind
    | UndoRebind
    | SaveNumber
    | CreateRecord
    | UpdateRecord
    | NewRecord
    | EditCard
    | TypeField
    | SeekOrganization
    | ChooseOrganization
    | SaveCard
    | CancelEdit
    | DropChanges
    | GoOnEditing
    | OpenGuide
    | CloseGuide
    | OpenUnsent
    | CloseUnsent
    | RetryWrite
    | DiscardWrite
    | ResolveConflict
    | TypeNote
    | SetNote
    | SetDisposition
    | OpenNoteLine
    | CloseNoteLine
    | OpenHistory
    | FilterHistory
    | ReadOlderCalls
    | LookAtCalls
    | CloseHistory
    | Synchronise
    | CancelSync
    | SignIn
    | GivePassword
    | CancelSignIn
    | OpenSettings
    | ShowSettings
    | TypeSetting
    | SaveSettings
    | DropSettings
    | GoOnWithSettings
    | CloseSettings
    | RestartDesk
    | DismissNotice
    | OpenLink
    | SaveDiagnostics
    | ShowPanel
    | HidePanel
    | Quit
    | OpenFirstStart
    | CloseFirstStart
    | AnswerFirst
    | ChangePassword
    | TryStep
    | CancelTry
    | SkipStep
    | NextStep
    | PreviousStep
    | TrySound
    | QuitInCall
)
